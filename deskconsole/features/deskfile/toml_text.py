"""TOML as a desk file writes it: texts, keys, tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from deskconsole.features.deskfile.spec import Match

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(text, values))}]"


def key(name: str) -> str:
    return name if _BARE.fullmatch(name) else text(name)


def table(path: Sequence[str], pairs: Iterable[tuple[str, str]], several: bool = False) -> str:
    name = ".".join(map(key, path))
    lines = [f"[[{name}]]" if several else f"[{name}]"]
    return "\n".join([*lines, *(f"{key(word)} = {value}" for word, value in pairs)])


def inline(pairs: Iterable[tuple[str, str]]) -> str:
    inner = ", ".join(f"{key(word)} = {value}" for word, value in pairs)
    return f"{{ {inner} }}" if inner else "{}"


def match(match: Match) -> str:
    return inline((word, text(values[0]) if len(values) == 1 else texts(values)) for word, values in match)
