"""Articles as files: Markdown with its properties in front, as TOML between two lines of `+++`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, get_args

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant, from_datetime, to_datetime
from deskconsole.features.knowledge.rules import STATES, Kind

KEYS = ("number", "title", "kind", "state", "owner", "review", "services", "categories")
_NUMBER = re.compile(r"[A-Z][A-Z0-9]*-\d{1,9}")
_FRONT = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
LARGEST = 200_000
"""Characters of a text; what is longer is no article but a manual, and belongs into several."""


class Wanted(NamedTuple):
    """An article as somebody wants it to be. A `state` or `review_at` that is not said stays; `where` it was said."""

    number: str
    title: str
    body: str
    kind: str = "article"
    owner: str | None = None
    review_at: int | None = None
    services: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    state: str | None = None
    where: str = ""


def read(text: str, where: str, zone: tzinfo) -> Wanted:
    """The article that a file holds. Raises BadInput, with file and key."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _FRONT.match(text)
    if text.startswith("+++") and not found:
        raise BadInput(f"{where}: the properties are not closed: write a second line of +++ below them")
    try:
        said: Mapping[str, Any] = tomllib.loads(found[1]) if found else {}
    except (tomllib.TOMLDecodeError, RecursionError) as trouble:
        raise BadInput(f"{where}: the properties are no TOML: {trouble}, counted from below the +++") from None
    for key in said:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1, 0)[0]
            raise BadInput(f"{where}: there is no property {key}; nearest is {near}")
    body = text[found.end() :].strip() if found else text.strip()
    if len(body) > LARGEST:
        raise BadInput(f"{where}: {len(body)} characters are no article, at most {LARGEST}: part it into several")
    if "\0" in text:
        raise BadInput(f"{where}: holds a NUL character, which no text can hold: it may be no text")
    heading = _HEADING.match(body)
    title = _text(said, "title", where) or (heading[1] if heading else None)
    if not title:
        raise BadInput(f'{where}: has no title: write title = "…" between the +++, or begin with # and the title')
    return Wanted(
        _number(said, where), title, body, _one_of(said, "kind", get_args(Kind), where) or "article",
        _text(said, "owner", where), _review(said, where, zone), _texts(said, "services", where),
        _texts(said, "categories", where), _one_of(said, "state", STATES, where), where,
    )  # fmt: skip


def written(wanted: Wanted, zone: tzinfo) -> str:
    """The file of an article; read again it says the same."""
    said: dict[str, object] = {"number": wanted.number, "title": wanted.title, "kind": wanted.kind}
    said |= {"state": wanted.state, "owner": wanted.owner}
    lines = [f"{key} = {_toml(value)}" for key, value in said.items() if value is not None]
    if wanted.review_at is not None:
        lines.append(f"review = {_instant(Instant(wanted.review_at), zone)}")
    for key, words in (("services", wanted.services), ("categories", wanted.categories)):
        if words:
            lines.append(f"{key} = [{', '.join(map(_toml, words))}]")
    return "+++\n" + "\n".join(lines) + f"\n+++\n\n{wanted.body}\n"


def _toml(value: object) -> str:
    """A basic string: JSON's, but for DEL, which TOML wants written."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _instant(at: Instant, zone: tzinfo) -> str:
    """A day where it is one, else the instant."""
    local = to_datetime(at, zone)
    return local.date().isoformat() if local.time() == time() else local.isoformat()


def _number(said: Mapping[str, Any], where: str) -> str:
    number = (_text(said, "number", where) or Path(where).stem).strip().upper()
    if not _NUMBER.fullmatch(number):
        raise BadInput(f'{where}: “{number}” is no number of an article: write number = "KB-12", or name the file so')
    return number


def _text(said: Mapping[str, Any], key: str, where: str) -> str | None:
    value = said.get(key)
    if value is None or (isinstance(value, str) and value.strip() and "\0" not in value):
        return value
    raise BadInput(f"{where}: {key} is to be a text in quotes that is not empty")


def _texts(said: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = said.get(key, [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise BadInput(f'{where}: {key} is to be a list of texts, such as {key} = ["vpn"]')
    return tuple(dict.fromkeys(word.strip() for word in value))


def _one_of(said: Mapping[str, Any], key: str, words: tuple[str, ...], where: str) -> str | None:
    value = _text(said, key, where)
    if value is not None and value.lower() not in words:
        raise BadInput(f"{where}: {key} “{value}” is none of {', '.join(words)}")
    return value and value.lower()


def _review(said: Mapping[str, Any], where: str, zone: tzinfo) -> int | None:
    value = said.get("review")
    if value is None:
        return None
    if isinstance(value, datetime):
        return from_datetime(value if value.tzinfo else value.replace(tzinfo=zone))
    if isinstance(value, date):
        return from_datetime(datetime.combine(value, time(), zone))
    raise BadInput(f"{where}: review is to be a day, without quotes: review = 2026-09-01")
