"""The war rooms behind a console: what lives, told by the change feed; all of them; one with all that is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.console.desk.room import NONE, Abroad, Head, Live, Situation
from deskconsole.core.desk import Query
from deskconsole.features.war_room.views import COUNTS_OF, ROOM_BY_ID, ROOM_OF_TICKET, ROOMS, ROOMS_OPEN, RoomRow
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.store.feed import Change as Line

SHOWN = 50
"""Rooms that are listed; older ones are for the command line."""
ENDS = 1 << 62

IN_ROOMS = Query(
    "select x.ticket, r.number from war_room r join war_room_ticket x on x.room = r.id and x.until_at is null"
    " where r.live = 1",
    lambda ticket, number: (int(ticket), str(number)),
)
"""The tickets of live rooms."""


class DeskRooms:
    """Reads them; what lives is read anew only when something happened to it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._moved = True
        self._abroad: Abroad = NONE

    # What happens.

    def heard(self, news: Sequence[Line]) -> None:
        """Lines of the journal: something happened in a room, or to a ticket while there are rooms."""
        here = ("war_room", "ticket") if self._abroad.rooms else ("war_room",)
        self._moved = self._moved or any(line.about in here for line in news)

    def news(self) -> Abroad | None:
        if not self._moved:
            return None
        self._moved, before = False, self._abroad
        self._abroad = abroad(self._store.read)
        return self._abroad if self._abroad is not NONE or before is not NONE else None

    # What there is.

    def all(self) -> Sequence[Head]:
        """Those that live first, the latest first among both."""
        rows = self._store.read.all(ROOMS, before=ENDS, limit=SHOWN)
        live = self._store.read.all(ROOMS_OPEN)
        found = {row.id: row for row in (*reversed(live), *rows)}
        return [self._head(self._store.read, row) for row in found.values()]

    def one(self, room: int) -> Situation | None:
        from deskconsole.console.desk.roomread import situation
        from deskconsole.store.looking import Looking

        with self._store.backend.looking() as driver:  # of one moment, so that its figures agree
            desk = Looking(driver)
            row = desk.maybe(ROOM_BY_ID, room=room)
            return situation(desk, row, self._head(desk, row), self._store.now()) if row else None

    def of_ticket(self, ticket: int) -> int | None:
        found = self._store.read.maybe(ROOM_OF_TICKET, ticket=ticket)
        return found.id if found else None

    def _head(self, desk: Reader, row: RoomRow) -> Head:
        into = desk.maybe(ROOM_BY_ID, room=row.merged_into) if row.merged_into is not None else None
        tickets = desk.one(COUNTS_OF, room=row.id, now=self._store.now()).tickets
        return head(row, into.number if into else None, tickets)


class NoRooms:
    """Of a time that is over: what is known of rooms is known as it is today."""

    def heard(self, news: Sequence[Line]) -> None:
        """Nothing happens any more."""

    def news(self) -> Abroad | None:
        return None

    def all(self) -> Sequence[Head]:
        return ()

    def one(self, room: int) -> Situation | None:
        return None

    def of_ticket(self, ticket: int) -> int | None:
        return None


def abroad(desk: Reader) -> Abroad:
    """What every screen shows of the rooms that live."""
    if not (rows := desk.all(ROOMS_OPEN)):
        return NONE
    from deskconsole.features.room_updates.views import PHONE_SENTENCE  # most of the time there is no room

    say = next(iter(desk.all(PHONE_SENTENCE)), None)
    words = "  ".join(filter(None, (say.text, say.workaround and f"workaround: {say.workaround}"))) if say else ""
    return Abroad([_live(row) for row in rows], dict(desk.all(IN_ROOMS)), words, say.number if say else "")


def _live(row: RoomRow) -> Live:
    words = row.why if row.state == "proposed" and row.why else row.title or cause_of(row)
    return Live(row.id, row.number, row.state, words or "(erased)")


def cause_of(row: RoomRow) -> str:
    """What is broken: as somebody wrote it, else by name."""
    return row.cause_said or (f"{row.cause_kind} {row.cause_name}" if row.cause_name else "") or ""


def head(row: RoomRow, into: str | None, tickets: int) -> Head:
    return Head(
        row.id, row.number, row.state, row.title, cause_of(row), row.rule or "", row.proposed_at, row.proposed_by,
        row.confirmed_at, row.confirmed_by, row.since, row.mitigated_at, row.restored_at, row.ended_at, row.bridge,
        into, tickets,
    )  # fmt: skip
