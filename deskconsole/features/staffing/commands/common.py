"""What the commands have in common: who asks, the ticket, and texts."""

from __future__ import annotations

from typing import Annotated

from deskconsole.core.actors import OPERATOR, Operator
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk
from deskconsole.core.errors import NotFound, Refused
from deskconsole.features.staffing.views import MEMBER, Member
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow

Ticket = Annotated[int, Ask("ticket", kind="ticket")]


def me(desk: Desk) -> Member:
    """Whoever asks, as one of the people here."""
    member = desk.maybe(MEMBER, handle=desk.actor)
    if member is None:
        raise Refused(f"{desk.actor} is nobody who works here: `deskconsole desk export` lists who does")
    return member


def scope(desk: Desk) -> Operator:
    """What whoever asks may touch."""
    return desk.maybe(OPERATOR, handle=desk.actor) or Operator(desk.actor, frozenset(), frozenset(), frozenset())


def ticket_row(desk: Desk, ticket: int) -> TicketRow:
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    if row is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    return row


LIVE = ("new", "open", "held")


def live(row: TicketRow, act: str) -> None:
    """Refuse what makes no sense for a ticket that has ended."""
    if row.state not in LIVE:
        raise Refused(f"{row.number} is {row.state}: one can {act} only what is new, open or held")
