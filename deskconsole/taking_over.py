"""Open tickets that go over to another agreement version: many at once, from their rows (rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.derive import CLOCK, Calendars, promised, standing_of, uncut
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.going_over import gone_over, take_overs
from deskconsole.features.agreements.views import AGREEMENTS, ClockRow
from deskconsole.store.merge import Derived
from deskconsole.store.transaction import Tx


class Moved(NamedTuple):
    """What follows for a ticket, and which of its clocks' rows that replaces."""

    was: list[ClockRow]
    now: Derived


class _Ticket(NamedTuple):
    """What of a ticket bears on its clocks, beside its events."""

    id: int
    opened_at: Instant | None
    touched_at: Instant | None
    service: int | None
    customer: int | None
    held_until: Instant | None
    rings_from: Instant | None
    wake: Instant | None


_SOME = "t.id > :after and t.id <= :last and t.closed_at is null"
_TICKETS = (
    "select t.id, t.opened_at, t.touched_at, t.service, t.customer, t.held_until, t.rings_from, w.fire_at from ticket t"
    f" left join timer w on w.kind = '{CLOCK}' and w.subject = t.id where {_SOME} order by t.id"
)
_CLOCKS = (
    f"select {', '.join(f'c.{name}' for name in ClockRow._fields)} from ticket t join clock c on c.ticket = t.id"
    f" where {_SOME} order by t.id"
)


def from_rows(desk: Tx, agreements: Sequence[int], after: int, last: int) -> dict[int, Moved]:
    """What the take-over by these versions makes of the open tickets in (after, last].

    Those are missing of which only the events can tell: they are to be folded.
    """
    some = {"after": after, "last": last}
    clocks = groupby((ClockRow(*row) for row in desk.driver.select(_CLOCKS, some)), key=lambda row: row.ticket)
    rows = {ticket: list(those) for ticket, those in clocks}
    taking_over = _TakingOver(desk, agreements)
    found: dict[int, Moved] = {}
    for ticket in (_Ticket(*row) for row in desk.driver.select(_TICKETS, some)):
        if taking_over.plain(ticket) and (moved := taking_over.moved(ticket, rows.get(ticket.id, []))):
            found[ticket.id] = moved
    return found


class _TakingOver:
    """What some agreement versions do to the clocks of those before them."""

    def __init__(self, desk: Tx, agreements: Sequence[int]) -> None:
        self.desk, self.promise = desk, promised(desk)
        versions = desk.versions(AGREEMENTS)
        asked = [row for row in versions if row.id in agreements]
        self.by = take_overs([row for row in asked if row.took_over_at is not None], versions, Calendars(desk))
        self.names = {row.id: row.name for row in versions}
        # A version for new tickets measures those that were opened since; which of them, the fold can tell.
        self.before = min((row.effective_at or Instant(0) for row in asked if row.took_over_at is None), default=None)

    def plain(self, ticket: _Ticket) -> bool:
        """Whether nothing has happened to it since, it was there before, and nobody is still to be told of a share."""
        return (
            ticket.opened_at is not None
            and ticket.touched_at is not None
            and (self.before is None or ticket.opened_at < self.before)
            and all(ticket.touched_at <= each.at and ticket.id <= each.after_ticket for each in self.by)
            and (ticket.wake is None or ticket.wake > self.desk.now)
        )

    def moved(self, ticket: _Ticket, rows: Sequence[ClockRow]) -> Moved | None:
        """What follows for a plain ticket, where its rows tell it."""
        after: list[ClockRow] = []
        for row in rows:
            to = gone_over(row, self.by)
            if to is None or (to is not row and not self._uncut(ticket, to)):
                return None
            after.append(to)
        changed = [(row, to) for row, to in zip(rows, after, strict=True) if to is not row]
        if not changed:
            return Moved([], Derived())
        if ticket.rings_from is not None and any(self._may_ring_later(row, ticket.rings_from) for row in after):
            return None
        return Moved(
            [row for row, _ in changed],
            Derived(
                row=standing_of(after, ticket.held_until),
                rows={"clock": [to for _, to in changed]},
                wakes={CLOCK: rules.next_wake(after, ticket.rings_from)},
            ),
        )

    def _uncut(self, ticket: _Ticket, row: ClockRow) -> bool:
        return uncut(self.desk, row, self.names[row.agreement], ticket.service, ticket.customer)

    def _may_ring_later(self, row: ClockRow, rings_from: Instant) -> bool:
        """Whether a clock whose next share is long past, which wakes nobody, may have others ahead (rule 30)."""
        if row.next_at is None or row.next_at > rings_from:
            return False
        return row.late is None or row.late > rings_from or self.promise(row)[0].thresholds[-1] > 100
