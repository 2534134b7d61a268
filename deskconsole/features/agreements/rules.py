"""The clocks of a ticket, from its events and the agreements that match it: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.events import ClockBreached, ThresholdReached
from deskconsole.features.agreements.views import AgreementRow, ClockRow, agreement_of
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.clocks import Clock, fold, is_breached, passed
from deskconsole.sla.facts import Fact
from deskconsole.sla.matching import applies

RUNNING, PAUSED, NO_FIGURE = 0, 1, 2
"""Standing of a ticket in a queue: breached and running by due instant, paused by end of hold, no figure last."""

FAR = 1 << 62
"""Sorts behind every instant."""


def in_force(rows: Sequence[AgreementRow], opened: Instant, learned: Instant) -> list[AgreementRow]:
    """The version of each agreement under which a ticket starts its clocks (rules 7, 11).

    `learned` is when we took it in: history that comes after a version was retired is not measured by it.
    """
    chosen: dict[str, AgreementRow] = {}
    for row in rows:  # by name and version: a later one that holds replaces an earlier
        begun = row.effective_at is None or row.effective_at <= opened
        if begun and (row.retired_at is None or learned < row.retired_at):
            chosen[row.name] = row
    return list(chosen.values())


def matching(
    rows: Sequence[AgreementRow], opened: Instant, learned: Instant, attributes: Mapping[str, str | None]
) -> list[Agreement]:
    """The agreements that time a ticket."""
    found = [agreement_of(row) for row in in_force(rows, opened, learned)]
    return [agreement for agreement in found if applies(agreement, attributes)]


def told(events: Sequence[Event]) -> list[Fact]:
    """Thresholds that were recorded, as facts of the clock engine."""
    return [
        Fact(e.at, "told", (e.agreement, e.metric, e.cycle, e.target_s, e.share))
        for e in events
        if isinstance(e, ThresholdReached)
    ]


class Timed(NamedTuple):
    """A clock with what it is measured by."""

    target: Target
    calendar: Calendar
    clock: Clock


def clocks(facts: Sequence[Fact], agreements: Sequence[Agreement], calendars: Mapping[int, Calendar]) -> list[Timed]:
    """All clocks of a ticket."""
    return [
        Timed(target, calendar, clock)
        for agreement in agreements
        for calendar in (calendars[agreement.calendar],)
        for target in agreement.targets
        for clock in fold(facts, agreement, target, calendar)
    ]


def row_of(ticket: int, timed: Timed) -> ClockRow:
    """A clock as it is stored."""
    clock = timed.clock
    return ClockRow(ticket, *clock[:18], _risk_at(timed), clock.next_share, clock.next_at)


def _risk_at(timed: Timed) -> Instant | None:
    clock = timed.clock
    if clock.state != "running" or not timed.target.thresholds:
        return None
    left = -(-clock.allowed * timed.target.thresholds[0] // 100) - clock.counted
    return timed.calendar.add(clock.since, left) if left > 0 else clock.since


def _broken(row: ClockRow) -> bool:
    return row.state == "paused" and row.breached_at is not None


def standing(rows: Sequence[ClockRow], held_until: Instant | None) -> tuple[int, int, ClockRow | None]:
    """Where a ticket stands in a queue: its standing, the instant to sort by, and the clock that breaches next."""
    # A broken promise stands first also while its clock is paused.
    pressing = [row for row in rows if row.due is not None and (row.state == "running" or _broken(row))]
    if pressing:
        first = min(pressing, key=lambda row: (row.due, row.metric))
        return RUNNING, first.due or 0, first
    paused = [row for row in rows if row.state == "paused"]
    if paused:
        least = min(paused, key=lambda row: row.allowed - row.counted)
        return PAUSED, held_until or FAR, least
    odd = next((row for row in rows if row.state == "unmeasurable"), None)
    return NO_FIGURE, FAR, odd


def next_wake(rows: Sequence[ClockRow], rings_from: Instant | None) -> Instant | None:
    """When the next threshold of any clock is to be noticed.

    A breach is one from the first instant at which more than the target has counted (rule 2), which after closing
    time is the next opening. What imported history passed long ago wakes nobody (rule 30).
    """
    due: list[Instant] = []
    for row in rows:
        if row.next_at is None or (rings_from is not None and row.next_at <= rings_from):
            continue
        due.append(Instant(row.late + 1) if row.next_share == 100 and row.late is not None else row.next_at)
    return min(due, default=None)


def first_wake(clocks: Sequence[Timed], rings_from: Instant | None) -> Instant | None:
    """The same from the clocks themselves, which also know what was reached in an earlier spell and never told."""
    due: list[Instant] = []
    for _, calendar, clock in clocks:
        due += [at for share, at in clock.reached if _rings(at, rings_from) and _tellable(share, clock)]
        for share in clock.pending if clock.state == "running" else ():
            at = calendar.add(clock.since, -(-clock.allowed * share // 100) - clock.counted)
            if _rings(at, rings_from):
                due.append(Instant(clock.late + 1) if share >= 100 and clock.late is not None else at)
                break
    return min(due, default=None)


def _rings(at: Instant, rings_from: Instant | None) -> bool:
    return rings_from is None or at > rings_from


def _tellable(share: int, clock: Clock) -> bool:
    """A target that was used to the last second and no further is met: there is no breach to tell of."""
    return share < 100 or clock.breached_at is not None


def noticed(ticket: int, clocks: Sequence[Timed], rings_from: Instant | None, now: Instant) -> list[ThresholdReached]:
    """The shares that clocks have passed by now and nobody has been told of, at their instants, in order (rule 29)."""
    events: list[ThresholdReached] = []
    for _, calendar, clock in clocks:
        for share, at in passed(clock, calendar, now):
            if (rings_from is not None and at <= rings_from) or (share >= 100 and not is_breached(clock, now)):
                continue
            kind = ClockBreached if share >= 100 else ThresholdReached
            events.append(kind(at, ticket, clock.agreement, clock.metric, clock.cycle, clock.target_s, share))
    return sorted(events, key=lambda event: event.at)


Promise = Callable[[ClockRow], tuple[Target, Calendar]]
"""What a clock's row is measured by."""


