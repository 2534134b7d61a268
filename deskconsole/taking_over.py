"""Open tickets that go over to another agreement version: many at once, from their rows (rule 11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.derive import CLOCK, UNCLAIMED, Uncut, promised, standing_of
from deskconsole.escalating import ESCALATION
from deskconsole.escalating import from_rows as escalated_from_rows
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.going_over import Courses, Plain, gone_over, plain_under, stays, take_overs
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, ClockRow
from deskconsole.features.escalation.looking import policies
from deskconsole.features.tickets import tagged
from deskconsole.store.driver import Row
from deskconsole.store.merge import Derived
from deskconsole.store.transaction import Tx

GONE_OVER = ("agreement", "target_s", "allowed", "due", "late", "risk_at", "next_share", "next_at")
"""The columns of a clock's row that are others once it has gone over."""
_VALUES = itemgetter(*map(ClockRow._fields.index, GONE_OVER))


class Moved(NamedTuple):
    """What becomes of a ticket: of each clock that moves the values of `GONE_OVER` and its key until now; the rest."""

    clocks: list[Row]
    then: Derived
    tags: Sequence[Row] = ()
    """Of each of its tags the values of `tagged.MOVES`, and the key."""


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
    watched: int
    """Whether it goes to another team at a share of a clock, or is escalated, which only the fold can tell."""


_SOME = "t.id > :after and t.id <= :last and t.closed_at is null"
_TICKETS = (
    "select t.id, t.opened_at, t.touched_at, t.service, t.customer, t.held_until, t.rings_from, w.fire_at,"
    f" case when exists (select 1 from timer u where u.kind = '{UNCLAIMED}' and u.subject = t.id)"
    " or exists (select 1 from escalation_run r where r.ticket = t.id) then 1 else 0 end"
    " from ticket t"
    f" left join timer w on w.kind = '{CLOCK}' and w.subject = t.id where {_SOME} order by t.id"
)
_CLOCKS = "select {columns} from clock c where c.ticket > :after and c.ticket <= :last and ({plain}) is {so} order by 1"
"""Read without their tickets, which are read anyway: those of closed ones are not looked at."""


_TAGS = f"select ticket, tag from {tagged.TABLE} where ticket > :after and ticket <= :last"


def _stand(row: Mapping[str, object], ticket: int, tags: Sequence[str]) -> list[Row]:
    """A ticket's tags where it stands now; where it stays there is nothing to write."""
    return [(*(row[name] for name in tagged.MOVES), ticket, tag) for tag in tags] if row else []


def from_rows(desk: Tx, agreements: Sequence[int], after: int, last: int) -> dict[int, Moved]:
    """What the take-over by these versions makes of the open tickets in (after, last].

    Those are missing of which only the events can tell: they are to be folded.
    """
    taking_over = _TakingOver(desk, agreements)
    if not taking_over.by:
        return {}
    some = {"after": after, "last": last, "at": max(each.at for each in taking_over.by)}
    plain, others = defaultdict[int, list[Plain]](list), defaultdict[int, list[ClockRow]](list)
    under = plain_under(taking_over.by)
    for row in desk.driver.select(_CLOCKS.format(columns=", ".join(Plain._fields), plain=under, so="true"), some):
        plain[row[0]].append(Plain(*row))
    rest = _CLOCKS.format(columns=", ".join(ClockRow._fields), plain=under, so="not true")
    for row in desk.driver.select(rest, some):
        others[row[0]].append(ClockRow(*row))
    tags = defaultdict[int, list[str]](list)
    for number, tag in desk.driver.select(_TAGS, {"after": after, "last": last}):
        tags[number].append(tag)
    found: dict[int, Moved] = {}
    for ticket in (_Ticket(*row) for row in desk.driver.select(_TICKETS, some)):
        if taking_over.undisturbed(ticket):
            moved = taking_over.moved(ticket, plain.get(ticket.id, ()), others.get(ticket.id, ()))
            if moved is not None:
                found[ticket.id] = moved._replace(tags=_stand(moved.then.row, ticket.id, tags.get(ticket.id, ())))
    return found


class _TakingOver:
    """What some agreement versions do to the clocks of those before them."""

    def __init__(self, desk: Tx, agreements: Sequence[int]) -> None:
        self.desk, self.promise, self.uncut = desk, promised(desk), Uncut(desk)
        versions = tuple(desk.versions(AGREEMENTS))
        asked = [row for row in versions if row.id in agreements]
        taking = tuple(row for row in asked if row.took_over_at is not None)
        calendars = tuple(desk.version(CALENDAR, number) for number in sorted({row.calendar for row in taking}))
        self.by = take_overs(taking, versions, calendars)
        self.courses = Courses(self.by)
        self.escalates = bool(desk.once(policies).by_agreement)
        self.names = {row.id: row.name for row in versions}
        # A version for new tickets measures those that were opened since; which of them, the fold can tell.
        self.before = min((row.effective_at or Instant(0) for row in asked if row.took_over_at is None), default=None)
        self.first = min((each.at for each in self.by), default=Instant(0))
        self.after_ticket = min((each.after_ticket for each in self.by), default=0)

    def undisturbed(self, ticket: _Ticket) -> bool:
        """Whether nothing has happened to it since, it was there before, and nobody is still to be told of a share."""
        return (
            ticket.opened_at is not None
            and ticket.touched_at is not None
            and (self.before is None or ticket.opened_at < self.before)
            and ticket.touched_at <= self.first
            and ticket.id <= self.after_ticket
            and not ticket.watched
            and (ticket.wake is None or ticket.wake > self.desk.now)
        )

    def moved(self, ticket: _Ticket, plain: Sequence[Plain], others: Sequence[ClockRow]) -> Moved | None:
        """What follows for a ticket that is undisturbed, where its rows tell it."""
        moved: list[ClockRow] = []
        cut = self.uncut.may_fail(ticket.service)
        for clock in plain:
            row = gone_over(clock, self.courses)
            if row is None or (cut and not self._uncut(ticket, row)):
                return None
            moved.append(row)
        if others and not all(stays(row, self.by) for row in others):
            return None
        if not moved:
            return Moved([], Derived())
        rows = [*moved, *others]
        if ticket.rings_from is not None and any(self._may_ring_later(row, ticket.rings_from) for row in rows):
            return None
        return Moved(
            [(*_VALUES(row), *clock[:4]) for clock, row in zip(plain, moved, strict=True)],
            Derived(
                row=standing_of(rows, ticket.held_until),
                wakes={
                    CLOCK: rules.next_wake(rows, ticket.rings_from),
                    ESCALATION: escalated_from_rows(self.desk, ticket.id, rows) if self.escalates else None,
                },
            ),
        )

    def _uncut(self, ticket: _Ticket, row: ClockRow) -> bool:
        name = self.names[row.agreement]
        return self.uncut(name, ticket.id, ticket.service, ticket.customer, *rules.reach(row))

    def _may_ring_later(self, row: ClockRow, rings_from: Instant) -> bool:
        """Whether a clock whose next share is long past, which wakes nobody, may have others ahead (rule 30)."""
        if row.next_at is None or row.next_at > rings_from:
            return False
        return row.late is None or row.late > rings_from or self.promise(row)[0].thresholds[-1] > 100
