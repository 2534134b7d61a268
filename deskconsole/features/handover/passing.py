"""What goes with a desk, or from one agent to another, and what whoever comes must hear before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from deskconsole.core.desk import Event, Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.handover.agents import listed
from deskconsole.features.handover.population import FOUND, OF_OWNER
from deskconsole.features.handover.rooms import reviews_to_take, still_there, unstable_rooms
from deskconsole.features.handover.rules import READ_BACK, goes
from deskconsole.features.handover.sheet import PROJECTED, UNSTABLE
from deskconsole.features.handover.views import NOTES_OF, HandoverRow, NoteRow
from deskconsole.features.promises.events import PromiseTakenOver
from deskconsole.features.reviews.events import ReviewBegun
from deskconsole.features.tickets.events import TicketAssigned

OWED_ON = Query("select id, made_by from promise where ticket = :ticket and is_open = 1 order by id", lambda *row: row)


class Desk(Reads, Protocol):
    """Reads, and knows what time it is and who asks."""

    @property
    def now(self) -> Instant: ...
    @property
    def actor(self) -> str: ...


def to_hear(desk: Reads, row: HandoverRow) -> list[str]:
    """The numbers of what is to be read back, as it was signed; what has ended meanwhile is not."""
    signed = row.signed or {"sections": []}
    chosen: dict[str, int] = {}
    for name in (UNSTABLE, PROJECTED):
        for section in signed["sections"]:
            if section["name"] == name:
                for item in section["items"]:
                    if row.agent is not None and not goes(item.get("fate")):
                        continue
                    chosen.setdefault(item["ticket"], int(item["id"]))
    rooms = unstable_rooms(row)[:READ_BACK]
    first = list(chosen.items())[: READ_BACK - len(rooms)]
    there = [number for number, ticket in first if _still_theirs(desk, row, ticket)]
    return [*(number for number in rooms if still_there(desk, number)), *there]


def _still_theirs(desk: Reads, row: HandoverRow, ticket: int) -> bool:
    """Whether it is open; of an agent's: and theirs, not given to somebody else meanwhile."""
    found = desk.maybe(FOUND, ticket=ticket, team_id=None, at=row.end)
    return found is not None and row.agent in (None, found.owner)


def passed_on(desk: Desk, row: HandoverRow, kept: frozenset[int]) -> Iterator[Event]:
    """Tickets go to their next owners, and with them the promises that their owners made; reviews to who accepts.

    Command of a room does not: it is handed over in the room.
    """
    notes = [note for note in desk.all(NOTES_OF, handover=row.id) if note.ticket not in kept]
    moves = _from_agent(desk, row, notes, kept) if row.agent is not None else _said(notes)
    why = (f"handed over with {row.number}, accepted by {desk.actor}",)
    for ticket, owner in moves.items():
        found = desk.maybe(FOUND, ticket=ticket, team_id=None, at=desk.now)
        if found is None or found.owner == owner or row.agent not in (None, found.owner):
            continue
        yield TicketAssigned(at=desk.now, ticket=ticket, owner=owner, why=why)
        for promise, made_by in desk.all(OWED_ON, ticket=ticket):
            if made_by == found.owner and owner is not None:
                yield PromiseTakenOver(at=desk.now, promise=promise, by=owner)
    yield from _reviews(desk, row)


def _said(notes: Sequence[NoteRow]) -> dict[int, str | None]:
    """Next owners as people said; what was said of a ticket alone counts more than of all that somebody leaves."""
    moves: dict[int, str | None] = {}
    for note in notes:
        if note.ticket is not None and note.what == "leaving" and note.fate != "keep":
            moves.setdefault(note.ticket, note.owner)
        elif note.ticket is not None and note.what == "item" and note.owner:
            moves[note.ticket] = note.owner
    return moves


def _from_agent(desk: Desk, row: HandoverRow, notes: Sequence[NoteRow], kept: frozenset[int]) -> dict[int, str | None]:
    """Of an agent all that was listed goes to who accepts, but for what was said otherwise; what nobody signed is all
    that is theirs now."""
    if row.signed is not None:
        theirs = {int(item["id"]) for item in listed(row)}
    else:
        theirs = {found.id for found in desk.all(OF_OWNER, owner=row.agent, team_id=None, at=desk.now)}
    stays = {note.ticket for note in notes if note.fate == "keep"}
    said = _said(notes)
    goes_on = {ticket: said.get(ticket, row.incoming) for ticket in sorted(theirs - kept - stays)}
    pooled = {note.ticket for note in notes if note.fate == "pool"}
    return {
        ticket: None if ticket in pooled else desk.actor if owner == row.incoming else owner
        for ticket, owner in goes_on.items()
    }


def _reviews(desk: Desk, row: HandoverRow) -> Iterator[Event]:
    for review in reviews_to_take(desk, row):
        if review.owner != desk.actor:
            yield ReviewBegun(at=desk.now, review=review.id, owner=desk.actor)
