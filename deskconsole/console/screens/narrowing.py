"""The list while a filter is typed: each key leaves fewer rows or others, at once; enter keeps them, escape puts back
what stood there before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deskconsole.console.background import answers
from deskconsole.console.desk.listing import WINDOW, Listing

if TYPE_CHECKING:
    from deskconsole.console.background.answers import Asked
    from deskconsole.console.screens.queue import QueueScreen
    from deskconsole.console.widgets.filter_bar import FilterBar

REST = 0.5
"""Seconds without a key after which all that match are counted; until then the first window of them is enough."""


class Narrowing:
    """What is typed is tried and not on yet: neither views nor history nor the place one comes back to know of it."""

    def __init__(self, screen: QueueScreen) -> None:
        self.screen = screen
        self.asked: Asked | None = None
        """What the list shows instead of what is on."""
        self._run = 0
        self._answered = 0
        """The last of them of which it is known what it leaves."""
        self._settled = False
        self._missed = False
        """Something happened to the list that is on, and it was not read again."""
        self._back: Callable[[], None] | None = None
        self._total: int | None = None

    @property
    def on(self) -> bool:
        return self.asked is not None

    def typed(self, event: FilterBar.Typed) -> None:
        """Another key: what was asked for before it is of no interest any more."""
        screen = self.screen
        self._run, self._settled = screen.next_run(), False
        same = event.line.strip() == screen.asked.text
        screen.reads.narrow(screen.asked.view, event.line, event.cursor, None if same else self._run)
        if same:
            self.undo()
        else:
            screen.set_timer(REST, partial(self._rest, self._run, event))

    def show(self, event: answers.Narrowed) -> None:
        """What the text leaves, if it is still the one that stands there."""
        screen, rows = self.screen, event.rows
        if event.asked.run != self._run or not screen.filter_bar.typing:
            return
        self._answered = self._run
        if not rows:  # somebody may be about to say otherwise; who means it gets the empty list
            screen.filter_bar.nothing(event.asked.text, event.unheard)
            screen.frame()
            return
        for version, hours in event.calendars.items():
            screen.calendars.put(version, hours)
        if self._back is None:
            self._back, self._total = screen.grid.bookmark(), screen.total
            screen.grid.select_none()
        self.asked, screen.total = event.asked, len(rows) if len(rows) < WINDOW else None
        screen.reading_anew()
        listing = Listing()
        listing.begin(rows)
        screen.grid.show(listing, 0)
        if self._settled and screen.total is None:
            screen.read_list()
        screen.frame()

    def _rest(self, run: int, event: FilterBar.Typed) -> None:
        """Nobody types on: how many there are; what may have become something else is what it is."""
        screen = self.screen
        if run != self._run or not screen.filter_bar.typing:
            return
        self._settled = True
        if self._answered != run:
            screen.reads.narrow(screen.asked.view, event.line, event.cursor, run, rested=True)
        elif self.on and (screen.total is None or self._missed):
            screen.read_list()

    def waits(self) -> bool:
        """Something happened to the list that is on; while more is likely to be typed, nothing is read again."""
        self._missed = self._missed or self.on
        return self.on and not self._settled

    def kept(self, text: str) -> int | None:
        """Enter: this is the filter. The ticket that the cursor stands on in its list."""
        row = self.screen.grid.row
        return row.id if row and self.asked is not None and self.asked.text == text else None

    def over(self) -> None:
        """Another list is on."""
        self.asked, self._back, self._missed = None, None, False
        self._run = self.screen.next_run()

    def undo(self) -> None:
        """The list as it was, to the line; what happened to it meanwhile is read."""
        back, missed, screen = self._back, self._missed, self.screen
        self.over()
        if back is None:
            return
        screen.total = self._total
        screen.reading_anew()
        back()
        if missed or screen.total is None:
            screen.read_again()
        screen.frame()
