"""`[calendars.NAME]`: hours, breaks, holidays and days of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

from deskconsole.core.errors import BadInput
from deskconsole.core.toml.problems import Path, nearest
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.amounts import clock
from deskconsole.features.deskfile.build import calendar_version
from deskconsole.features.deskfile.regions import known_regions, region
from deskconsole.features.deskfile.spec import (
    ALWAYS,
    DAY_MINUTES,
    DAYS,
    NO_WEEK,
    CalendarSpec,
    Day,
    SeasonSpec,
    Span,
    Week,
)
from deskconsole.features.deskfile.week import without
from deskconsole.sla.hours import check_week

_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")
_SHORT = {"daily": range(7), "weekdays": range(5), "weekend": range(5, 7)}


def read_calendars(root: Section) -> tuple[CalendarSpec, ...]:
    return tuple(_calendar(name, section) for name, section in root.sections("calendars"))


def _calendar(name: str, section: Section) -> CalendarSpec:
    zone = read_zone(section)
    weekly = _hours(section)
    breaks = _breaks(section)
    regions = tuple(
        sorted({text for path, item in section.items("holidays") if (text := _region(section, path, item))})
    )
    closed = tuple(sorted({day for path, item in section.items("closed") if (day := section.day(path, item))}))
    spec = CalendarSpec(name, zone, weekly, breaks, regions, closed, _dated(section), _seasons(section))
    section.done()
    _check(section, spec)
    return spec


def read_zone(section: Section) -> str:
    """An IANA zone; UTC where none is written."""
    zone = section.text("zone", "UTC")
    if zone in _zones():
        return zone
    section.wrong("zone", f"no time zone “{zone}”{nearest(zone, _zones())}")
    return "UTC"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) | {"UTC"}


def _hours(section: Section) -> Week:
    if not section.has("hours"):
        section.missing("hours", '"always" or { weekdays = ["09:00-18:00"] }')
    if isinstance(section.table.get("hours"), str):
        return ALWAYS if section.choice("hours", ("always",), "always") else NO_WEEK
    return _week(section.section("hours"))


def read_days(section: Section, key: str) -> tuple[int, ...]:
    """Days of the week, Monday 0: `weekdays`, `weekend`, `daily`, or names; all of them where nothing is written."""
    if not section.has(key):
        section.asked.append(key)
        return tuple(range(7))
    found: set[int] = set()
    for path, item in section.items(key):
        if item in _SHORT:
            found |= set(_SHORT[str(item)])
        elif item in DAYS:
            found.add(DAYS.index(str(item)))
        else:
            section.sheet.unknown(path, "such day", str(item), [*_SHORT, *DAYS])
    return tuple(sorted(found))


def _breaks(section: Section) -> Week:
    """As hours; a plain list holds on every day."""
    if isinstance(section.table.get("breaks"), (str, list)):
        return (_day(section, section.items("breaks"), section.path),) * 7
    return _week(section.section("breaks"))


def _week(section: Section) -> Week:
    """A table of days; `weekdays`, `weekend` and `daily` stand for several, and the narrower word counts."""
    days: list[Day] = [()] * 7
    for word, places in _SHORT.items():
        spans = _day(section, section.items(word), (*section.path, word))
        if section.has(word):
            for place in places:
                days[place] = spans
    for place, name in enumerate(DAYS):
        spans = _day(section, section.items(name), (*section.path, name))
        if section.has(name):
            days[place] = spans
    section.done()
    return tuple(days)


def _day(section: Section, items: list[tuple[Path, object]], path: Path) -> Day:
    spans = sorted(span for place, item in items if (span := read_span(section, place, item)))
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            section.sheet.wrong(path, f"{clock(before)} and {clock(after)} overlap; join them or move one")
            return ()
    return tuple(spans)


def read_span(section: Section, path: Path, item: object) -> Span | None:
    """Minutes of the local day, `22:00-06:00` over midnight."""
    found = _SPAN.fullmatch(item.strip()) if isinstance(item, str) else None
    if not found:
        section.sheet.wrong(path, f"“{item}” is no span of hours: write 09:00-18:00, or 22:00-06:00 over midnight")
        return None
    start = int(found[1]) * 60 + int(found[2])
    end = DAY_MINUTES if found[3] is None else int(found[3]) * 60 + int(found[4])
    if start == end:
        section.sheet.wrong(path, f"“{item}” is empty; a whole day is 00:00-24:00")
        return None
    return start, end if end > start else end + DAY_MINUTES


def _region(section: Section, path: Path, item: object) -> str | None:
    text = item if isinstance(item, str) else ""
    found = region(text)
    if found is None:
        section.sheet.wrong(path, f"no public holidays are known for “{item}”{nearest(text, known_regions(text))}")
    return found


def _dated(section: Section) -> tuple[tuple[str, Day], ...]:
    days = section.section("dated")
    out: dict[str, Day] = {}
    for key in days.table:
        path = (*days.path, key)
        spans = _day(days, days.items(key), path)
        if day := days.day(path, key):
            out[day] = spans
    for key, spans in out.items():
        after = out.get((date.fromisoformat(key) + timedelta(days=1)).isoformat())
        if spans and after and spans[-1][1] - DAY_MINUTES > after[0][0]:
            days.wrong(
                key, f"{clock(spans[-1])} overlaps {clock(after[0])} of the day after; end it before that begins"
            )
    return tuple(sorted(out.items()))


def _seasons(section: Section) -> tuple[SeasonSpec, ...]:
    """`[[….seasons]]`: other hours between two days of every year."""
    out = []
    for path, item in section.items("seasons"):
        season = Section(section.sheet, path, item)
        first, last = day_of_year(season, "from"), day_of_year(season, "to")
        weekly = _hours(season)
        if any(weekly):  # one without hours is closed
            _check_week(season, weekly, "this season")
        season.done()
        if first and last:
            out.append(SeasonSpec(first, last, weekly))
    return tuple(out)


def day_of_year(section: Section, key: str) -> str:
    """Month and day, `12-15`; a day that every year has."""
    if not section.has(key):
        section.missing(key, '"12-15"')
    text = section.text(key)
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        if text:
            section.wrong(key, f"“{text}” is no day of every year: write month and day, such as 12-15")
        return ""
    return text


def _check(section: Section, spec: CalendarSpec) -> None:
    """A calendar that opens, and whose days do not run into each other."""
    if not section.has("hours") or any(p.key.startswith(_dots(section)) for p in section.sheet.problems):
        return  # what is missing has been said
    if not _check_week(section, spec.weekly, "this calendar"):
        return
    if spec.seasons and not _ever_opens(spec):
        section.wrong("seasons", "leave no open time in the whole year; let one of them end, or give it hours")
    if not any(without(spec.weekly, spec.breaks)):
        section.wrong("breaks", "leave no open time at all")
    for day in sorted({day for day, _ in spec.dated} & set(spec.closed)):
        section.wrong("closed", f"{day} is closed here and has hours under dated; keep one of them")


def _check_week(section: Section, weekly: Week, thing: str) -> bool:
    try:
        check_week(weekly, thing)
    except BadInput as trouble:
        section.wrong("hours", str(trouble))
        return False
    return True


def _ever_opens(spec: CalendarSpec) -> bool:
    """Whether its seasons leave any open hour of a year, whatever its holidays."""
    made = calendar_version(replace(spec, regions=(), closed=(), dated=()), 0, 0, (2022, 2023))
    year = (date(2023, 1, 1) + timedelta(days=day) for day in range(365))
    return any(made.dated.get(day.isoformat(), made.weekly[day.weekday()]) for day in year)


def _dots(section: Section) -> str:
    return ".".join(map(str, section.path)) + "."
