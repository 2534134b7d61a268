"""What the commands of war rooms have in common: finding the room, taking words in, telling leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

from deskconsole.core.actors import OPERATOR, SCOPE, outside
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Private
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.words import private
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.tickets.events import TicketParented
from deskconsole.features.tickets.views import TICKET, TicketRow
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.causes import FREE_PARENT
from deskconsole.features.war_room.rules import LIVE, WORKED
from deskconsole.features.war_room.views import (
    LAST_ROOM,
    ROLES_OF,
    ROOM,
    ROOM_BY_ID,
    ROOM_NUMBERS,
    ROOM_OF_TICKET,
    RoleRow,
    RoomRow,
)

Number = Annotated[str, Ask("room", kind="text", choices=ROOM_NUMBERS, hint="WR-3")]


class To(NamedTuple):
    """The room that tickets come to."""

    id: int
    number: str
    parent: int | None

    @classmethod
    def of(cls, row: RoomRow) -> To:
        return cls(row.id, row.number, row.parent)


def room_of(desk: Desk, word: str) -> RoomRow:
    """The room of a number. Raises NotFound where there is none."""
    row = desk.maybe(ROOM, number=word.strip().upper())
    if row is None:
        raise NotFound(f"there is no war room {word.strip()}: `deskconsole war-room list --all` lists them")
    return row


def room_for(desk: Desk, kind: str, key: str | None) -> RoomRow | None:
    """The live room of a cause; where its own was merged into another, that one."""
    row = desk.maybe(LAST_ROOM, kind=kind, key=key) if key is not None else None
    while row is not None and row.merged_into is not None:
        row = desk.maybe(ROOM_BY_ID, room=row.merged_into)
    return row if row is not None and row.live else None


def worked(desk: Desk, word: str) -> RoomRow:
    """A room in which people work."""
    row = room_of(desk, word)
    if row.state not in WORKED:
        way = ": room.confirm opens it" if row.state == "proposed" else ""
        raise Refused(f"{row.number} is {row.state}{way}")
    return row


def live(desk: Desk, word: str) -> RoomRow:
    """A room that is not over."""
    row = room_of(desk, word)
    if row.state not in LIVE:
        raise Refused(f"{row.number} is {row.state}")
    return row


def prose(text: str, what: str) -> Private:
    """A text of one line or several, as long as one may be in a room."""
    return private(text, what, 20_000)


def somebody(desk: Desk, handle: str) -> str:
    """Somebody who works here."""
    found = desk.maybe(OPERATOR, handle=handle.strip())
    if found is None:
        raise NotFound(f"nobody here is called {handle.strip()}: `deskconsole desk export` lists operators")
    return found.handle


def ticket_named(desk: Desk, word: str) -> TicketRow:
    """A ticket by its number, within the scope of who asks."""
    row = desk.maybe(TICKET, number=word.strip(" ,").upper())
    if row is None:
        raise NotFound(f"there is no ticket {word.strip(' ,')}: `deskconsole show queue` lists them")
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    why = outside(operator, desk.one(SCOPE, ticket=row.id)) if operator else None
    if why:
        raise Refused(why)
    return row


def placed(desk: Desk, ticket: int) -> bool:
    """Whether a ticket is in a room already."""
    return desk.maybe(ROOM_OF_TICKET, ticket=ticket) is not None


def taken(desk: Desk, room: int) -> list[RoleRow]:
    """Who has which role now."""
    return [row for row in desk.all(ROLES_OF, room=room) if row.state == "taken"]


def attached(
    desk: Desk, room: To, tickets: Iterable[int], how: str, quiet: bool
) -> Iterator[e.TicketAttached | TicketParented]:
    """Tickets that come to a room, and with it to its major incident; those that are in it keep their place."""
    link = desk.next_id("war_room_ticket")
    for ticket in tickets:
        there = desk.maybe(ROOM_OF_TICKET, ticket=ticket)
        own = there is not None and there.id == room.id
        yield e.TicketAttached(
            at=desk.now, ticket=ticket, link=there.link if own and there else link, war_room=room.id,
            number=room.number, by=desk.actor, how=how, quiet=quiet,
        )  # fmt: skip
        link += not own
        if quiet and room.parent:
            yield from under(desk, room.parent, ticket)


def under(desk: Desk, parent: int, ticket: int) -> Iterator[TicketParented]:
    """A ticket below the major incident, where it belongs to nothing yet: it is resolved with that (rule 25)."""
    above = desk.maybe(FREE_PARENT, parent=parent, ticket=ticket)
    if above is not None:
        yield TicketParented(at=desk.now, ticket=ticket, parent=parent, number=above)


def told(
    desk: Desk, room: int, people: Sequence[tuple[int, str]], text: str, purpose: str = "room"
) -> Iterator[NotificationQueued]:
    """Each of these people is called to a room."""
    number = desk.next_id("notification")
    for place, (operator, _) in enumerate(people):
        yield NotificationQueued(
            at=desk.now, notification=number + place, purpose=purpose, severity="page", text=Private(text),
            operator=operator, room=room,
        )  # fmt: skip
