"""Whose a ticket is, and that somebody has seen it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import Conflict, NotFound, Refused
from deskconsole.features.directory.views import HANDLES, TEAM, TEAM_KEYS
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import At, Evidence, Ticket, ended, ticket_row, when
from deskconsole.features.tickets.rules import allowed


@command("ticket.route", needs="ticket.work", label="to team")
def to_team(desk: Desk, ticket: Ticket, team: Annotated[str, Ask("team", choices=TEAM_KEYS)]) -> Iterator[Event]:
    """Give a ticket to a team by hand."""
    row = ticket_row(desk, ticket)
    allowed("assign", row.state, row.number)
    if (to := desk.maybe(TEAM, word=team)) is None:
        raise NotFound(f"there is no team {team}: `deskconsole desk export` lists them")
    yield e.TicketRouted(at=desk.now, ticket=ticket, team=to.id, why=(f"by hand, {desk.actor}",))
    if row.owner:
        yield e.TicketAssigned(at=desk.now, ticket=ticket, owner=None)


@command("ticket.assign", needs="ticket.work", key="a", label="assign")
def assign(
    desk: Desk, ticket: Ticket, to: Annotated[str, Ask("to", kind="person", choices=HANDLES)]
) -> Iterator[Event]:
    """Give a ticket to a person."""
    row = ticket_row(desk, ticket)
    allowed("assign", row.state, row.number)
    if to not in desk.all(HANDLES):
        raise NotFound(f"there is no operator {to}: `deskconsole desk export` lists them")
    if row.owner == to:
        raise Refused(f"{row.number} is {to}’s already")
    yield e.TicketAssigned(at=desk.now, ticket=ticket, owner=to)


@command("ticket.assign_to_me", needs="ticket.work", key="m", label="take")
def claim(desk: Desk, ticket: Ticket) -> Iterator[Event]:
    """Take a ticket that nobody owns: mine from now on, and in work."""
    row = ticket_row(desk, ticket)
    allowed("assign", row.state, row.number)
    if row.owner == desk.actor:
        raise Refused(f"{row.number} is yours already")
    if row.owner:
        raise Conflict(f"{row.owner} has {row.number}: assign it to yourself if that is agreed")
    yield e.TicketAssigned(at=desk.now, ticket=ticket, owner=desk.actor, state="open" if row.state == "new" else None)


@command("ticket.work", needs="ticket.work", key="s w", label="in work")
def work(desk: Desk, ticket: Ticket) -> Iterator[Event]:
    """Say that a ticket is being worked on; whatever it was held for has ended."""
    row = ticket_row(desk, ticket)
    allowed("work", row.state, row.number)
    if row.state == "held":
        yield from ended(desk, row, desk.now, "in work again")
    else:
        yield e.TicketStarted(at=desk.now, ticket=ticket)


@command("ticket.acknowledge", needs="ticket.work", label="seen")
def acknowledge(desk: Desk, ticket: Ticket, at: At = None, evidence: Evidence = "") -> Iterator[Event]:
    """Say that a ticket has been seen; it answers nobody yet, and stops a clock until acknowledged."""
    row = ticket_row(desk, ticket)
    allowed("acknowledge", row.state, row.number)
    if row.acknowledged_at is not None:
        raise Refused(f"{row.number} was acknowledged before")
    yield e.TicketAcknowledged(ticket=ticket, **when(desk, row, at, evidence)._asdict())
