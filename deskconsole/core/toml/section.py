"""A table of a TOML file being read: each key is asked for with its type, what nobody asked for is a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from deskconsole.core.instants import duration
from deskconsole.core.toml.problems import Path, Sheet

C = TypeVar("C", bound=str)

_KEY = re.compile(r"[^\s,\"“”'()\x00-\x1f\x7f]+")


class Section:
    """Reads keys of one table. Whatever is wrong is noted on the sheet, and reading goes on with a stand-in."""

    def __init__(self, sheet: Sheet, path: Path, table: object) -> None:
        self.sheet = sheet
        self.path = path
        self.asked: list[str] = []
        if table is not None and not isinstance(table, dict):
            sheet.wrong(path, f"is {_seen(table)}, wanted is a table")
        self.table: dict[str, object] = table if isinstance(table, dict) else {}

    def wrong(self, key: str, text: str) -> None:
        self.sheet.wrong((*self.path, key), text)

    def has(self, key: str) -> bool:
        return key in self.table

    def take(self, key: str) -> object:
        self.asked.append(key)
        return self.table.get(key)

    def done(self) -> None:
        """Name every key that nobody asked for."""
        for key in self.table:
            if key not in self.asked:
                self.sheet.unknown((*self.path, key), "key", key, self.asked)

    def missing(self, key: str, example: str) -> None:
        self.sheet.wrong(self.path, f"{key} is missing: write {key} = {example}")

    def text(self, key: str, default: str = "") -> str:
        """A line of text."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(key, f"is {_seen(value)}, wanted is a text in quotes")
        elif not value.strip():
            self.wrong(key, "is empty")
        elif not value.isprintable():
            self.wrong(key, "holds characters that cannot be shown on one line")
        else:
            return value.strip()
        return default

    def prose(self, key: str) -> str:
        """A text of one line or several."""
        value = self.take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(key, f"is {_seen(value)}, wanted is a text in quotes")
        elif not value.strip():
            self.wrong(key, "is empty")
        elif not value.replace("\n", "").isprintable():
            self.wrong(key, "has a character that cannot be shown, such as a tab")
        else:
            return value.strip()
        return ""

    def maybe(self, key: str) -> str | None:
        return self.text(key) or None

    def known(self, key: str, names: Iterable[str]) -> str | None:
        """A name that another section defines."""
        name, known = self.maybe(key), set(names)
        if name is not None and name not in known:
            self.sheet.unknown((*self.path, key), key, name, known)
            return None
        return name

    def number(self, key: str, low: int, high: int) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.wrong(key, f"is {_seen(value)}, wanted is a number from {low} to {high}")
        return None

    def flag(self, key: str, default: bool) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, f"is {_seen(value)}, wanted is true or false")
        return value if isinstance(value, bool) else default

    def choice(self, key: str, among: Sequence[C], default: C) -> C:
        value = self.text(key, default)
        for word in among:
            if word == value:
                return word
        self.sheet.unknown((*self.path, key), "such word", value, among)
        return default

    def seconds(self, key: str, *, least: int = 0) -> int | None:
        """A duration."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(key, f'is {_seen(value)}, wanted is a duration such as "4h" or "1h30m"')
            return None
        try:
            seconds = duration(value)
        except ValueError as trouble:
            self.wrong(key, str(trouble))
            return None
        if not least <= seconds <= 100 * 366 * 86_400:
            self.wrong(key, f"“{value}” must be more than nothing and less than a hundred years")
            return None
        return seconds

    def items(self, key: str) -> list[tuple[Path, object]]:
        """One value or a list of them, each with its place."""
        value = self.take(key)
        path = (*self.path, key)
        if isinstance(value, list):
            return [((*path, place), item) for place, item in enumerate(value)]
        return [] if value is None else [(path, value)]

    def names(self, key: str, known: Iterable[str] | None = None, what: str = "") -> tuple[str, ...]:
        """One text or a list of texts, each known if it must be; in order, each once."""
        allowed = None if known is None else set(known)
        out: set[str] = set()
        for path, item in self.items(key):
            if not isinstance(item, str) or not item.strip() or not item.isprintable():
                self.sheet.wrong(path, f"is {_seen(item)}, wanted is a text in quotes")
            elif allowed is not None and item not in allowed:
                self.sheet.unknown(path, what or key, item, allowed)
            else:
                out.add(item.strip())
        return tuple(sorted(out))

    def day(self, path: Path, item: object) -> str | None:
        """An ISO date, as TOML's own or in quotes."""
        if isinstance(item, date) and not isinstance(item, datetime):
            return item.isoformat()
        try:
            return date.fromisoformat(item if isinstance(item, str) else "").isoformat()
        except ValueError:
            self.sheet.wrong(path, f"is {_seen(item)}, wanted is a day such as 2026-12-24")
            return None

    def section(self, key: str) -> Section:
        return Section(self.sheet, (*self.path, key), self.take(key))

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """The tables within a table, by name, in alphabetical order."""
        within = self.section(key)
        for name in sorted(within.table):
            if not _KEY.fullmatch(name):
                within.wrong(name, f"“{name}” cannot be a key: no spaces, commas, quotes or brackets")
            yield name, within.section(name)


def _seen(value: object) -> str:
    """What was written, in words."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return f"“{value}”" if value.isprintable() else "text that cannot be shown"
        case list():
            return "a list"
        case dict():
            return "a table"
        case date():
            return f"the date {value}"
    return "of another kind"
