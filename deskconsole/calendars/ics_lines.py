"""Calendar files as they are built: lines, events and where they stand, so that whatever is wrong has its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.core.text import safe_text

LARGEST = 5_000_000
"""Bytes of a file."""
MOST_EVENTS = 5000
DEEPEST = 5

_NAME = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)


class Line(NamedTuple):
    """A content line, unfolded, with the number at which it begins."""

    number: int
    name: str
    parameters: str
    value: str


@dataclass
class Entry:
    """An event of a file: its line, and its properties as written."""

    line: int
    calendar: int
    lines: list[Line] = field(default_factory=list)

    def of(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        return next((line.value for line in self.of(name)), "")

    def at(self, *names: str) -> int:
        """The line of the first of these properties that is there, else of the event."""
        return next((line.number for name in names for line in self.of(name)), self.line)


def read(path: Path) -> str:
    """The text of a calendar file. Raises BadInput where there is none that can be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror}") from None
    if len(raw) > LARGEST:
        raise BadInput(
            f"{path} is larger than {LARGEST // 1_000_000} MB: export fewer years, or one calendar at a time"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = raw.count(b"\n", 0, trouble.start) + 1
        raise BadInput(f"{path}:{line}: is not UTF-8 text; save the calendar as UTF-8") from None


def content_lines(text: str, file: str) -> Iterator[Line]:
    """The content lines of a file. Raises BadInput at the first that is none."""
    for number, joined in _unfolded(text):
        found = _NAME.fullmatch(joined)
        if not found:
            shown = safe_text(joined[:60])
            if number == 1:
                raise BadInput(f"{file}:1: “{shown}” is no calendar: export the calendar as an .ics file")
            raise BadInput(f"{file}:{number}: “{shown}” is no line of a calendar (NAME:value); the file is damaged")
        yield Line(number, found[1].upper(), found[2], found[3])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what was folded to the next ones; empty lines are nothing."""
    first, parts = 0, [""]
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and parts != [""]:
            parts.append(line[1:])
            continue
        if "".join(parts).strip():
            yield first, "".join(parts)
        first, parts = number, [line]
    if "".join(parts).strip():
        yield first, "".join(parts)


def entries(text: str, file: str) -> tuple[list[Entry], list[dict[str, str]]]:
    """The events of a file, and the properties of each of its calendars.

    Raises BadInput where it is not built like a calendar, or would take too long to work out.
    """
    open_: list[Line] = []
    events: list[Entry] = []
    calendars: list[dict[str, str]] = []
    for line in content_lines(text, file):
        if line.name == "BEGIN":
            _opened(line, open_, events, calendars, file)
            continue
        if not open_:
            raise BadInput(f"{file}:{line.number}: {line.name} stands outside of BEGIN:VCALENDAR; the file is damaged")
        if line.name == "END":
            begun = open_.pop()
            if begun.value.upper() != line.value.strip().upper():
                raise BadInput(
                    f"{file}:{line.number}: END:{safe_text(line.value[:40])} ends {safe_text(begun.value[:40])}"
                    f" of line {begun.number}; the file is damaged"
                )
            continue
        inside = open_[-1].value.upper()
        if line.name in ("RRULE", "EXRULE"):
            _bounded(line, any(each.value.upper() == "VTIMEZONE" for each in open_), file)
        if inside == "VEVENT":
            events[-1].lines.append(line)
        elif inside == "VCALENDAR":
            calendars[-1].setdefault(line.name, line.value)
    if open_:
        raise BadInput(
            f"{file}: ends within {safe_text(open_[-1].value[:40])} of line {open_[-1].number}: it was cut off,"
            " export it again"
        )
    if not calendars:
        raise BadInput(f"{file} is empty: export the calendar as an .ics file")
    return events, calendars


def _opened(line: Line, open_: list[Line], events: list[Entry], calendars: list[dict[str, str]], file: str) -> None:
    kind = line.value.strip().upper()
    outer = open_[-1].value if open_ else ""
    if (kind == "VCALENDAR") != (not outer) or (kind == "VEVENT" and outer != "VCALENDAR"):
        raise BadInput(f"{file}:{line.number}: BEGIN:{safe_text(kind[:40])} cannot stand here; the file is damaged")
    if len(open_) >= DEEPEST:
        raise BadInput(f"{file}:{line.number}: is nested too deeply for a calendar")
    open_.append(line._replace(value=kind))
    if kind == "VCALENDAR":
        calendars.append({})
    elif kind == "VEVENT":
        events.append(Entry(line.number, len(calendars) - 1))
        if len(events) > MOST_EVENTS:
            raise BadInput(f"{file}:{line.number}: more than {MOST_EVENTS} events: export fewer years")


def _bounded(line: Line, in_zone: bool, file: str) -> None:
    """Refuse a rule that is no plan, and would keep this machine busy for hours."""
    parts = dict(part.partition("=")[::2] for part in line.value.upper().replace(" ", "").split(";"))
    often = parts.get("FREQ") in ("SECONDLY", "MINUTELY") or (in_zone and parts.get("FREQ") != "YEARLY")
    hours = 24 if parts.get("FREQ") == "HOURLY" else _many(parts, "BYHOUR")
    if often or hours * _many(parts, "BYMINUTE") * _many(parts, "BYSECOND") > 24:
        raise BadInput(
            f"{file}:{line.number}: {line.name} {safe_text(line.value[:60])}: comes more than 24 times a day;"
            " that is no plan, write one event of that length"
        )


def _many(parts: Mapping[str, str], name: str) -> int:
    return len(parts[name].split(",")) if name in parts else 1
