"""Reading a list: its first rows, windows of it as somebody scrolls, and what a filter leaves that is being typed."""

from __future__ import annotations

from collections.abc import Sequence, Set
from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.background.answers import (
    AllCounted,
    Asked,
    Counted,
    FilterRead,
    FirstRows,
    ListRead,
    Narrowed,
    TicketsFound,
    WindowRead,
)
from deskconsole.console.background.threads import Keeping, Latest
from deskconsole.console.desk.listing import WINDOW, Listing, renewed
from deskconsole.console.desk.source import TOP, Hours, Place, Source, View
from deskconsole.core.errors import BadInput
from deskconsole.features.tickets.filter_completion import completed
from deskconsole.features.tickets.filter_words import Words
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.features.tickets.filter_unheard import Unheard

THREADS = 4
"""One waits for changes, one works for the list, two for everything else."""

LONG, PAUSE = 0.1, 0.4
"""Seconds: where a search takes that long, somebody who types is waited for, at most so long."""

EVERYTHING = ""
"""The filter of all tickets there are."""


class ListReads(Keeping):
    """Part of what is read: many tickets at once."""

    def __init__(self, source: Source, to: MessagePump) -> None:
        super().__init__(to, THREADS, "reads", "reads-forms")
        self.source = source
        self._typed = Latest(self._run)
        self._narrowed: int | None = None
        """The last text of which it was read what it leaves."""
        self._searching = 0.0
        """Seconds that it took last to search texts for what was typed."""

    def early(self, view: View) -> Future[Message]:
        """Begin to read the first rows before there is anything to show them on."""
        return self._pool.submit(self._first_rows, view, 1)

    def deliver(self, early: Future[Message]) -> Message | None:
        """What was begun early, if it is there; else it will arrive as a message."""
        if early.done() and early.exception() is None:
            return early.result()
        self._run(early.result)
        return None

    def ahead(self) -> None:
        """Read the modules that the first rows came without."""

        def read() -> None:
            from deskconsole.console.background.ahead import import_ahead

            for _ in import_ahead():
                if not self._open:
                    break

        self._run(read)

    def first_rows(self, view: View, run: int) -> None:
        """Put a view on, or a filter without a name."""
        self._run(lambda: self._first_rows(view, run))

    def _first_rows(self, view: View, run: int) -> Message:
        try:
            asked = self._asked(view, run)
        except BadInput as problem:
            return FilterRead(view.filter, True, str(problem), getattr(problem, "column", None))
        return FirstRows(asked, *self._top(asked))

    def _asked(self, view: View, run: int) -> Asked:
        where, values = self.source.compile_filter(view.filter)
        hue, more = self.source.hues(view.colours)
        return Asked(view, where, {**values, **more}, run, hue)

    def _top(self, asked: Asked) -> tuple[list[QueueRow], dict[int, Hours], Unheard | None]:
        rows = self._page(asked, TOP)
        needed = {row.calendar for row in rows if row.calendar is not None}
        why = None if rows else self.source.unheard(asked.text)
        return rows, {version: self.source.calendar(version) for version in needed}, why

    def _page(self, asked: Asked, place: Place) -> list[QueueRow]:
        return self.source.page(asked.where, asked.values, place, WINDOW, asked.view.order, asked.hue)

    def window(self, asked: Asked, listing: Listing, window: int) -> None:
        def read() -> Message:
            return WindowRead(asked.run, listing, window, self._page(asked, listing.anchors[window]))

        self._run(read)

    def again(self, asked: Asked, first: int, last: int, cursor: int | None, at: int) -> None:
        """Read the list again around rows `first` … `last`, and find the ticket that was under the cursor."""

        def read() -> None:
            self._say(self._list(asked, range(first // WINDOW, last // WINDOW + 1), cursor, at))
            self.source.give_back()

        self._run(read)

    def _list(self, asked: Asked, windows: range, cursor: int | None, at: int) -> Message:
        total, anchors = self.source.anchors(asked.where, asked.values, WINDOW, asked.view.order)
        listing = renewed(anchors, total, ())
        for window in windows:
            self._fill(asked, listing, window)
        if cursor is None:
            return ListRead(asked.run, listing, None)
        if (found := listing.find(cursor)) is None and (detail := self.source.detail(cursor)) is not None:
            self._fill(asked, listing, listing.window_of(asked.view.order.place_of(detail.row)))
            found = listing.find(cursor)
        return ListRead(asked.run, listing, found)

    def _fill(self, asked: Asked, listing: Listing, window: int) -> None:
        if 0 <= window < len(listing.anchors) and window not in listing.known():
            listing.put(window, self._page(asked, listing.anchors[window]))

    def everything(self) -> None:
        """Count all tickets there are."""

        def read() -> Message:
            where, values = self.source.compile_filter(EVERYTHING)
            return Counted(EVERYTHING, self.source.counts(where, values, self.source.now()))

        self._run(read)

    def tally(self, texts: Sequence[str], touched: Set[int] | None) -> None:
        """Count views anew, one after the other, after something happened to some tickets, or to anything."""

        def read() -> None:
            try:
                for text, counts in zip(texts, self.source.tally(texts, touched), strict=True):
                    self._say(Counted(text, counts))
            finally:
                self._say(AllCounted())  # also where it went wrong: the next time it is tried again
                self.source.give_back()

        self._run(read)

    def narrow(self, view: View, line: str, cursor: int, run: int | None, *, rested: bool = False) -> None:
        """Understand a filter that is being typed, find what it may go on with, and read what it leaves of a view.

        Nothing is read where `run` is None, nor for a text that somebody has typed on meanwhile. What may become a
        key, as `sta` may, is a word to be found only once somebody has `rested`; nor are texts searched for each letter
        where that takes long.
        """
        text = line.strip()

        def look() -> None:
            goes_on = completed(line, cursor, self.source.filter_values)
            try:
                asked = self._asked(view._replace(filter=text), run or 0)
            except BadInput as problem:
                self._say(FilterRead(text, False, str(problem), getattr(problem, "column", None), goes_on))
                return
            self._say(FilterRead(text, False, goes_on=goes_on))
            if run in (None, self._narrowed) or self._typed.is_late or (goes_on.of_a_key and not rested):
                return
            words = "text_fts" in asked.where
            if words and self._searching > LONG and not rested and self._pauses(self._searching):
                return
            begun = monotonic()
            read, self._narrowed = Narrowed(asked, *self._top(asked)), run
            self._searching = monotonic() - begun if words else self._searching
            self._say(read)
            self.source.give_back()

        self._typed.run(look)

    def _pauses(self, seconds: float) -> bool:
        """Wait a little; whether somebody has typed on meanwhile."""
        self._shut.wait(min(seconds, PAUSE))
        return self._typed.is_late

    def tickets(self, words: str) -> None:
        """A few tickets that have these words."""

        def read() -> Message:
            *whole, last = words.split() or [""]
            text = " ".join([*(f"{Words(word, True)}" for word in whole), f"{Words(last)}"])
            where, values = self.source.compile_filter(text)
            return TicketsFound(words, self.source.page(where, values, TOP, 5))

        self._run(read)

    def numbered(self, text: str) -> None:
        """A few tickets that are called so."""
        self._run(lambda: TicketsFound(text, self.source.numbered(text)))
