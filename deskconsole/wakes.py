"""What is done when a timer fires. A timer is a wake-up, not a fact: it may find nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deskconsole import crisis
from deskconsole.core.desk import Call, Desk, Event, alive, command
from deskconsole.core.instants import Instant
from deskconsole.derive import (
    CHECK,
    CLOCK,
    HANDOVER,
    HOLD,
    OFFLINE,
    PROMISE,
    RINGS_FROM,
    ROOM,
    SILENCE,
    TAKE_OVER,
    UNCLAIMED,
    measure,
    promised,
    unclaimed_at,
)
from deskconsole.escalating import ESCALATION, MUTE
from deskconsole.features.agreements.events import AgreementTookOver
from deskconsole.features.agreements.rules import due, noticed
from deskconsole.features.agreements.views import CLOCKS_OF
from deskconsole.features.delivery.commands import check_due
from deskconsole.features.escalation import commands as escalation
from deskconsole.features.handover import commands as handover
from deskconsole.features.offline import commands as offline
from deskconsole.features.promises import commands as promises
from deskconsole.features.reviews import commands as reviews
from deskconsole.features.room_updates import commands as updates
from deskconsole.features.staffing.rules import watched
from deskconsole.features.surge import commands as surge
from deskconsole.features.tickets.commands.silence import go_on
from deskconsole.features.tickets.events import TicketRouted
from deskconsole.features.tickets.views import OPEN_STATES, TICKET_BY_ID
from deskconsole.features.tickets.waits import over
from deskconsole.features.war_room.commands import look_after
from deskconsole.store.transaction import Tx


@command("clock.notice", needs="desk")
def notice(desk: Desk, ticket: int, until: int) -> Iterator[Event]:
    """Record the thresholds a ticket's clocks have passed by an instant, each once, when it was due (rule 28)."""
    assert isinstance(desk, Tx)
    now = Instant(min(until, desk.now))
    rings_from = desk.one(RINGS_FROM, ticket=ticket)
    told = due(ticket, desk.all(CLOCKS_OF, ticket=ticket), promised(desk), rings_from, now)
    if told is not None:
        yield from told
        return
    events = [recorded.event for recorded in alive(desk.history("ticket", ticket))]
    yield from noticed(ticket, measure(desk, ticket, events).clocks, rings_from, now)


@command("hold.end", needs="desk")
def end_hold(desk: Desk, ticket: int) -> Iterator[Event]:
    """End holds whose limit is reached, each at its own (rule 15)."""
    if desk.one(TICKET_BY_ID, ticket=ticket).state == "held":
        yield from over(ticket, [recorded.event for recorded in alive(desk.history("ticket", ticket))], desk.now)


@command("ticket.reroute", needs="desk")
def reroute(desk: Desk, ticket: int) -> Iterator[Event]:
    """Have a ticket that nobody took go to another team, when it has used the share of its clock (rule 7)."""
    assert isinstance(desk, Tx)
    events = [recorded.event for recorded in alive(desk.history("ticket", ticket))]
    found, row = watched(events), desk.one(TICKET_BY_ID, ticket=ticket)
    if found is None or row.state not in OPEN_STATES:
        return
    watch, _ = found
    at = unclaimed_at(events, measure(desk, ticket, events).clocks)
    if at is not None and at <= desk.now:
        told = f"nobody took it by {watch.share} % of its clock"
        yield TicketRouted(at=at, ticket=ticket, team=watch.team, rule=watch.rule, why=(told, *watch.why))


@command("agreement.take_over", needs="desk")
def take_over(desk: Desk, agreement: int, at: int) -> Iterator[Event]:
    """Have open tickets go over to an agreement version, from the day that was agreed (rule 11)."""
    yield AgreementTookOver(at=Instant(at), agreement=agreement)


WAKES: dict[str, Callable[[int, Instant], Call]] = {
    CLOCK: lambda ticket, at: notice(ticket, at),  # no further: after a downtime it is other tickets' turn in between
    HOLD: lambda ticket, at: end_hold(ticket),
    SILENCE: lambda ticket, at: go_on(ticket, at),
    PROMISE: lambda promise, at: promises.notice(promise, at),
    UNCLAIMED: lambda ticket, at: reroute(ticket),
    CHECK: lambda channel, at: check_due(channel),
    TAKE_OVER: lambda agreement, at: take_over(agreement, at),
    crisis.UPDATE: lambda room, at: updates.notice(room, at),
    crisis.CALL_IN: lambda room, at: surge.go_on(room, at),
    crisis.REVIEW: lambda review, at: reviews.notice(review, at),
    ROOM: lambda room, at: look_after(room, at),
    ESCALATION: lambda ticket, at: escalation.go_on(ticket, at),
    MUTE: lambda mute, at: escalation.end_mute(mute),
    HANDOVER: lambda number, at: handover.go_on(number, at),
    OFFLINE: lambda sheet, at: offline.go_on(sheet, at),
}
