"""A second, slow and simple engine: it steps through minutes and asks the wall clock. Tests hold the real one to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from deskconsole.core.instants import MINUTE, Instant
from deskconsole.sla.agreements import Target
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.facts import Fact

NEVER = 1 << 62


class Minutes:
    """Open minutes of a calendar version from one UTC instant on; whole minutes only."""

    def __init__(self, version: CalendarVersion, first: Instant, days: int) -> None:
        self.first = first
        walls = _walls(version.zone, first, days + 3)
        count = len(walls)
        spans: list[tuple[datetime, datetime]] = []
        shut: list[tuple[datetime, datetime]] = []
        day = walls[0].date() - timedelta(days=1)
        while day <= walls[-1].date() + timedelta(days=1):
            midnight = datetime.combine(day, datetime.min.time())
            iso = day.isoformat()
            for opens, closes in version.dated.get(iso, version.weekly[day.weekday()]):
                spans.append((midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)))
            for opens, closes in version.breaks.get(iso, ()):
                shut.append((midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)))
            if iso in version.holidays:
                shut.append((midnight, midnight + timedelta(days=1)))
            day += timedelta(days=1)
        self.open = [False] * count
        for hours, value in ((spans, True), (shut, False)):
            for begin, end in hours:
                # An end point is the first minute at which the wall clock shows it or has passed it (rule 1).
                for n in range(_first(walls, begin), _first(walls, end)):
                    self.open[n] = value
        self.open = self.open[3 * 1440 :]

    def is_open(self, at: Instant) -> bool:
        return self.open[(at - self.first) // MINUTE]

    def elapsed(self, a: Instant, b: Instant) -> int:
        return MINUTE * sum(self.open[(a - self.first) // MINUTE : (b - self.first) // MINUTE])

    def add(self, at: Instant, micros: int) -> Instant:
        while micros > 0:
            micros -= MINUTE * self.is_open(at)
            at = Instant(at + MINUTE)
        return at


@lru_cache
def _walls(zone: str, first: Instant, days: int) -> list[datetime]:
    """What the wall clock shows in every minute, from three days before `first`."""
    begin, info = datetime.fromtimestamp(first // 1_000_000, UTC) - timedelta(days=3), ZoneInfo(zone)
    minutes = (begin + timedelta(minutes=n) for n in range(days * 1440))
    return [minute.astimezone(info).replace(tzinfo=None, fold=0) for minute in minutes]


def _first(walls: list[datetime], wanted: datetime) -> int:
    """The first minute whose wall clock is at or past `wanted`; the wall clock may jump either way."""
    # Look from four hours before the place where it would be without jumps; these walls move by an hour.
    guess = int((wanted - walls[0]) / timedelta(minutes=1)) - 4 * 60
    for n in range(max(guess, 0), len(walls)):
        if walls[n] >= wanted:
            return n
    return len(walls)


def resolution(
    facts: Sequence[Fact], target: Target, minutes: Minutes, until: Instant
) -> tuple[int, int | None, Instant | None, str]:
    """A resolution clock stepped minute by minute to `until`: counted µs, allowed µs, breach, state.

    For facts on whole minutes that begin with the opening and the priority, without reopening.
    """
    allowed = NEVER
    value: Any
    breach: Instant | None = None
    holds: dict[str, Instant | None] = {}
    state, seconds, left = "running", NEVER, list(facts)
    at, counted = facts[0].at, 0
    while True:
        while left and left[0].at == at:
            _, what, value, _ = left.pop(0)
            if what == "priority" and state == "running" and breach is None:
                seconds, allowed = _aim(target, value, seconds, allowed, counted)
                if counted > allowed:
                    breach = at
            elif what == "held" and value[0] in target.pauses:
                holds[value[0]] = value[1]
            elif what == "resumed":
                holds.pop(value, None)
            elif what == "resolved":
                state = "stopped"
        if state == "stopped" or at >= until:
            return counted, allowed, breach, state
        holds = {reason: limit for reason, limit in holds.items() if limit is None or limit > at}
        if not holds and minutes.is_open(at):
            counted += MINUTE
            if counted > allowed and breach is None:
                breach = at
        at = Instant(at + MINUTE)


def _aim(target: Target, value: tuple[int, str], seconds: int, allowed: int, counted: int) -> tuple[int, int]:
    """Target in force and what is allowed after a change of priority (rule 8)."""
    priority, why = value
    amount = target.seconds[priority]
    assert isinstance(amount, int)
    new = amount * 1_000_000
    if why == "correction" or allowed == NEVER:
        return new, new
    return new, min(allowed, counted + new) if new < seconds else max(allowed, new)
