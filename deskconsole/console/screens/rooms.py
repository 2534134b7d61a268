"""All war rooms, those that live first, and a cursor that opens one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.desk.room import Head
from deskconsole.console.desk.source import Counts
from deskconsole.console.history import Visit
from deskconsole.console.pages import roomlist
from deskconsole.console.painting.lines import Line
from deskconsole.console.screens.jumping import Spot, on_page
from deskconsole.console.screens.room_verbs import InRoom
from deskconsole.console.screens.scrolling import Scrolling
from deskconsole.console.screens.working import WorkScreen
from deskconsole.console.widgets.lines import MarkedPage
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen

PAUSE = 1.0
"""Seconds between two readings while much happens."""


class RoomsScreen(InRoom, Scrolling, WorkScreen):
    """Enter opens a room; what is done to a room is done to the one under the cursor."""

    CHAIN = "room"
    DEFAULT_CSS = "RoomsScreen #rooms { height: 1fr; }"

    def __init__(self, above: QueueScreen) -> None:
        super().__init__(above.desk)
        self.above = above
        self.heads: Sequence[Head] | None = None
        self.page = MarkedPage(called="rooms")
        self._lines: list[Line] = []
        self._places: list[int] = []
        self._at: int | None = None
        """The room under the cursor, which it follows."""
        self._reading = Paced(self, self.reads.rooms, PAUSE)

    def body(self) -> ComposeResult:
        yield self.page

    def on_mount(self) -> None:
        self.page.focus()
        self._reading.again()
        self.patience(self.page, lambda: self.heads is not None)

    # What it says of itself.

    @property
    def head(self) -> Head | None:
        """The room under the cursor."""
        heads = self.heads or ()
        return next((head for head in heads if head.id == self._at), heads[0] if heads else None)

    def path(self) -> Sequence[str]:
        return ["War rooms"]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def noun(self) -> str:
        return self.head.number if self.head else ""

    def footer_of(self) -> str:
        return "rooms" if self.chain() == self.CHAIN else ""

    def here(self) -> Visit | None:
        return Visit("rooms")

    def given(self, name: str) -> Mapping[str, object]:
        return {"room": self.head.number} if self.head else {}

    def can(self, name: str) -> bool:
        about_a_room = name == "list.open" or name.startswith("war_room.")
        return super().can(name) and (self.head is not None or not about_a_room)

    def subject(self) -> QueueRow | None:
        return None

    def cannot(self) -> str:
        return "no ticket stands here, enter opens the room"

    def spots(self) -> Sequence[Spot]:
        return on_page(self.page, self._places, self._move_to)

    def settled(self) -> None:
        self._reading.again()
        self.above.settled()

    def home(self) -> None:
        self.page.focus()

    # Reading.

    def rooms_moved(self) -> None:
        self._reading.again()

    def on_rooms_read(self, event: answers.RoomsRead) -> None:
        self.heads = event.heads
        self._reading.over()
        self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self._reading.over()

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached or self.heads is None:
            return
        self._lines, self._places = roomlist.page(self.heads, scene, room)
        if not self.heads:
            self.page.mark(-1)
            self.page.show(roomlist.none(self.desk.key_words, room, scene))
            return
        at = self._places[self._place()]
        self.page.show([roomlist.under_cursor(x, scene) if y == at else x for y, x in enumerate(self._lines)])
        self.page.mark(at)

    def _place(self) -> int:
        heads = self.heads or ()
        return next((n for n, head in enumerate(heads) if head.id == self._at), 0)

    # Keys.

    def moves(self, by: int) -> None:
        self._move_to(self._place() + by)

    def sight(self) -> int:
        return self.page.size.height

    def _move_to(self, place: int) -> None:
        if heads := self.heads or ():
            self._at = heads[max(min(place, len(heads) - 1), 0)].id
            self.frame()

    def act_list_open(self) -> None:
        if self.head is not None:
            self.open_room(self.head.id)

    def act_copy_key(self) -> None:
        if self.head is not None:
            self.copy(self.head.number, self.head.number)

    def act_copy_text(self) -> None:
        self.copy_lines(self._lines, "these rooms")
