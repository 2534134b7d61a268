"""What is done to war rooms by keys: from any ticket, and in a room. Ids never change; commands have other names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from deskconsole.console.screens.working import WorkScreen

MEANS: Mapping[str, str] = {
    "room.role": "room.take_role",
    "war_room.attach": "room.attach",
    "war_room.declare": "room.declare",
    "war_room.confirm": "room.confirm",
    "war_room.reject": "room.reject",
    "war_room.mitigated": "room.mitigated",
    "war_room.restored": "room.restored",
    "war_room.merge": "room.merge",
    "war_room.stand_down": "room.stand_down",
}
"""The command behind an id."""


class FromTickets:
    """Part of every screen with a ticket under the cursor: leader w."""

    @property
    def _work(self) -> WorkScreen:
        return cast("WorkScreen", self)

    def act_war_room_attach(self) -> None:
        """The ticket, or those that are selected, to a room that is asked for."""
        self._work.calls.begin("room.attach")

    def act_war_room_declare(self) -> None:
        self._work.calls.begin("room.declare")

    def act_war_room_open(self) -> None:
        """The room that the ticket is in."""
        screen = self._work
        row = screen.subject()
        if row is None:
            screen.say("", "war room: there is no ticket under the cursor")
        else:
            screen.reads.room_of(row.id, row.number)


class InRoom(FromTickets):
    """Part of a screen that stands for a room: leader s, roles, and a note is one of the room."""

    def act_room_role(self) -> None:
        self._work.calls.begin("room.take_role", insists=True)

    def act_ticket_note(self) -> None:
        self._work.calls.begin("room.note")

    def act_war_room_confirm(self) -> None:
        self._work.calls.begin("room.confirm")

    def act_war_room_reject(self) -> None:
        self._work.calls.begin("room.reject", insists=True)

    def act_war_room_mitigated(self) -> None:
        self._work.calls.begin("room.mitigated")

    def act_war_room_restored(self) -> None:
        self._work.calls.begin("room.restored")

    def act_war_room_merge(self) -> None:
        self._work.calls.begin("room.merge")

    def act_war_room_stand_down(self) -> None:
        self._work.calls.begin("room.stand_down", insists=True)
