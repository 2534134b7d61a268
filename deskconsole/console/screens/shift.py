"""My shift: the first screen of an agent; what waits by time, and a cursor over the tickets of it (frame 07)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from deskconsole.console.background import answers
from deskconsole.console.background.reads import Shelf
from deskconsole.console.desk.shift import Shift
from deskconsole.console.desk.source import Counts
from deskconsole.console.history import Visit
from deskconsole.console.pages import shiftpage
from deskconsole.console.pages.shiftpage import ShiftLine
from deskconsole.console.screens.as_of import Timely
from deskconsole.console.screens.jumping import Spot, on_page
from deskconsole.console.screens.scrolling import END, Scrolling
from deskconsole.console.screens.working import WorkScreen
from deskconsole.console.widgets.lines import Page
from deskconsole.core.instants import MINUTE
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen


class ShiftScreen(Timely, Scrolling, WorkScreen):
    """What I find when I sit down."""

    CHAIN = "shift"
    DEFAULT_CSS = "ShiftScreen #page { height: 1fr; }"

    def __init__(self, above: QueueScreen) -> None:
        super().__init__(above.desk)
        self.above = above
        self.calendars = Shelf(self.reads)
        self.shift: Shift | None = None
        self.page = Page(called="page")
        self._lines: list[ShiftLine] = []
        self._cursor = 0
        """Which of the lines with a ticket."""
        self._read_at = 0

    def body(self) -> ComposeResult:
        yield self.page

    def on_mount(self) -> None:
        self.page.focus()
        self.read()

    # What it says of itself.

    def path(self) -> Sequence[str]:
        return ["My shift", self.scene.me]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def subject(self) -> QueueRow | None:
        """The ticket under the cursor."""
        places = self._places()
        return self._lines[places[min(self._cursor, len(places) - 1)]].row if places else None

    def noun(self) -> str:
        row = self.subject()
        return row.number if row else ""

    def ticket_number(self) -> str:
        return self.noun()

    def here(self) -> Visit | None:
        return Visit("shift")

    def spots(self) -> Sequence[Spot]:
        return on_page(self.page, self._places(), self._move_to)

    def targets(self) -> list[int]:
        row = self.subject()
        return [row.id] if row else []

    def settled(self) -> None:
        self.read()
        self.above.settled()

    def home(self) -> None:
        self.page.focus()

    def _places(self) -> list[int]:
        """The lines that stand for tickets."""
        return [y for y, each in enumerate(self._lines) if each.row is not None]

    # Reading.

    def read(self) -> None:
        self._read_at = self.scene.now
        self.reads.shift()

    def on_shift_read(self, event: answers.ShiftRead) -> None:
        before = self.subject()
        self.shift = event.shift
        self._lay_out()
        if before is not None:
            same = (n for n, y in enumerate(self._places()) if (row := self._lines[y].row) and row.id == before.id)
            self._cursor = next(same, self._cursor)
        self.frame()

    def touched(self, tickets: set[int]) -> None:
        self.read()

    def tick(self) -> None:
        if self._read_at // MINUTE != self.scene.now // MINUTE:
            self.read()
        super().tick()

    def on_calendar_read(self, event: answers.CalendarRead) -> None:
        self.calendars.put(event.version, event.hours)
        self.frame()

    # Painting.

    def frame(self) -> None:
        super().frame()
        if self.size.width and self.is_attached:
            self._lay_out()
            self.page.show([each.line for each in self._shown()])

    def _lay_out(self) -> None:
        if self.shift is not None:
            keys = self.desk.key_words
            self._lines = shiftpage.page(self.shift, self.calendars, self.scene, self.size.width, keys)

    def _shown(self) -> list[ShiftLine]:
        places = self._places()
        if not places:
            return self._lines
        at = places[min(self._cursor, len(places) - 1)]
        return [shiftpage.under_cursor(each, self.scene) if y == at else each for y, each in enumerate(self._lines)]

    # Keys.

    def moves(self, by: int) -> None:
        if self._places():
            self._move_to(self._cursor + by)
        else:
            self.page.step(by)

    def _move_to(self, place: int) -> None:
        places = self._places()
        self._cursor = max(min(place, len(places) - 1), 0)
        self.page.in_sight(places[self._cursor])
        self.frame()

    def scrolls(self, by: int) -> None:
        """By the page without the cursor; to either end with it."""
        if abs(by) < END:
            self.page.step(by)
        else:
            self.moves(by)

    def sight(self) -> int:
        return self.page.size.height

    def act_list_open(self) -> None:
        if row := self.subject():
            from deskconsole.console.screens.ticket import TicketScreen  # who only looks needs none

            self.app.push_screen(TicketScreen(self.above, row))

    def act_copy_key(self) -> None:
        if row := self.subject():
            self.copy(row.number, row.number)

    def act_copy_text(self) -> None:
        self.copy_lines((each.line for each in self._lines), "this page")
