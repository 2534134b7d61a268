"""What a map makes of the columns of a row: `{category}: {symptom}`, one column alone, or always the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

LINE = "#"
"""Stands for the number of a row in its file, where a log has no numbers of its own."""

_PART = re.compile(r"(?P<sign>\{\{|\}\})|\{(?P<column>[^{}]+)\}|(?P<odd>[{}])|(?P<text>[^{}]+)")

Cells = Sequence[str]


class Template(NamedTuple):
    """A template as written; its parts are text as it is (False) and names of columns (True)."""

    text: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for part, is_column in self.parts if is_column))

    @property
    def only(self) -> str | None:
        """The one column that it consists of."""
        return self.parts[0][0] if len(self.parts) == 1 and self.parts[0][1] else None

    def bind(self, places: Mapping[str, int], missing: Collection[str]) -> Callable[[Cells], str | None]:
        """Reads the text from a row's cells; None where all of its columns are missing."""
        if self.only is not None:
            place = places[self.only]

            def one(cells: Cells) -> str | None:
                cell = cells[place].strip()
                return None if cell in missing else cell

            return one
        if not self.columns:
            always = "".join(part for part, _ in self.parts)
            return lambda cells: always
        parts = [(places[part], "") if is_column else (-1, part) for part, is_column in self.parts]

        def several(cells: Cells) -> str | None:
            words, found = [], False
            for place, word in parts:
                if place >= 0:
                    word = cells[place].strip()
                    if word in missing:
                        continue
                    found = True
                words.append(word)
            return "".join(words) if found else None

        return several


def template(text: str) -> Template:
    """Read a template. Raises ValueError where its braces do not fit together."""
    parts: list[tuple[str, bool]] = []
    for found in _PART.finditer(text):
        if found["odd"]:
            raise ValueError(f"“{text}” has a lone {found['odd']}: write {{column}}, or {{{{ and }}}} for the signs")
        if found["column"]:
            parts.append((found["column"].strip(), True))
        else:
            word = found["sign"][0] if found["sign"] else found["text"]
            if parts and not parts[-1][1]:
                word = parts.pop()[0] + word
            parts.append((word, False))
    return Template(text, tuple(parts))
