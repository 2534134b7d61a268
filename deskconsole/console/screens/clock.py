"""A clock, explained: the page behind `x`. It is told anew each second, and read anew when something happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deskconsole.console.background import answers
from deskconsole.console.desk.source import Explanation
from deskconsole.console.history import Visit
from deskconsole.console.pages import clockpage
from deskconsole.console.painting.lines import Line
from deskconsole.console.screens.as_of import Timely
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.pages import PageScreen
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.explain.gather import Explained, Place, Ticket


class ClockScreen(Timely, PageScreen):
    """The clocks of a ticket, one at a time, what breaches next first."""

    TITLE_WORD = "Clock"

    def __init__(self, above: DeskScreen, explanation: Explanation, told: Ticket, at: Instant) -> None:
        super().__init__(above)
        self.reads = above.desk.reads(self)
        self.explanation, self.ticket, self.at = explanation, told, at
        first = told.pressing
        self._shown: Place | None = first.place if first else None
        self._read_at = at
        self._telling = False
        self._heading: Line = []
        self._lines: list[Line] = []
        self._laid_out: Ticket | None = None
        self._how: object = None

    def on_mount(self) -> None:
        self.watch(self.page, "scroll_y", self.frame, init=False)
        self.call_after_refresh(self.frame)  # once the page has its size

    def on_unmount(self) -> None:
        self.reads.close()

    # What it says of itself.

    @property
    def clock(self) -> Explained | None:
        """The clock that is shown; the first where it is no longer there."""
        clocks = self.ticket.clocks
        return next((each for each in clocks if each.place == self._shown), clocks[0] if clocks else None)

    def path(self) -> Sequence[str]:
        return [self.above.path()[0], self.noun(), self.TITLE_WORD]

    def noun(self) -> str:
        return self.ticket.row.number

    def ticket_number(self) -> str:
        return self.noun()

    def here(self) -> Visit | None:
        return Visit("clock", ticket=self.ticket.row.id)

    def footer_of(self) -> str:
        return "explain"

    def idle(self) -> Line:
        """Whose times these are, and how much of the page is in sight."""
        zone = clockpage.zone_line(self.clock, self.scene, self.size.width) if self.clock else []
        top, height, total = self.page.scroll_offset.y, self.page.size.height, len(self._lines)
        if total <= height:
            return zone
        where = f"   lines {top + 1}{self.scene.g.dash}{min(top + height, total)} of {total}"
        return [*zone, (where, "dim")]

    def can(self, name: str) -> bool:
        return super().can(name) and (len(self.ticket.clocks) > 1 or not name.startswith("pane."))

    # Reading.

    def tick(self) -> None:
        """Another second: the clocks go on, and now and then what would become of them is tried again."""
        if self._read_at // MINUTE != self.scene.now // MINUTE:
            self._read_again()
        elif not self._telling and not (self.scene.steady and self._calm()):
            self._telling = True
            self.reads.clocks_told(self.explanation, self.scene.now)
        super().tick()

    def _calm(self) -> bool:
        """Whether no clock here is in its last ten minutes."""
        dues = [each.told.clock.due for each in self.ticket.clocks if each.told.clock.state == "running"]
        return not any(due is not None and 0 <= due - self.scene.now < 10 * MINUTE for due in dues)

    def touched(self, tickets: set[int]) -> None:
        if self.ticket.row.id in tickets:
            self._read_again()

    def _read_again(self) -> None:
        self._read_at = self.scene.now
        self.reads.explanation(self.ticket.row.id)

    def on_explanation_read(self, event: answers.ExplanationRead) -> None:
        if event.explanation is None or event.told is None:
            self.say("failed", "that ticket is gone")
            return
        self.explanation, self.ticket, self.at = event.explanation, event.told, event.at
        self.frame()

    def on_clocks_told(self, event: answers.ClocksTold) -> None:
        self._telling = False
        if event.of is self.explanation:
            self.ticket, self.at = event.ticket, event.at
            self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self._telling = False

    # Painting.

    def frame(self) -> None:
        if (room := self.size.width) and self.is_attached:
            self._lay_out(room)
            self.heading.show(self._heading)
            self.page.show(self._lines)
        super().frame()  # its last line counts those of the page

    def _lay_out(self, room: int) -> None:
        """The heading, and the page below it; made anew only where something may have changed."""
        scene, clock = replace(self.scene, now=self.at), self.clock  # every figure of one and the same second
        how = (self._shown, scene, room)
        if self._laid_out is self.ticket and how == self._how:
            return
        self._laid_out, self._how = self.ticket, how
        key = self.desk.key_words("pane.next")
        self._heading, titled = clockpage.heading(self.ticket, clock, scene, room, key)
        self._lines = clockpage.page(self.ticket, clock, self.explanation.tries, scene, room, titled=not titled)

    # Keys.

    def act_pane_next(self) -> None:
        self._go(+1)

    def act_pane_previous(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        places = [each.place for each in self.ticket.clocks]
        if self._shown in places:
            self._shown = places[(places.index(self._shown) + step) % len(places)]
        elif places:
            self._shown = places[0]
        self.page.home()
        self.frame()

    def act_copy_key(self) -> None:
        self.copy(self.ticket.row.number, self.ticket.row.number)

    def act_copy_text(self) -> None:
        self.copy_lines([self._heading, *self._lines], "this page")

    def act_app_messages(self) -> None:
        self.desk.open_messages(self)
