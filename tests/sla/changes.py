"""Calendars near changes of a zone's offset, made by chance: where arithmetic goes wrong if it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, MINUTE, Instant, from_iso
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.hours import Spans
from tests.sla.membership import Cells, ambiguous
from tests.sla.reference import Minutes
from tests.sla.worlds import version

CHANGES = (
    ("Europe/Berlin", "2024-03-31"), ("Europe/Berlin", "2024-10-27"),
    ("America/New_York", "2024-11-03"), ("America/Los_Angeles", "2025-03-09"),
    ("America/St_Johns", "2010-11-07"),  # one minute past midnight
    ("America/Sao_Paulo", "2017-10-15"), ("America/Sao_Paulo", "2018-02-18"),  # at midnight
    ("Australia/Lord_Howe", "2024-04-07"), ("Australia/Lord_Howe", "2024-10-06"),  # half an hour
    ("Pacific/Apia", "2011-12-30"),  # a day that never was
    ("Asia/Tehran", "2021-03-22"), ("Asia/Tehran", "2021-09-22"),
    ("Pacific/Chatham", "2024-04-07"), ("Pacific/Chatham", "2024-09-29"),  # 45 minutes off the hour
    ("Antarctica/Troll", "2024-03-31"), ("Antarctica/Troll", "2024-10-27"),  # two hours
    ("Africa/Casablanca", "2024-03-10"), ("Africa/El_Aaiun", "2024-04-14"),  # negative daylight saving
    ("Europe/Dublin", "2024-03-31"), ("Europe/Dublin", "2024-10-27"),  # the same, in winter
    ("Europe/London", "1971-10-31"), ("Africa/Cairo", "2024-04-26"),
    ("Asia/Pyongyang", "2018-05-05"), ("America/Caracas", "2016-05-01"),  # offsets that changed for good
    ("Asia/Kolkata", "2024-03-31"),
)  # fmt: skip
SPAN = 8
"""Days looked at, the change in their middle."""


class World(NamedTuple):
    """A calendar with a reference that answers the same questions within its days."""

    version: CalendarVersion
    calendar: Calendar
    cells: Cells | None
    """None where an end point is ambiguous; `minutes` knows those."""
    minutes: Minutes | None
    first: Instant

    def instant(self, chance: Random, within: int = SPAN) -> Instant:
        """Some instant of these days; to the µs where the reference is, else on the minute."""
        micros = chance.randrange(within * DAY)
        return Instant(self.first + (micros if self.cells else micros // MINUTE * MINUTE))


def worlds(seed: int, each: int) -> Iterator[World]:
    """So many calendars for every change."""
    for zone, day in CHANGES:
        chance = Random(f"{seed} {zone} {day}")
        first = Instant(from_iso(day) - SPAN // 2 * DAY)
        for _ in range(each):
            made = _version(chance, zone, date.fromisoformat(day))
            calendar = compile_calendar(made)
            if ambiguous(made, first, SPAN):
                yield World(made, calendar, None, Minutes(made, first, SPAN), first)
            else:
                yield World(made, calendar, Cells(made, first, SPAN), None, first)


def _version(chance: Random, zone: str, change: date) -> CalendarVersion:
    near = [(change + timedelta(days=n)).isoformat() for n in range(-SPAN // 2, SPAN // 2)]
    usual = _spans(chance)
    try:
        return version(
            tuple(usual if chance.random() < 0.5 else _spans(chance) for _ in range(7)),
            zone,
            frozenset(chance.sample(near, chance.choice([0, 0, 1, 2]))),
            {day: _spans(chance) for day in chance.sample(near, chance.choice([0, 1, 2]))},
            {day: _spans(chance) for day in chance.sample(near, chance.choice([0, 1, 2]))},
        )
    except BadInput:  # a night reaches into the hours of the day after, or nothing is open
        return _version(chance, zone, change)


def _spans(chance: Random) -> Spans:
    """Up to three spans, some of them in the hours in which clocks change, some over midnight; or the whole day."""
    if chance.random() < 0.1:
        return ((0, 1440),)
    points = [5 * chance.randrange(chance.choice([48, 288])) for _ in range(chance.randrange(6))]
    points = sorted({*points, *([5 * chance.randrange(288, 324)] if chance.random() < 0.3 else ())})
    spans = zip(points[:-1:2], points[1::2], strict=True)
    return tuple(span for span in spans if span[0] < 1440)
