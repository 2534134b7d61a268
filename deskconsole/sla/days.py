"""What counted, day by day: the open spans of each local date, and why a date has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.sla.calendars import Calendar


class Day(NamedTuple):
    """A local date, or the part of it that was asked about."""

    day: date
    spans: tuple[tuple[Instant, Instant], ...]
    counted: int
    """Open µs."""
    why: str
    """Why the date is as it is, where that is not its weekday: `holiday`, `dated hours`, `break`."""


def days(calendar: Calendar, a: Instant, b: Instant) -> Iterator[Day]:
    """Every local date from `a` to `b`, in order; dates that the zone left out have no line."""
    day, at = calendar.local_date(a), a
    while at < b:
        after = day + timedelta(days=1)
        end = min(calendar.local_instant(after), b)
        if end > at:
            spans = tuple(calendar.spans(at, end))
            yield Day(day, spans, sum(until - begin for begin, until in spans), _why(calendar, day.isoformat()))
        day, at = after, max(at, end)


def _why(calendar: Calendar, day: str) -> str:
    """What rules the date, the strongest first (rule 1)."""
    version = calendar.version
    for word, known in (("holiday", version.holidays), ("break", version.breaks), ("dated hours", version.dated)):
        if day in known:
            return word
    return ""
