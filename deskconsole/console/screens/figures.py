"""The figures of the day: what came, went and broke, who is rung how often, what is owed; read anew as it changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.desk.daily import Day
from deskconsole.console.pages import dailypage
from deskconsole.console.screens.pages import PageScreen

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen

PACE = 15.0
"""Seconds: figures that change more often cannot be read, and a month of alarms is counted each time."""
ANEW = 60
"""Seconds after which it is read anew though nothing was told: time alone breaks promises."""


class FiguresScreen(PageScreen):
    """A page of figures over the queue."""

    TITLE_WORD = "Figures"

    def __init__(self, above: DeskScreen) -> None:
        super().__init__(above)
        self.reads = above.desk.reads(self)
        self.day: Day | None = None
        self._asking = Paced(self, self._ask_and_rest, PACE)
        self._seconds = 0

    def on_mount(self) -> None:
        self.reads.figures()

    def on_unmount(self) -> None:
        self.reads.close()

    def path(self) -> Sequence[str]:
        return [self.TITLE_WORD, *([self.day.whose] if self.day and self.day.whose else [])]

    # Reading.

    def touched(self, tickets: set[int]) -> None:
        """Something happened: it is read anew, but not more often than people can follow."""
        self._asking.again()

    def _ask_and_rest(self) -> None:
        self._seconds = 0
        self.reads.figures()
        self._asking.over()  # the pause begins with the question

    def tick(self) -> None:
        self._seconds += 1
        if self._seconds >= ANEW:
            self.touched(set())
        super().tick()

    def on_figures_read(self, event: answers.FiguresRead) -> None:
        self.day = event.day
        self.frame()

    # Painting.

    def frame(self) -> None:
        super().frame()
        if not self.size.width or not self.is_attached:
            return
        self.heading.display = False
        if self.day is None:
            self.page.show([[(f" reading {self.scene.g.cut}", "dim")]])
        else:
            self.page.show(dailypage.page(self.day, self.scene, self.size.width))