def due(
    ticket: int, rows: Sequence[ClockRow], promise: Promise, rings_from: Instant | None, now: Instant
) -> list[ThresholdReached] | None:
    """The next share of each clock, where it is reached, from the rows alone; None where only the events can tell."""
    events: list[ThresholdReached] = []
    for row in rows:
        if _may_be_untold(row, promise):
            return None
        if row.next_at is not None and row.next_share is not None and row.next_at <= now:
            if rings_from is not None and row.next_at <= rings_from:
                return None
            if row.next_share < 100 or is_breached(row.clock, now):
                kind = ClockBreached if row.next_share >= 100 else ThresholdReached
                told = (row.agreement, row.metric, row.cycle, row.target_s, row.next_share)
                events.append(kind(row.next_at, ticket, *told))
    return sorted(events, key=lambda event: event.at) or None


def _may_be_untold(row: ClockRow, promise: Promise) -> bool:
    """Whether a clock that stands may have passed a share that nobody was told of."""
    thresholds = promise(row)[0].thresholds
    return row.state != "running" and bool(thresholds) and 100 * row.counted >= row.allowed * thresholds[0]


def once_told(rows: Sequence[ClockRow], news: Sequence[ThresholdReached], promise: Promise) -> list[ClockRow] | None:
    """The clocks whose thresholds have been recorded, as the fold has them; None where only the events can tell.

    A threshold moves nothing but the share that comes next. Its instant, though, is one more up to which the fold
    has seen what happened: a breach before it, or a hold that ended by its limit, would show.
    """
    before = {row[1:4]: row for row in rows}
    after: dict[tuple[object, ...], ClockRow] = {}
    latest = max(event.at for event in news)
    for row in rows:
        breaks = row.late is not None and row.late < latest and row.breached_at is None
        if breaks or (row.resumes is not None and row.resumes <= latest) or _may_be_untold(row, promise):
            return None
    for event in news:
        key = (event.agreement, event.metric, event.cycle)
        row = after.get(key) or before.get(key)  # type: ignore[assignment, arg-type]
        if row is None or (row.state, row.target_s, row.next_share) != ("running", event.target_s, event.share):
            return None
        target, calendar = promise(row)
        share = next((share for share in target.thresholds if share > event.share), None)
        if share is None:
            after[key] = row._replace(next_share=None, next_at=None)
            continue
        need = -(-row.allowed * share // 100) - row.counted
        if need <= 0:
            return None  # reached in an earlier spell
        next_at = row.due if share == 100 else calendar.add(row.since, need)
        after[key] = row._replace(next_share=share, next_at=next_at)
    return list(after.values())
