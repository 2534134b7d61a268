"""A ticket by its number, to be attached to a war room."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from deskconsole.console.screens.numbered import NumberScreen
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen
    from deskconsole.console.screens.working import WorkScreen


class AttachScreen(NumberScreen):
    """Enter attaches what was found, and leads back to the room."""

    TITLE_WORD = "Attach"
    HEADING = "A ticket that belongs to this room, by its number"
    FOOTER: ClassVar = {"form.step": "attach", "form.leave": "back"}

    def __init__(self, above: DeskScreen, room: str) -> None:
        super().__init__(above)
        self._room = room

    def chosen(self, row: QueueRow) -> None:
        above = cast("WorkScreen", self.above)
        self.app.pop_screen()
        command = above.desk.commands["room.attach"]
        above.calls.do([command(ticket=row.id, room=self._room)], [row.id])
