"""What a clock comes to under each of the three figures (rule 32): one narrow place.

`judge` is where the three meet. Everything behind it takes three verdicts and does not ask how they were reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import ClockRow, FigureRow, time_of
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.clocks import Clock, State
from deskconsole.sla.cuts import BusinessTime

Basis = Literal["raw", "contractual", "internal"]
BASES: tuple[Basis, ...] = ("raw", "contractual", "internal")


class Verdict(NamedTuple):
    """A clock as one figure reads it, over its whole life."""

    state: State
    target_s: int
    counted: int
    """Business µs."""
    due: Instant | None
    stopped: Instant | None
    """When it ended, with or without a result; None while it is live."""
    broke: Instant | None
    """Beyond this instant more than is allowed had counted, if that was by now (rule 2)."""
    reason: str | None


class Judged(NamedTuple):
    """A clock under all three."""

    ticket: int
    number: str
    agreement: int
    metric: str
    cycle: int
    raw: Verdict
    contractual: Verdict
    internal: Verdict


def judge(number: str, row: ClockRow, calendar: Calendar, now: Instant, figures: Sequence[FigureRow] = ()) -> Judged:
    """A stored clock under all three figures, by what is known and has passed by `now`.

    `figures` are the folds that are stored beside it where spans are cut out of it; without them all three read the
    one that is stored.
    """
    read = verdict(row, time_of(row.cuts, calendar), now)
    own = {each.figure: verdict(each, time_of(each.cuts, calendar), now) for each in figures if each[:4] == row[:4]}
    raw, contractual, internal = (own.get(basis, read) for basis in BASES)
    return Judged(row.ticket, number, row.agreement, row.metric, row.cycle, raw, contractual, internal)


def verdict(clock: Clock | ClockRow | FigureRow, calendar: BusinessTime, now: Instant) -> Verdict:
    """What a fold says; `calendar` is the business time that it counted."""
    broke = None if clock.state == "unmeasurable" else _broke(clock, calendar, now)
    return Verdict(clock.state, clock.target_s, clock.counted, clock.due, clock.stopped, broke, clock.reason)


def _broke(clock: Clock | ClockRow | FigureRow, calendar: BusinessTime, now: Instant) -> Instant | None:
    """When it broke. A target that is used up at closing time is broken by the next opening, not before (rule 2)."""
    if clock.breached_at is None:
        return clock.late if clock.late is not None and clock.late < now else None
    if clock.due is not None and calendar.elapsed(clock.due, clock.breached_at) > 0:
        return clock.breached_at  # a raise found it late: at once
    return calendar.opens(clock.breached_at)
