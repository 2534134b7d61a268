"""Months of a customer: from the first instant of its first local day to that of the next month's (rule 33)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, Instant, from_datetime, to_datetime

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Span(NamedTuple):
    """A month in a zone: from `begin` on, before `end`."""

    begin: Instant
    end: Instant
    zone: str

    def holds(self, at: Instant | None) -> bool:
        return at is not None and self.begin <= at < self.end


class Month(NamedTuple):
    """A month of the civil calendar."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month:
        """`2026-03`. Raises BadInput where it is none."""
        found = _WRITTEN.fullmatch(text.strip())
        if not found or not (1 <= int(found[2]) <= 12 and 1970 <= int(found[1]) < 2200):
            raise BadInput(f"“{text}” is no month: write 2026-03")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def name(self) -> str:
        return f"{_NAMES[self.month - 1]} {self.year}"

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def span(self, zone: str) -> Span:
        """Where it begins and ends there."""
        place = ZoneInfo(zone)
        return Span(_first_instant(self, place), _first_instant(self.next, place), zone)


def month_of(at: Instant, zone: str) -> Month:
    """The month that an instant lies in, there."""
    local = to_datetime(at, ZoneInfo(zone))
    return Month(local.year, local.month)


def _first_instant(month: Month, zone: ZoneInfo) -> Instant:
    """The first instant at which the local clock shows the first day or later (rule 1).

    A midnight that the clocks skip is the first instant after the gap, one that they show twice the first of the two.
    """
    midnight = datetime(month.year, month.month, 1)  # noqa: DTZ001 - a wall clock, its zone is next
    late, early = (from_datetime(midnight.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    if late <= early:
        return late
    while late - early > SECOND:  # in a gap: its end is the first second that shows midnight or more
        middle = Instant((early + late) // 2 // SECOND * SECOND)
        if to_datetime(middle, zone).replace(tzinfo=None) >= midnight:
            late = middle
        else:
            early = middle
    return late
