"""The operator's own keys: `keys.toml`, read with the line of each entry, so that every problem can name it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from deskconsole.console.keys.names import Chord, read_chord, written
from deskconsole.console.keys.presets import PRESETS, Preset, swallowed

_ENTRY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_HEAD = re.compile(r"\s*\[([^\[\]]+)\]")


@dataclass(frozen=True)
class Problem:
    """Something about the keys that the operator should know; a note loses nothing they asked for."""

    place: str
    line: int | None
    id: str
    text: str
    note: bool = False

    def __str__(self) -> str:
        where = self.place if self.line is None else f"{self.place}:{self.line}"
        return f"{where}: {self.id}: {self.text}" if self.id else f"{where}: {self.text}"


@dataclass(frozen=True)
class Wish:
    """What the operator wrote for one id; no keys at all where they wrote `none`."""

    id: str
    keys: tuple[Chord, ...]
    line: int | None


@dataclass(frozen=True)
class Overrides:
    wishes: tuple[Wish, ...]
    problems: tuple[Problem, ...]
    preset: Preset | None = None


def read_overrides(text: str, place: str, ids: Mapping[str, object]) -> Overrides:
    """Read a key file; an entry that cannot be used is named and left out."""
    try:
        entries = dict(_flat(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        said = Problem(place, int(line[1]) if line else None, "", f"not read, default keys hold: {problem}")
        return Overrides((), (said,))
    lines = _lines(text)
    reader = _Reader(place, ids)
    preset = reader.preset(entries.pop("preset", None), lines.get("preset"))
    wishes = [reader.wish(name, value, lines.get(name)) for name, value in entries.items()]
    kept = sorted((wish for wish in wishes if wish), key=lambda wish: wish.line or 0)
    return Overrides(tuple(kept), tuple(sorted(reader.problems, key=lambda said: said.line or 0)), preset)


class _Reader:
    def __init__(self, place: str, ids: Mapping[str, object]) -> None:
        self.place, self.ids = place, ids
        self.problems: list[Problem] = []

    def say(self, line: int | None, name: str, text: str) -> None:
        self.problems.append(Problem(self.place, line, name, text))

    def preset(self, value: object, line: int | None) -> Preset | None:
        for preset in PRESETS:
            if value == preset:
                return preset
        if value is not None:
            self.say(line, "preset", f"there is no {value!r}: it is one of {', '.join(PRESETS)}")
        return None

    def wish(self, name: str, value: object, line: int | None) -> Wish | None:
        if name not in self.ids:
            self.say(line, name, unknown(name, self.ids))
            return None
        if value == "none" or value == []:
            return Wish(name, (), line)
        listed = value if isinstance(value, list) else [value]
        keys = tuple(key for each in listed if (key := self._chord(name, each, line)))
        return Wish(name, keys, line) if keys else None  # nothing usable: the default stays

    def _chord(self, name: str, value: object, line: int | None) -> Chord | None:
        if not isinstance(value, str):
            self.say(line, name, f"{value!r} is no key: write “h”, [“h”, “s h”] or “none”")
            return None
        try:
            chord = read_chord(value)
        except ValueError as problem:
            self.say(line, name, str(problem))
            return None
        if len(chord) > 2:
            self.say(line, name, f"“{value}” is too long: one key, or a leader and one key")
            return None
        if "escape" in chord and not (chord == ("escape",) and name in ("app.back", "form.leave")):
            self.say(line, name, "escape always leaves; it cannot be given away")
            return None
        if reason := swallowed(chord):
            self.say(line, name, f"“{written(chord)}” never arrives: {reason}")
            return None
        return chord


def unknown(name: str, ids: Mapping[str, object]) -> str:
    """That there is no such id, with the nearest one."""
    near = get_close_matches(name, ids, n=1, cutoff=0.5)
    return "there is no such id" + (f", did you mean {near[0]}?" if near else "; deskconsole keys lists them")


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """TOML reads `ticket.hold = "h"` as a table in a table; here both spellings are one name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _lines(text: str) -> dict[str, int]:
    """In which line each entry stands."""
    head, lines = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if entry := _ENTRY.match(line):
            lines.setdefault(head + _name(entry[1]), number)
        elif section := _HEAD.match(line):
            head = _name(section[1]) + "."
    return lines


def _name(spelled: str) -> str:
    """`"ticket.hold"`, `ticket . "hold"` and `ticket.hold` are one name."""
    return re.sub(r"""["'\s]""", "", spelled)
