"""What the commands have in common: finding the ticket, taking texts in, and saying that it was so earlier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple

from deskconsole.core.actors import OPERATOR, Scope, outside
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.core.words import maybe_private
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.relations import SURVIVOR_OF
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow
from deskconsole.features.tickets.waits import over, resumed, waits
from deskconsole.features.triage.views import TRIAGE

Ticket = Annotated[int, Ask("ticket", kind="ticket")]
At = Annotated[
    int | None, Ask("at", kind="instant", hint="when it was so; empty: now", past=True, needs="ticket.backdate")
]
Evidence = Annotated[str, Ask("evidence", hint="what proves it, where it was earlier", needs="ticket.backdate")]


def ticket_row(desk: Desk, ticket: int) -> TicketRow:
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    if row is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    return row


def stands_for(desk: Desk, row: TicketRow) -> TicketRow:
    """The ticket on which a matter goes on: this one, or the one that it is merged into (rule 24)."""
    while row.survivor:
        row = ticket_row(desk, desk.one(SURVIVOR_OF, ticket=row.id))
    return row


def standing(desk: Desk, ticket: int) -> list[Event]:
    """The events of a ticket that nobody has taken back, in the order in which they were so."""
    return [recorded.event for recorded in alive(desk.history("ticket", ticket))]


def hours(seconds: int) -> str:
    """A bound as people say it: `48h`, `7 days`."""
    return f"{seconds // 86_400} days" if seconds % 86_400 == 0 and seconds > 3 * 86_400 else f"{seconds // 3600}h"


def within(desk: Desk, where: Scope) -> None:
    """Refuse what is beyond the operator's scope; for a call whose ticket the door cannot see."""
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    if operator and (why := outside(operator, where)):
        raise Refused(why)


class When(NamedTuple):
    """When something was so, and what proves it where it is entered afterwards."""

    at: Instant
    evidence: Private | None
    late: bool


def when(desk: Desk, row: TicketRow, at: int | None, evidence: str) -> When:
    """Now; or earlier, within the bound, on evidence, by who may say so (rule 27)."""
    if at is None or at == desk.now:
        return When(desk.now, maybe_private(evidence), False)
    possible(desk, row, at)
    if not desk.may("ticket.backdate"):
        raise Refused("that it was so earlier needs the permission ticket.backdate, which a lead has (rule 27)")
    if desk.now - at > (bound := desk.one(TRIAGE).backdate) * SECOND:
        raise Refused(f"that was over {hours(bound)} ago: so far back nothing is entered any more (rule 27)")
    if not evidence.strip():
        raise BadInput("the evidence is empty: what was so earlier needs one, such as the record of a call (rule 27)")
    return When(Instant(at), Private(evidence.strip()), True)


def possible(desk: Desk, row: TicketRow, at: int) -> None:
    """Refuse an instant of the future, or of before the ticket."""
    if at > desk.now:
        raise BadInput("that lies in the future: say when it was so, or nothing for now")
    if row.opened_at is not None and at < row.opened_at:
        raise BadInput(
            f"that was before {row.number} was opened, {to_iso(row.opened_at)}: say a later time, or nothing for now"
        )


def ended(
    desk: Desk, row: TicketRow, at: Instant, why: str | None, reasons: Iterable[str] | None = None
) -> Iterator[e.TicketResumed]:
    """Holds in force at an instant end then: those of some reasons, or all; those whose limit came before, at that."""
    events = standing(desk, row.id)
    expired = list(over(row.id, events, at))
    yield from expired
    held = waits(facts(events), at)
    ends = [wait.reason for wait in held if reasons is None or wait.reason in reasons]
    if not ends and not expired and row.held_for:
        ends = [row.held_for]  # another system says so
    yield from resumed(row.id, at, why, ends, held)
