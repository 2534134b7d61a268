"""Cover: a week hour by hour, with a cursor that asks who is on, and the gaps; read anew as the roster changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.desk.covers import Cover
from deskconsole.console.history import Visit
from deskconsole.console.pages import coverpage
from deskconsole.console.painting.lines import Line, plain
from deskconsole.console.screens.pages import PageScreen
from deskconsole.console.widgets.lines import MarkedPage, placed
from deskconsole.core.instants import HOUR, Instant

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen
    from deskconsole.features.rosters.cover import Hour

PATIENCE = 0.3
"""Seconds before it says that it is being read."""
PAUSE = 0.5
"""Seconds between two readings while much happens."""


class CoverScreen(PageScreen):
    """Left and right among the hours, up and down among the days and the gaps below them; a page is a week."""

    TITLE_WORD = "Cover"

    def __init__(self, above: DeskScreen) -> None:
        super().__init__(above)
        self.page: MarkedPage = MarkedPage(called="page")
        self.reads = above.desk.reads(self)
        self.cover: Cover | None = None
        self._desk: str | None = None
        self._begin: Instant | None = None
        """A day of the week that is shown; None: today."""
        self._at: Instant | None = None
        """The hour under the cursor."""
        self._gap: int | None = None
        """The gap under the cursor; the hour is its first then."""
        self._lines: list[Line] = []
        self._reading = Paced(self, self._read, PAUSE)

    def on_mount(self) -> None:
        self._reading.again()
        self.set_timer(PATIENCE, self._still_reading)

    def on_unmount(self) -> None:
        self.reads.close()

    def _still_reading(self) -> None:
        if self.cover is None:
            self.page.show([[(f" reading {self.scene.g.cut}", "dim")]])

    # What it says of itself.

    def path(self) -> Sequence[str]:
        return [self.TITLE_WORD, *([self.cover.desk] if self.cover and self.cover.desk else [])]

    def footer_of(self) -> str:
        return "cover" if self.chain() == self.CHAIN else ""

    def here(self) -> Visit | None:
        return Visit("cover")

    def can(self, name: str) -> bool:
        if name == "list.open":
            return bool(self.cover and self.cover.hours)
        if name in ("pane.next", "pane.previous"):
            return bool(self.cover and len(self.cover.desks) > 1)
        return super().can(name)

    # Reading.

    def _read(self) -> None:
        self.reads.cover(self._desk, self._begin)

    def tick(self) -> None:
        if self.desk.source.covers.moved():
            self._reading.again()
        super().tick()

    def on_cover_read(self, event: answers.CoverRead) -> None:
        self._reading.over()
        self.cover = event.found
        self._desk = event.found.desk
        if self._gap is not None and self._gap >= len(event.found.gaps):
            self._gap = None
        self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self._reading.over()
        self.say("failed", event.words)

    # Painting.

    @property
    def place(self) -> int:
        """Which hour of the week the cursor stands on: where nobody moved it, the one that is now."""
        hours = self.cover.hours if self.cover else ()
        at = self.scene.now if self._at is None else self._at
        return next((n for n, hour in enumerate(hours) if hour.begin <= at < hour.begin + HOUR), 0)

    def frame(self) -> None:
        super().frame()
        room, scene, cover = self.size.width, self.scene, self.cover
        if not room or not self.is_attached or cover is None:
            return
        placed(self.heading, bool(cover.desks))
        if not cover.desks:
            self.page.mark(-1)
            self.page.show(coverpage.none(scene, room))
            return
        self.heading.show(coverpage.heading(cover, scene, room))
        drawn = coverpage.page(cover, scene, room, self.place, self._gap, self.desk.key_words)
        self._lines = drawn.lines
        self.page.show(drawn.lines)
        self.page.mark(drawn.marked)
        if self._gap is None:
            self.page.home()

    # Keys.

    def moves(self, by: int) -> None:
        """Days, and below them the gaps."""
        cover = self.cover
        if cover is None or not cover.hours:
            return
        days = cover.days()
        day = next(n for n, each in enumerate(days) if self.place in each)
        row = (len(days) + self._gap if self._gap is not None else day) + by
        if row >= len(days) and cover.gaps:
            self._to_gap(min(row - len(days), len(cover.gaps) - 1))
            return
        goal = days[max(min(row, len(days) - 1), 0)]
        ahead = self.place - days[day][0]
        self._gap = None
        self._to(cover.hours[goal[min(ahead, len(goal) - 1)]])

    def _to_gap(self, gap: int) -> None:
        assert self.cover is not None
        self._gap = gap
        begin = self.cover.gaps[gap].begin
        self._to(next(hour for hour in reversed(self.cover.hours) if hour.begin <= begin))

    def _to(self, hour: Hour) -> None:
        self._at = hour.begin
        self.frame()

    def scrolls(self, by: int) -> None:
        """To the first day, or the last row."""
        self.moves(by)

    def act_list_left(self) -> None:
        self._step(-1)

    def act_list_right(self) -> None:
        self._step(+1)

    def _step(self, by: int) -> None:
        if self.cover is not None and self.cover.hours:
            self._gap = None
            self._to(self.cover.hours[max(min(self.place + by, len(self.cover.hours) - 1), 0)])

    def act_list_page_up(self) -> None:
        self._week(-1)

    def act_list_page_down(self) -> None:
        self._week(+1)

    def _week(self, by: int) -> None:
        """The same hour, a week on."""
        if self.cover is None or not self.cover.midnights:
            return
        first, last = self.cover.midnights[0], self.cover.midnights[-1]
        at = self.cover.hours[self.place].begin
        self._begin = Instant(last if by > 0 else first - (last - first) + HOUR)
        self._at, self._gap = Instant(at + by * (last - first)), None
        self._anew()

    def act_pane_next(self) -> None:
        self._next_desk(+1)

    def act_pane_previous(self) -> None:
        self._next_desk(-1)

    def _next_desk(self, by: int) -> None:
        if self.cover is not None and len(desks := list(self.cover.desks)) > 1:
            place = desks.index(self._desk) if self._desk in desks else 0
            self._desk, self._gap = desks[(place + by) % len(desks)], None
            self._anew()

    def _anew(self) -> None:
        """Something else is wanted than what is being read."""
        self._reading.forget()
        self._reading.again()

    def act_list_open(self) -> None:
        """Who is on in the hour under the cursor."""
        if self.cover is not None and self.cover.hours:
            self.app.push_screen(HourScreen(self, self.cover, self.cover.hours[self.place]))

    def act_copy_text(self) -> None:
        self.copy("".join(plain(line).rstrip() + "\n" for line in self._lines), "this cover")


class HourScreen(PageScreen):
    """Everybody who is on in an hour, shift by shift."""

    def __init__(self, above: CoverScreen, cover: Cover, hour: Hour) -> None:
        super().__init__(above)
        self.cover, self.hour = cover, hour

    def path(self) -> Sequence[str]:
        return [*self.above.path(), coverpage.hour_name(self.cover, self.hour, self.scene)]

    def frame(self) -> None:
        super().frame()
        room = self.size.width
        if not room or not self.is_attached:
            return
        placed(self.heading, False)
        self.page.show(coverpage.people(self.cover, self.hour, self.scene, room))
