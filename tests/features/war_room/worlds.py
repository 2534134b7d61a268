"""A desk where many tickets of one service break, and how a story looks at its rooms."""

from __future__ import annotations

from pathlib import Path

from deskconsole.features.war_room.views import (
    ALL_ENTRIES_OF,
    ROLES_OF,
    ROOM,
    ROOM_OF_TICKET,
    EntryRow,
    RoleRow,
    RoomRow,
)
from tests.features.desks import TestDesk

FILE = Path(__file__).with_name("desk.toml")


def room(desk: TestDesk, number: str = "WR-1") -> RoomRow:
    return desk.store.read.one(ROOM, number=number)


def room_of(desk: TestDesk, ticket: int) -> str | None:
    """The number of the room that a ticket is in."""
    found = desk.store.read.maybe(ROOM_OF_TICKET, ticket=ticket)
    return found.number if found else None


def rooms(desk: TestDesk) -> list[tuple[str, str]]:
    """Number and state of every room."""
    return [(number, state) for number, state in desk.all("select number, state from war_room order by id")]


def roles(desk: TestDesk, number: str = "WR-1") -> list[RoleRow]:
    return desk.store.read.all(ROLES_OF, room=room(desk, number).id)


def entries(desk: TestDesk, number: str = "WR-1") -> list[EntryRow]:
    return desk.store.read.all(ALL_ENTRIES_OF, room=room(desk, number).id)


def broken(desk: TestDesk, count: int = 4, service: str = "vpn", **more: str) -> list[int]:
    """Tickets of a service whose clocks break two hours from now."""
    return [desk.new(f"No VPN {place}", service=service, impact="2", urgency="2", **more) for place in range(count)]


def told(desk: TestDesk) -> list[tuple[str, str]]:
    """Who was told of rooms, and what."""
    return desk.all(
        "select o.handle, p.text from notification n join operator o on o.id = n.operator join private_text p"
        " on p.id = n.text where n.room is not null order by n.id"
    )
