"""The list behind a queue: windows of rows over a list far longer than memory should hold. No terminal in here."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from deskconsole.features.tickets.orders import BY_BREACH, TOP, Place
from deskconsole.features.tickets.views import QueueRow

WINDOW = 64
"""Rows fetched at once."""

KEPT = 24
"""Windows kept: scrolling back a little costs nothing, scrolling through everything stays small."""


place_of = BY_BREACH.place_of


class Listing:
    """Rows by their place in the list; what has not been read yet is None."""

    def __init__(self, anchors: Sequence[Place] = (TOP,), total: int = 0) -> None:
        self.anchors = list(anchors)
        self.total = total
        self._windows: OrderedDict[int, list[QueueRow]] = OrderedDict()

    def row(self, index: int) -> QueueRow | None:
        window, place = divmod(index, WINDOW)
        rows = self._windows.get(window)
        if rows is None or index < 0 or index >= self.total or place >= len(rows):
            return None
        return rows[place]

    def missing(self, first: int, last: int) -> list[int]:
        """Windows not read yet that hold rows `first` … `last`."""
        bottom, top = max(first, 0) // WINDOW, min(last, self.total - 1) // WINDOW
        wanted = range(bottom, min(top + 1, len(self.anchors)))
        return [window for window in wanted if window not in self._windows]

    def put(self, window: int, rows: list[QueueRow]) -> None:
        """A window was read."""
        self._windows[window] = rows
        self._windows.move_to_end(window)
        while len(self._windows) > KEPT:
            self._windows.popitem(last=False)

    def begin(self, rows: list[QueueRow]) -> None:
        """The first rows, before anybody has counted: the list is at least this long."""
        self.put(0, rows)
        self.total = max(self.total, len(rows))

    def find(self, ticket: int) -> int | None:
        """Where a ticket stands, among the rows that have been read."""
        for window, rows in self._windows.items():
            for place, row in enumerate(rows):
                if row.id == ticket:
                    return window * WINDOW + place
        return None

    def window_of(self, place: Place) -> int:
        """The window in which a row of that place would stand."""
        return max(bisect_left(self.anchors, place) - 1, 0)

    def known(self) -> Mapping[int, list[QueueRow]]:
        return self._windows


def renewed(anchors: Sequence[Place], total: int, windows: Iterable[tuple[int, list[QueueRow]]]) -> Listing:
    """The list as it was just read again."""
    listing = Listing(anchors or [TOP], total)
    for window, rows in windows:
        listing.put(window, rows)
    return listing
