"""What questions about business time share: which calendar, the instants, the answer in words."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.cli.common import instant, open_store, parser
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import SECOND, Instant, to_datetime, to_iso
from deskconsole.core.text import safe_text
from deskconsole.core.toml.problems import nearest
from deskconsole.explain.times import length
from deskconsole.features.agreements.views import CALENDARS, calendar_of
from deskconsole.features.deskfile.build import calendar_version
from deskconsole.features.deskfile.parse import read
from deskconsole.sla.calendars import Calendar, compile_calendar, is_known
from deskconsole.sla.days import Day, days

_YEARS_AHEAD = 10
"""Years after the last instant named for which a desk file's public holidays are looked up."""


class Asked(NamedTuple):
    """A calendar and the instants that the question names."""

    calendar: Calendar
    known_as: str
    """`office, version 3` of a store, `office in desk.toml`."""
    until: int | None
    """The last year whose public holidays and seasons it knows; None where it has none."""
    instants: list[Instant]


def question(name: str, about: str, examples: str) -> argparse.ArgumentParser:
    """The parser of a question about a calendar."""
    made = parser(f"sla {name}", about, examples)
    made.add_argument("--calendar", required=True, metavar="NAME", help="a calendar of the desk")
    made.add_argument("--file", type=Path, metavar="DESK", help="take it from this desk file; no store is needed")
    made.add_argument("--from", dest="from_", required=True, metavar="INSTANT", help="without an offset, local time")
    made.add_argument("--explain", action="store_true", help="the local days and hours that counted")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


def asked(args: argparse.Namespace, *instants: str) -> Asked:
    """The calendar that is meant, and the instants, local to its zone where they name no offset.

    Raises NotFound with the nearest name where there is no such calendar.
    """
    return _of_file(args, instants) if args.file else _of_store(args, instants)


def _of_store(args: argparse.Namespace, instants: tuple[str, ...]) -> Asked:
    rows = {row.name: row for row in open_store(args).read.all(CALENDARS)}
    row = rows.get(args.calendar)
    if row is None:
        raise NotFound(f"there is no calendar “{args.calendar}”{nearest(args.calendar, rows)}")
    calendar = calendar_of(row)
    until = json.loads(row.body).get("until")
    return Asked(calendar, f"{row.name}, version {row.version}", until, _read(instants, calendar.version.zone))


def _of_file(args: argparse.Namespace, instants: tuple[str, ...]) -> Asked:
    specs = {spec.name: spec for spec in read(args.file).calendars}
    spec = specs.get(args.calendar)
    if spec is None:
        raise NotFound(f"{args.file} has no calendar “{args.calendar}”{nearest(args.calendar, specs)}")
    moments = _read(instants, spec.zone)
    years = range(_year(min(moments)) - 1, _year(max(moments)) + _YEARS_AHEAD + 1)
    calendar = compile_calendar(calendar_version(spec, 0, 0, years))
    until = years[-1] if spec.regions or spec.seasons else None
    return Asked(calendar, f"{spec.name} in {args.file.name}", until, moments)


def _year(at: Instant) -> int:
    return to_datetime(at, UTC).year


def _read(instants: tuple[str, ...], zone: str) -> list[Instant]:
    """Raises BadInput where one cannot be read, or lies beyond what calendars know."""
    found = []
    for text in instants:
        at = instant(text, ZoneInfo(zone))
        if at is None or not is_known(at):
            raise BadInput(f"“{text}” is beyond what calendars know, the years 1800 to 2399; correct the date")
        found.append(at)
    return found


def local(at: Instant, calendar: Calendar) -> str:
    """ISO 8601 by the calendar's clock, with the offset."""
    return to_datetime(at, ZoneInfo(calendar.version.zone)).isoformat()


def head(of: Asked) -> Iterator[str]:
    yield line("calendar", f"{of.known_as}, {of.calendar.version.zone}")


def line(name: str, said: str) -> str:
    return f"{name:9} {safe_text(said)}"


def moment(name: str, at: Instant, calendar: Calendar) -> str:
    """An instant in the calendar's zone and in UTC."""
    return line(name, f"{local(at, calendar):32} {to_iso(at)}")


def counted(of: Asked, a: Instant, b: Instant) -> Iterator[str]:
    """Every local day with the hours that counted."""
    zone = ZoneInfo(of.calendar.version.zone)
    yield ""
    for day in days(of.calendar, a, b):
        hours = ", ".join(f"{_hour(begin, zone)}-{_hour(end, zone, begin)}" for begin, end in day.spans) or "closed"
        why = f"  {day.why}" if day.why else ""
        yield f"{day.day:%a %Y-%m-%d}  {length(day.counted) if day.counted else '–':>9}  {hours}{why}"


def _hour(at: Instant, zone: ZoneInfo, begin: Instant | None = None) -> str:
    """`09:00`, to the second where there are some; the end of a day is 24:00."""
    shown = to_datetime(at, zone)
    if begin is not None and (shown.hour, shown.minute) == (0, 0) and at > begin and at % SECOND == 0:
        return "24:00"
    return f"{shown:%H:%M:%S}" if at % (60 * SECOND) else f"{shown:%H:%M}"


def warned(of: Asked, *instants: Instant) -> Iterator[str]:
    """What somebody has to know who relies on the answer."""
    if of.until is not None and any(_year(at) > of.until for at in instants):
        yield line("note", f"public holidays and seasons of this calendar are known until {of.until}")


def as_json(of: Asked, a: Instant, b: Instant, explain: bool) -> dict[str, Any]:
    """What every answer has: the calendar, and its days where they are asked for."""
    version = of.calendar.version
    told: dict[str, Any] = {
        "calendar": version.name,
        "version": version.version or None,
        "zone": version.zone,
        "tzdata": version.tzdata,
        "holidays_until": of.until,
    }
    if explain:
        told["days"] = [_day(day, of.calendar) for day in days(of.calendar, a, b)]
    return told


def _day(day: Day, calendar: Calendar) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "counted_s": seconds(day.counted),
        "why": day.why or None,
        "spans": [{"from": local(begin, calendar), "to": local(end, calendar)} for begin, end in day.spans],
    }


def seconds(micros: int) -> int | float:
    """Whole where it is whole."""
    return micros // SECOND if micros % SECOND == 0 else micros / SECOND
