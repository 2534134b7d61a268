"""Targets that are an hour of a working day, not a length of time (rule 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.sla.cuts import BusinessTime

_WRITTEN = re.compile(
    r"(?:(?P<next>next)|(?P<same>same)|(?P<days>\d{1,3})) (?:business|working) days?,? "
    r"(?:(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)|(?P<end>end of day))"
)
_FARTHEST = 366
"""Days within which a calendar that opens at all must open again."""


@dataclass(frozen=True, order=True)
class Deadline:
    """An hour of the `days`-th working day after the local day on which a clock starts.

    `days` 0: the same day if it is a working day and the hour is still to come, else the next one. `minute` is the
    local minute of that day; None: when its business hours end.
    """

    days: int
    minute: int | None = None

    @classmethod
    def read(cls, text: str) -> Deadline:
        """`next business day 17:00`, `2 working days, end of day`, `same business day 17:00`."""
        found = _WRITTEN.fullmatch(" ".join(text.lower().split()))
        if found is None:
            raise BadInput(f"“{text}” is no deadline; write “next business day 17:00” or “2 working days, end of day”")
        days = 1 if found["next"] else 0 if found["same"] else int(found["days"])
        minute = None if found["end"] else int(found["hour"]) * 60 + int(found["minute"])
        if minute is not None and minute > 1440:
            raise BadInput(f"“{text}”: a day ends at 24:00")
        return cls(days, minute)

    def __str__(self) -> str:
        hour = "end of day" if self.minute is None else f"{self.minute // 60:02}:{self.minute % 60:02}"
        days = {0: "same business day", 1: "next business day"}.get(self.days, f"{self.days} business days")
        return f"{days} {hour}" if self.minute is not None else f"{days}, {hour}"

    def after(self, start: Instant, calendar: BusinessTime) -> Instant:
        """The instant it names for a clock that starts at `start`; always later than that."""
        day = calendar.local_date(start)
        left = self.days
        if left == 0:
            if _works(calendar, day) and (at := self._on(day, calendar)) > start:
                return at
            left = 1
        while True:
            day = _next_working_day(calendar, day)
            left -= 1
            if left <= 0 and (at := self._on(day, calendar)) > start:
                return at

    def _on(self, day: date, calendar: BusinessTime) -> Instant:
        if self.minute is not None:
            return calendar.local_instant(day, self.minute)
        last = day
        at, end = calendar.local_instant(day, 0), calendar.local_instant(day, 1440)
        while calendar.local_date(opened := calendar.opens(at)) == last and opened < end:
            closed = calendar.closes(opened)
            if closed is None or closed >= end:
                return end
            at = closed
        return at

    def allowed(self, start: Instant, calendar: BusinessTime) -> int:
        """The business µs that a clock has from its start to the deadline; at least one."""
        return max(calendar.elapsed(start, self.after(start, calendar)), 1)


def _works(calendar: BusinessTime, day: date) -> bool:
    """Whether business time runs on a local day."""
    begin = calendar.local_instant(day, 0)
    return calendar.opens(begin) < calendar.local_instant(day, 1440)


def _next_working_day(calendar: BusinessTime, day: date) -> date:
    for _ in range(_FARTHEST):
        day += timedelta(days=1)
        if _works(calendar, day):
            return day
    raise BadInput(f"calendar “{calendar.version.name}” has no working day within a year of {day.isoformat()}")
