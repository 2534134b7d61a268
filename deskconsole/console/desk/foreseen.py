"""What a call of many would do to its ticket: tried as it would be done, and taken back whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.desk import one_ticket as one
from deskconsole.console.desk.effects import Change, Hours
from deskconsole.console.desk.source import ClockRow, Foreseen
from deskconsole.console.painting.clockface import CODES
from deskconsole.core.desk import Call, Query
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.rules import reachable
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow

if TYPE_CHECKING:
    from deskconsole.house import House
    from deskconsole.store.transaction import Tx

NEWS = Query(
    "select kind, body from journal where seq >= (select call from journal order by seq desc limit 1)"
    " and about = 'ticket' and subject = :ticket order by seq",
    lambda kind, body: (str(kind), str(body)),
)
"""What the last call did to a ticket."""


SAID = "ticket.commented"


class _Seen(NamedTuple):
    row: TicketRow
    clocks: list[ClockRow]
    told: bool


class _Clock(NamedTuple):
    """What becomes of the clock that matters: in words, and in one that can be counted."""

    why: str
    role: str
    becomes: str = ""


class Foresight:
    """Tries calls one by one; nothing is written, and nothing is journalled, also no refusal."""

    def __init__(self, house: House, zone: tzinfo, hours: Callable[[int], Hours]) -> None:
        self.house, self.zone, self.hours = house, zone, hours

    def __call__(self, ticket: int, call: Call) -> Foreseen:
        read = self.house.store.read
        row = read.maybe(TICKET_BY_ID, ticket=ticket)
        if row is None:
            return Foreseen(ticket, "?", None, refused="that ticket is gone")
        clocks = one.clocks(read, ticket)
        now = aspect(call.command.name, row)
        seen = Foreseen(ticket, row.number, row.title, now, now)

        def look(tx: Tx) -> _Seen:
            told = any(kind == SAID and '"public":true' in body for kind, body in tx.all(NEWS, ticket=ticket))
            return _Seen(tx.one(TICKET_BY_ID, ticket=ticket), one.clocks(tx, ticket), told)

        try:
            after = self.house.tried(call, look)
        except DeskError as why:
            return replace(seen, refused=brief(str(why), row.number, call))
        then = aspect(call.command.name, after.row)
        if then == now:
            now, then = next(((a, b) for a, b in _all(row, after.row) if a != b), (now, then))
        found = self._clock(clocks, after)
        told = "" if not after.told else "told" if reachable(row) else "untold"
        return replace(seen, now=now, then=then, told=told, why=found.why, role=found.role, clock=found.becomes)

    def _clock(self, before: Sequence[ClockRow], after: _Seen) -> _Clock:
        """What becomes of the clock that changes, or else of the one that is due next."""
        old = {(clock.agreement, clock.metric): clock for clock in before}
        live = [clock for clock in after.clocks if clock.state in ("running", "paused")]
        both = [(old.get((clock.agreement, clock.metric)), clock) for clock in after.clocks]
        moved = [(was, clock) for was, clock in both if _moves(was, clock)]
        if not moved and not live:
            return _Clock("no clock runs", "dim")
        was, clock = moved[0] if moved else (old.get((live[0].agreement, live[0].metric)), live[0])
        now = self.house.store.now()
        words, role = Change(was, clock, after.row, now, self.zone, self.hours).said()
        name = CODES.get(clock.metric, clock.metric)
        return _Clock(f"{name} {words}", role, _becomes(was, clock, now))


def _moves(was: ClockRow | None, clock: ClockRow) -> bool:
    if was is None:
        return clock.state in ("running", "paused")
    return (was.state, was.due, was.target_s) != (clock.state, clock.due, clock.target_s)


def _becomes(was: ClockRow | None, clock: ClockRow, now: Instant) -> str:
    """In a word that can be counted."""
    if clock.state == "paused":
        return "stays paused" if was is not None and was.state == "paused" else "pauses"
    if clock.state != "running":
        return {"stopped": "stops", "cancelled": "ends without a result"}.get(clock.state, "is not measured")
    if was is None or was.state != "running" or was.due is None or clock.due is None:
        return "starts" if was is None else "runs again"
    if clock.due == was.due:
        return "runs on"
    broken = clock.due < now <= was.due
    return "breaks at once" if broken else "is due earlier" if clock.due < was.due else "is due later"


# What differs.


def state(row: TicketRow) -> str:
    return f"held {row.held_for}" if row.state == "held" and row.held_for else row.state or ""


def _owner(row: TicketRow) -> str:
    return row.owner or "nobody"


def _priority(row: TicketRow) -> str:
    return f"P{row.priority}" if row.priority else "no priority"


def _tags(row: TicketRow) -> str:
    return (row.tags or "").strip() or "no tags"


def _team(row: TicketRow) -> str:
    return row.team or "no team"


_ASPECTS: dict[str, Callable[[TicketRow], str]] = {
    "ticket.assign": _owner,
    "ticket.assign_to_me": _owner,
    "ticket.priority": _priority,
    "ticket.tag": _tags,
    "ticket.route": _team,
}
"""What a command is about; any other is about the state."""


def aspect(command: str, row: TicketRow) -> str:
    """How a ticket stands, as far as a command is about it."""
    return _ASPECTS.get(command, state)(row)


def _all(before: TicketRow, after: TicketRow) -> list[tuple[str, str]]:
    return [(of(before), of(after)) for of in (state, _owner, _priority, _tags, _team)]


def brief(why: str, number: str, call: Call) -> str:
    """A refusal without what its line says already: the number, and the name of the command."""
    short = why.removeprefix(f"{call.command.name}: ").removeprefix(f"{number} is ").removeprefix(f"{number}: ")
    return short.removeprefix(f"{number} ")
