"""Pre-flight of a ticket's escalations: who would hear if nobody acted, and what makes it better (frame 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from deskconsole.console.background import answers
from deskconsole.console.desk.source import Counts
from deskconsole.console.history import Visit
from deskconsole.console.pages import preflightpage
from deskconsole.console.painting.lines import Line, fit
from deskconsole.console.screens.as_of import AsOfScreen
from deskconsole.console.screens.jumping import Spot, on_page
from deskconsole.console.screens.scrolling import Scrolling
from deskconsole.console.screens.working import WorkScreen
from deskconsole.console.widgets.lines import Lines, MarkedPage
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.core.when import read_instant
from deskconsole.features.tickets.views import QueueRow
from deskconsole.preflight.found import Preflight

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen


class PreflightScreen(Scrolling, WorkScreen):
    """It is computed anew when something happens to the ticket, and each minute; nothing is written or sent."""

    CHAIN = "ticket"
    DEFAULT_CSS = "PreflightScreen #preflight { height: 1fr; }"

    def __init__(self, above: QueueScreen, row: QueueRow) -> None:
        super().__init__(above.desk)
        self.above, self.row = above, row
        self.found: Preflight | None = None
        self.at: Instant | None = None
        """The instant that was asked for; None: now."""
        self._ms = 0.0
        self._read_at = above.scene.now
        self._cursor = 0
        self._places: list[int] = []
        self.heading = Lines(called="heading")
        self.page = MarkedPage(called="preflight")
        self._lines: list[Line] = []

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.page

    def on_mount(self) -> None:
        self.page.focus()
        self.read()
        self.patience(self.page, lambda: self.found is not None)

    # What it says of itself.

    def path(self) -> Sequence[str]:
        return [self.above.path()[0], self.row.number, "Pre-flight"]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def noun(self) -> str:
        return self.row.number

    def ticket_number(self) -> str:
        return self.row.number

    def footer_of(self) -> str:
        return "preflight" if self.chain() == self.CHAIN else ""

    def targets(self) -> list[int]:
        return [self.row.id]

    def subject(self) -> QueueRow:
        return self.row

    def starts(self, name: str) -> Mapping[str, str]:
        """A repair says what stands in its form."""
        repairs = self.found.repairs if self.found else ()
        return next((repair.texts for repair in repairs if repair.command == name), {})

    def settled(self) -> None:
        self.read()
        self.above.settled()

    def home(self) -> None:
        self.page.focus()

    def idle(self) -> Line:
        if self.found is None:
            return []
        return [(f" computed in {max(round(self._ms), 1)} ms, nothing was sent", "dim")]

    def spots(self) -> Sequence[Spot]:
        return on_page(self.page, self._places, self._move_to)

    # Reading.

    def read(self) -> None:
        self._read_at = self.scene.now
        self.reads.preflight(self.row.id, self.at)

    def look_at(self, at: Instant | None) -> None:
        """As it would be at another instant, if nothing happened until then."""
        self.at = at
        self.read()

    def touched(self, tickets: set[int]) -> None:
        self.calls.touched(tickets)
        if self.row.id in tickets:
            self.read()

    def tick(self) -> None:
        if self.at is None and self._read_at // MINUTE != self.scene.now // MINUTE:
            self.read()
        super().tick()

    def on_preflight_read(self, event: answers.PreflightRead) -> None:
        if event.found is None:
            self.say("failed", "that ticket is gone")
            return
        self.found, self._ms = event.found, event.ms
        self._cursor = min(self._cursor, max(len(self.found.repairs) - 1, 0))
        self.frame()

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        if self.found is None:
            self.heading.show(fit([(f" {scene.g.outside(self.row.number)}", "head")], room, scene.g))
            return
        self.heading.show(preflightpage.heading(self.found, scene, room, scene.now))
        told = preflightpage.page(self.found, scene, room, at=self._cursor)
        self._lines, self._places = told
        self.page.show(self._lines)
        if self._places and (self._cursor or self.page.scroll_offset.y):
            self.page.mark(self._places[self._cursor])
        else:
            self.page.marked = self._places[0] if self._places else -1

    # Keys.

    def _move_to(self, place: int) -> None:
        self._cursor = max(min(place, len(self._places) - 1), 0)
        if self._places:
            self.page.in_sight(self._places[self._cursor])
        self.frame()

    def moves(self, by: int) -> None:
        """Among the repairs while they are in sight; before that the page scrolls towards them."""
        shown = range(self.page.scroll_offset.y, self.page.scroll_offset.y + self.page.size.height)
        if self._places and self._places[self._cursor] in shown and 0 <= self._cursor + by < len(self._places):
            self._move_to(self._cursor + by)
        else:
            self.page.step(by)

    def scrolls(self, by: int) -> None:
        self.page.step(by)

    def sight(self) -> int:
        return self.page.size.height

    def act_list_open(self) -> None:
        """Enter: the form of what makes it better; what the desk file must say stands in the desk file."""
        repairs = self.found.repairs if self.found else ()
        if not repairs:
            self.say("", "nothing needs a repair")
            return
        repair = repairs[self._cursor]
        if repair.command in self.desk.commands:
            self.calls.begin(repair.command)
        else:
            self.say("", f"{repair.words}: {repair.note}")

    def act_time_as_of(self) -> None:
        """Another instant, also one that is still to come."""
        if self.at is not None:
            self.look_at(None)
        else:
            self.app.push_screen(WhenScreen(self, Visit("preflight", ticket=self.row.id)))

    def act_escalation_preflight(self) -> None:
        self.read()

    def act_copy_key(self) -> None:
        self.copy(self.row.number, self.row.number)

    def act_copy_text(self) -> None:
        if self.found is not None:
            lines = preflightpage.printed(self.found, self.scene, self.size.width)
            self.copy_lines(lines, "this page")


class WhenScreen(AsOfScreen):
    """A field for the instant that a pre-flight is asked about."""

    TITLE_WORD = "At"
    SIGN = " at "
    TITLE = " This escalation, if nothing happens until then"
    HINT = "nothing is written or sent "

    def understood(self, text: str) -> Instant:
        return read_instant(text, self.scene.now, self.scene.zone)

    def act_form_step(self) -> None:
        self._understand()
        if self._at is None:
            self.frame()
            return
        above = cast(PreflightScreen, self.above)
        self.app.pop_screen()
        above.look_at(self._at)

    act_form_commit = act_form_step
