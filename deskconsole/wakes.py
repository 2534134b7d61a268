"""What is done when a timer fires. A timer is a wake-up, not a fact: it may find nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deskconsole.core.desk import Call, Desk, Event, alive, command
from deskconsole.core.instants import Instant
from deskconsole.derive import CLOCK, HOLD, RINGS_FROM, TAKE_OVER, measure, promised
from deskconsole.features.agreements.events import AgreementTookOver
from deskconsole.features.agreements.rules import due, noticed
from deskconsole.features.agreements.views import CLOCKS_OF
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.features.tickets.waits import over
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


@command("agreement.take_over", needs="desk")
def take_over(desk: Desk, agreement: int, at: int) -> Iterator[Event]:
    """Have open tickets go over to an agreement version, from the day that was agreed (rule 11)."""
    yield AgreementTookOver(at=Instant(at), agreement=agreement)


WAKES: dict[str, Callable[[int, Instant], Call]] = {
    CLOCK: lambda ticket, at: notice(ticket, at),  # no further: after a downtime it is other tickets' turn in between
    HOLD: lambda ticket, at: end_hold(ticket),
    TAKE_OVER: lambda agreement, at: take_over(agreement, at),
}
