"""A third engine that shares nothing with the real one: every minute is open or not by what the wall clock shows.

No end point is converted and no edge is sorted: a minute is open if its wall clock lies in a span of its date (or in
one of the evening before that reaches into it) and in no break or holiday. Where an end point falls into an hour that
the clock shows twice, rule 1 takes the first of the two, membership both: `ambiguous` says so, and
`reference.Minutes`, which looks for end points, is asked instead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.hours import Spans


class Cells:
    """Some days of a calendar from a UTC midnight on, minute by minute; exact to the µs within a minute."""

    def __init__(self, version: CalendarVersion, first: Instant, days: int) -> None:
        self.first, self.end = first, Instant(first + days * 1440 * MINUTE)
        shown = _shown(version.zone, first, days)
        known = {day: open_minutes(version, day) for day in {day for day, _ in shown}}
        self.open = bytearray(known[day][minute] for day, minute in shown)
        self.sums = [0, *accumulate(self.open)]
        self.dates = [day for day, _ in shown]

    def is_open(self, at: Instant) -> bool:
        return bool(self.open[(at - self.first) // MINUTE])

    def until(self, at: Instant) -> int:
        """Open µs from the first instant on."""
        cell, rest = divmod(at - self.first, MINUTE)
        return self.sums[cell] * MINUTE + (rest if rest and self.open[cell] else 0)

    def elapsed(self, a: Instant, b: Instant) -> int:
        return max(self.until(b) - self.until(a), 0)

    def add(self, at: Instant, micros: int) -> Instant | None:
        """In the first cell by whose end so much was open; None where these days do not show it."""
        if micros <= 0:
            return at
        wanted = self.until(at) + micros
        cell = bisect_left(self.sums, -(-wanted // MINUTE))
        if cell == len(self.sums):
            return None
        return Instant(self.first + cell * MINUTE - (self.sums[cell] * MINUTE - wanted))

    def working(self) -> list[date]:
        """The dates with an open minute, in order."""
        return sorted({day for day, is_open in zip(self.dates, self.open, strict=True) if is_open})


@lru_cache(maxsize=64)
def _shown(zone: str, first: Instant, days: int) -> list[tuple[date, int]]:
    """Date and minute that the wall clock shows, for every minute of UTC."""
    begin, info = first // SECOND, ZoneInfo(zone)
    walls = (datetime.fromtimestamp(begin + 60 * n, info) for n in range(days * 1440))
    return [(wall.date(), wall.hour * 60 + wall.minute) for wall in walls]


def open_minutes(version: CalendarVersion, day: date) -> bytearray:
    """Which minutes of a date are open, by what its wall clock shows (rule 1: holiday > break > dated > weekly)."""
    minutes = bytearray(1440)
    before = day - timedelta(days=1)
    for begin, end in _seen(spans_of(version, day), spans_of(version, before)):
        minutes[begin:end] = b"\1" * (end - begin)
    for begin, end in _seen(*(version.breaks.get(each.isoformat(), ()) for each in (day, before))):
        minutes[begin:end] = bytes(end - begin)
    return bytearray(1440) if day.isoformat() in version.holidays else minutes


def spans_of(version: CalendarVersion, day: date) -> Spans:
    return version.dated.get(day.isoformat(), version.weekly[day.weekday()])


def _seen(today: Spans, evening_before: Spans) -> Iterable[tuple[int, int]]:
    """What a date sees of its own spans and of those that reach into it."""
    yield from ((begin, min(end, 1440)) for begin, end in today)
    yield from ((0, end - 1440) for _, end in evening_before if end > 1440)


def ambiguous(version: CalendarVersion, first: Instant, days: int) -> bool:
    """Whether an end point of these days is a time that the wall clock shows twice."""
    info, day = ZoneInfo(version.zone), datetime.fromtimestamp(first // SECOND, ZoneInfo(version.zone)).date()
    for _ in range(days + 2):
        spans = (*spans_of(version, day), *version.breaks.get(day.isoformat(), ()))
        spans += ((0, 1440),) if day.isoformat() in version.holidays else ()
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
        for wall in (midnight + timedelta(minutes=minute) for span in spans for minute in span):
            early, late = (wall.replace(tzinfo=info, fold=fold).utcoffset() for fold in (0, 1))
            if early is not None and late is not None and early > late:
                return True
        day += timedelta(days=1)
    return False
