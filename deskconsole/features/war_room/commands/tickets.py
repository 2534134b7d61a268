"""What is in a room: tickets come by themselves or by hand, rooms are merged and split, all leave at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.words import line
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.causes import CAUSES_OF, MATCHING
from deskconsole.features.war_room.commands.common import (
    Number,
    To,
    attached,
    live,
    placed,
    room_for,
    room_of,
    ticket_named,
    under,
)
from deskconsole.features.war_room.rules import HAND, LIVE, WORKED
from deskconsole.features.war_room.views import ROOM_BY_ID, ROOM_OF_TICKET, ROOMS_OPEN, THERE, RoomRow

CHUNK = 50
"""Tickets that come or leave in one transaction: each is measured anew."""

Ticket = Annotated[int, Ask("ticket", kind="ticket")]


# --- by themselves ---------------------------------------------------------------------------------------------------


@command("room.match", needs="desk")
def match(desk: Desk, ticket: int) -> Iterator[Event]:
    """Bring a ticket that is new, or of another cause than before, to the room of that cause."""
    of = desk.maybe(CAUSES_OF, ticket=ticket) if desk.all(ROOMS_OPEN) else None
    if of is None or not of.is_open or of.type == "request" or placed(desk, ticket):
        return
    for kind in MATCHING:
        row = room_for(desk, kind, of.of(kind))
        if row is not None and of.opened_at is not None and of.opened_at >= row.since:
            yield from attached(desk, To.of(row), [ticket], "match", quiet=row.state in WORKED)
            return


@command("room.gather", needs="desk")
def gather(desk: Desk, room: int) -> Iterator[Event]:
    """Bring the open tickets of a room's cause that came since it began, and put all below its major incident."""
    row = desk.one(ROOM_BY_ID, room=room)
    if row.state not in WORKED:
        return
    found: list[int] = []
    if row.cause_kind in MATCHING:
        found = desk.all(MATCHING[row.cause_kind], since=row.since, key=row.cause, limit=CHUNK)
    if found:
        yield from attached(desk, To.of(row), found, "match", quiet=True)
        yield e.TicketsMoved(at=desk.now, war_room=room, how="came", tickets=len(found), more=len(found) == CHUNK)


@command("room.unite", needs="desk")
def unite(desk: Desk, room: int) -> Iterator[Event]:
    """Put the tickets of a room below its major incident, once that is known."""
    row = desk.one(ROOM_BY_ID, room=room)
    if row.parent is not None and row.state in WORKED:
        for each in desk.all(THERE, room=room, limit=1000):
            yield from under(desk, row.parent, each.ticket)


@command("room.release", needs="desk")
def release(desk: Desk, room: int) -> Iterator[Event]:
    """Let the tickets of a room that is over go, or go over to the room that it was merged into."""
    row = desk.one(ROOM_BY_ID, room=room)
    there = desk.all(THERE, room=room, limit=CHUNK)
    if row.state in LIVE or not there:
        return
    into = _last(desk, row)
    why = f"{row.number} was merged into {into.number}" if into else f"{row.number} {_ENDED.get(row.state, 'is over')}"
    for each in there:
        yield e.TicketDetached(
            at=desk.now, ticket=each.ticket, link=each.link, war_room=room, number=row.number, by=desk.actor, why=why
        )
    if into is not None:
        yield from _over(desk, into, [each.ticket for each in there], "merge")
    yield e.TicketsMoved(at=desk.now, war_room=room, how="left", tickets=len(there), more=len(there) == CHUNK)


_ENDED = {"rejected": "was rejected", "stood down": "stood down"}


def _last(desk: Desk, row: RoomRow) -> RoomRow | None:
    """The live room that one was merged into, however often that was merged again."""
    found = row
    while found.merged_into is not None:
        found = desk.one(ROOM_BY_ID, room=found.merged_into)
    return found if found.id != row.id and found.state in LIVE else None


def _over(desk: Desk, into: RoomRow, tickets: list[int], how: str) -> Iterator[Event]:
    """Tickets that come from another room, in whose place they were until now."""
    link = desk.next_id("war_room_ticket")
    for place, ticket in enumerate(tickets):
        yield e.TicketAttached(
            at=desk.now, ticket=ticket, link=link + place, war_room=into.id, number=into.number, by=desk.actor,
            how=how, quiet=into.state in WORKED,
        )  # fmt: skip


