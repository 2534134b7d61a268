"""Offering a ticket to a team or a person, who accept or return it. Until they accept nothing changes: it stays with
whom it was with, and their operational agreement runs on (rule 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.words import private
from deskconsole.features.directory.views import HANDLES, TEAM, TEAMS
from deskconsole.features.staffing.commands.common import Ticket, live, scope, ticket_row
from deskconsole.features.staffing.events import (
    TransferAccepted,
    TransferLapsed,
    TransferOffered,
    TransferReturned,
)
from deskconsole.features.staffing.views import MEMBER, PENDING, TARGETS, TransferRow
from deskconsole.features.tickets.events import TicketAssigned, TicketRouted
from deskconsole.features.tickets.views import ATTRIBUTES, NEXT_LINE, TicketRow


@command("ticket.transfer", needs="ticket.work", key="T", label="transfer")
def transfer(
    desk: Desk,
    ticket: Ticket,
    to: Annotated[str, Ask("to", kind="text", choices=TARGETS, hint="a team or a person")],
    note: Annotated[str, Ask("note", kind="lines", hint="what they must know")] = "",
) -> Iterator[Event]:
    """Offer a ticket to a team or a person; it stays ours, and our time runs on, until they accept."""
    row = ticket_row(desk, ticket)
    live(row, "transfer")
    now, teams = desk.now, {team.key: team.id for team in desk.all(TEAMS)}
    team, person = _target(desk, to.strip())
    mine = desk.one(ATTRIBUTES, ticket=ticket).team
    if person:
        team = _team_of(desk, person, mine)
    if (team or mine) == mine and person == row.owner:
        raise Refused(f"{row.number} is with {person or team} already")
    yield from lapsed(desk, ticket, "offered to others")
    yield TransferOffered(
        at=now,
        ticket=ticket,
        transfer=desk.one(NEXT_LINE),
        by=desk.actor,
        to=person or team or "",
        from_team=teams.get(mine or ""),
        from_owner=row.owner,
        to_team=teams.get(team or ""),
        to_owner=person,
        note=Private(note.strip()) if note.strip() else None,
    )


def _target(desk: Desk, to: str) -> tuple[str | None, str | None]:
    """The team, or the person."""
    if team := desk.maybe(TEAM, word=to):
        return team.key, None
    if to in desk.all(HANDLES):
        return None, to
    raise NotFound(f"there is no team and no operator {to}: `deskconsole desk export` lists them")


def _team_of(desk: Desk, person: str, mine: str | None) -> str | None:
    """The team in which somebody gets a ticket: the one it is in where they work for that, else the first of theirs."""
    theirs = desk.one(MEMBER, handle=person).teams.split()
    return mine if not theirs or mine in theirs else min(theirs)


@command("ticket.accept", needs="ticket.work", label="accept")
def accept(
    desk: Desk,
    ticket: Ticket,
    take: Annotated[bool, Ask("take it", hint="yes: it is mine at once; no: it goes to the team’s pool")] = False,
) -> Iterator[Event]:
    """Accept a ticket that was offered to my team or to me: from now on it is ours."""
    row, offer = _offered(desk, ticket)
    now = desk.now
    yield TransferAccepted(at=now, ticket=ticket, transfer=offer.id, by=desk.actor)
    if offer.to_team != offer.from_team:
        why = (f"transferred by {offer.by}, accepted by {desk.actor}",)
        yield TicketRouted(at=now, ticket=ticket, team=offer.to_team_id, why=why)
    owner = offer.to_owner or (desk.actor if take else None)
    if owner != row.owner:
        yield TicketAssigned(at=now, ticket=ticket, owner=owner)


@command("ticket.return", needs="ticket.work", label="return")
def return_(desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", hint="why not you")]) -> Iterator[Event]:
    """Return a ticket that was offered to my team or to me, and say why: it stays with whom it was with."""
    _, offer = _offered(desk, ticket)
    yield TransferReturned(
        at=desk.now, ticket=ticket, transfer=offer.id, by=desk.actor, reason=private(reason, "the reason")
    )


def _offered(desk: Desk, ticket: int) -> tuple[TicketRow, TransferRow]:
    """The offer that is pending, where it is for whoever asks; a lead may decide for people of the team."""
    row, offer = ticket_row(desk, ticket), desk.maybe(PENDING, ticket=ticket)
    if offer is None:
        raise Refused(f"{row.number} is not offered to anybody: `deskconsole show transfers` lists what is")
    teams = scope(desk).teams
    if teams and offer.to_team and offer.to_team not in teams:
        raise Refused(f"{row.number} is offered to {offer.to}, you work for {' '.join(sorted(teams))}")
    if offer.to_owner not in (None, desk.actor) and not desk.may("ticket.override"):
        raise Refused(f"{row.number} is offered to {offer.to_owner}: they, or a lead, accept or return it")
    return row, offer


@command("transfer.lapse", needs="desk")
def lapse(desk: Desk, ticket: int, why: str) -> Iterator[Event]:
    """End an offer that makes no sense any more."""
    yield from lapsed(desk, ticket, why)


def lapsed(desk: Desk, ticket: int, why: str) -> Iterator[TransferLapsed]:
    if offer := desk.maybe(PENDING, ticket=ticket):
        yield TransferLapsed(at=desk.now, ticket=ticket, transfer=offer.id, why=why)