# --- by hand ---------------------------------------------------------------------------------------------------------


@command("room.attach", needs="room.work", key="A", label="to war room")
def attach(desk: Desk, ticket: Ticket, room: Number) -> Iterator[Event]:
    """Take a ticket into a room: nobody is paged for it by itself while it is there."""
    row, of = live(desk, room), desk.maybe(TICKET_BY_ID, ticket=ticket)
    if of is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    there = desk.maybe(ROOM_OF_TICKET, ticket=ticket)
    if there is not None and there.id == row.id:
        raise Refused(f"{of.number} is in {row.number} already")
    if there is not None:
        yield e.TicketDetached(
            at=desk.now, ticket=ticket, link=there.link, war_room=there.id, number=there.number, by=desk.actor,
            why=f"it went to {row.number}",
        )  # fmt: skip
        yield from _over(desk, row, [ticket], "hand")
        return
    yield from attached(desk, To.of(row), [ticket], "hand", quiet=row.state in WORKED)


@command("room.detach", needs="room.work", label="out of war room")
def detach(
    desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", hint="why it is another matter")] = ""
) -> Iterator[Event]:
    """Take a ticket out of its room: its escalation goes on by itself."""
    there = desk.maybe(ROOM_OF_TICKET, ticket=ticket)
    if there is None:
        raise Refused("it is in no war room")
    yield e.TicketDetached(
        at=desk.now, ticket=ticket, link=there.link, war_room=there.id, number=there.number, by=desk.actor,
        why=" ".join(reason.split())[:200] or "by hand",
    )  # fmt: skip


@command("room.merge", needs="room.lead", label="merge room")
def merge(desk: Desk, room: Number, into: Annotated[str, Ask("into", hint="WR-3")]) -> Iterator[Event]:
    """Make two rooms one: the tickets of the first go over, the earlier start counts, each keeps its own history."""
    row, other = live(desk, room), live(desk, into)
    if row.id == other.id:
        raise BadInput(f"{row.number} cannot be merged into itself")
    yield e.RoomMerged(at=desk.now, war_room=row.id, into=other.id, number=other.number, by=desk.actor)
    yield e.RoomAbsorbed(
        at=desk.now, war_room=other.id, other=row.id, number=row.number, by=desk.actor,
        since=min(row.since, other.since),
    )  # fmt: skip


@command("room.split", needs="room.lead", label="split room")
def split(
    desk: Desk,
    room: Number,
    tickets: Annotated[str, Ask("tickets", hint="numbers, parted by spaces")],
    title: Annotated[str, Ask("title", hint="what is wrong with these")],
) -> Iterator[Event]:
    """Give some tickets of a room, that are of another cause, a room of their own."""
    row = room_of(desk, room)
    if row.state not in WORKED:
        raise Refused(f"{row.number} is {row.state}: only an open room is split")
    moved = [_in(desk, row, word) for word in dict.fromkeys(tickets.split())]
    if not moved:
        raise BadInput("which tickets? name their numbers")
    number = desk.next_id("war_room")
    said = line(title, "the title", 200)
    made = e.RoomProposed(
        at=desk.now, war_room=number, number=f"WR-{number}", cause_kind=HAND, cause_said=said, title=said,
        since=row.since, by=desk.actor, why=f"split from {row.number}",
    )  # fmt: skip
    yield made
    yield e.RoomConfirmed(at=desk.now, war_room=number, by=desk.actor)
    yield e.RoomSplit(at=desk.now, war_room=row.id, other=number, number=made.number, by=desk.actor)
    link = desk.next_id("war_room_ticket")
    for place, (ticket, held) in enumerate(moved):
        yield e.TicketDetached(
            at=desk.now, ticket=ticket, link=held, war_room=row.id, number=row.number, by=desk.actor,
            why=f"it went to {made.number}",
        )  # fmt: skip
        yield e.TicketAttached(
            at=desk.now, ticket=ticket, link=link + place, war_room=number, number=made.number, by=desk.actor,
            how="split", quiet=True,
        )  # fmt: skip


def _in(desk: Desk, room: RoomRow, word: str) -> tuple[int, int]:
    """A ticket of a room, and its place there."""
    row = ticket_named(desk, word)
    there = desk.maybe(ROOM_OF_TICKET, ticket=row.id)
    if there is None or there.id != room.id:
        raise Refused(f"{row.number} is not in {room.number}")
    return row.id, there.link
