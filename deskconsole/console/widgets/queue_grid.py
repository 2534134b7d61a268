"""The queue: a hundred thousand rows as one widget that paints lines, and only those whose text has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskconsole.console import rows as queue_rows
from deskconsole.console.layout import Column, cells, columns
from deskconsole.console.lines import Line, Scene
from deskconsole.console.listing import Listing
from deskconsole.console.paint import CURSOR, GROUND, SELECTED
from deskconsole.console.pane import Calendars
from deskconsole.console.rows import Mark
from deskconsole.console.widgets.lines import last_change, paint_of
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from textual import events

CHANGED_FOR = 10 * SECOND
"""How long a row that somebody changed stays marked."""

ARRIVED_FOR = 3600 * SECOND
"""How long one that arrived does, if nobody looks at it."""

JUST = 60 * SECOND
"""A ticket touched within this of its opening has arrived rather than changed."""


@dataclass
class _Painted:
    """A line as it stands on the screen, and what it was made of."""

    line: Line
    ground: str
    strip: Strip


class QueueGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows under a cursor that follows its ticket."""

    DEFAULT_CSS = "QueueGrid { scrollbar-size: 0 0; overflow-x: hidden; width: 1fr; height: 1fr; }"

    class Moved(Message):
        """The cursor stands on another ticket, or other rows came in sight."""

    class Opened(Message):
        """Somebody clicked on the row that the cursor was on already."""

    class Missing(Message):
        """Rows in sight have not been read yet."""

        def __init__(self, windows: list[int]) -> None:
            super().__init__()
            self.windows = windows

    def __init__(self, scene: Scene, calendars: Calendars, called: str | None = None) -> None:
        super().__init__(id=called)
        self.listing = Listing()
        self.cursor = 0
        self.selected: set[int] = set()
        self.everything = False
        """All that match the filter are selected, also those not read."""
        self.touched: dict[int, Instant] = {}
        """Tickets that others touched, and when; a new one counts as arrived until somebody looks at it."""
        self._scene = scene
        self._calendars = calendars
        self._range_from: int | None = None
        self._range_base: set[int] = set()
        self._painted: dict[int, _Painted] = {}
        self._ticket_cells = 0

    # What it shows.

    @property
    def row(self) -> QueueRow | None:
        """The ticket under the cursor."""
        return self.listing.row(self.cursor)

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns(self.size.width, self._ticket_cells)

    @property
    def in_sight(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(top + self.size.height, self.listing.total))

    def show(self, listing: Listing, cursor: int) -> None:
        """Another list, or the same one read again."""
        self.listing = listing
        self.cursor = max(min(cursor, listing.total - 1), 0)
        self.virtual_size = Size(self.size.width, listing.total)
        self._keep_in_sight()
        self.repaint()
        self.post_message(self.Moved())

    def tick(self, scene: Scene) -> None:
        """Another second: paint the lines whose text has changed, from the left edge to the change."""
        self._scene = scene
        self.touched = {ticket: at for ticket, at in self.touched.items() if scene.now - at < ARRIVED_FOR}
        self._renew(self.in_sight)

    def _renew(self, indices: Iterable[int]) -> None:
        """Paint these lines, as far as they differ from what stands there."""
        top, sight = self.scroll_offset.y, self.in_sight
        for index in indices:
            if index not in sight:
                continue
            before = self._painted.get(index)
            after = self._paint(index)
            if before is after:
                continue
            same_ground = before is not None and before.ground == after.ground
            end = last_change(before.line, after.line) if before and same_ground else self.size.width
            self.refresh(Region(0, index - top, end, 1))

    def repaint(self) -> None:
        """Anything may have changed: paint what is in sight, as far as it differs."""
        widest = max((cells(row.number) for i in self.in_sight if (row := self.listing.row(i))), default=0)
        if widest > self._ticket_cells:  # the column only ever grows, so that nothing moves back and forth
            self._ticket_cells = widest
            self._forget()
        self._painted = {index: painted for index, painted in self._painted.items() if index in self.in_sight}
        self.tick(self._scene)
        shown = len(self.in_sight)
        if shown < self.size.height:
            self.refresh(Region(0, shown, self.size.width, self.size.height - shown))
        if missing := self.listing.missing(self.in_sight.start, self.in_sight.stop - 1):
            self.post_message(self.Missing(missing))

    def _forget(self) -> None:
        self._painted.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        if index >= self.listing.total:
            return Strip.blank(self.size.width, paint_of(self).style(""))
        painted = self._painted.get(index) or self._paint(index)
        return painted.strip

    def _paint(self, index: int) -> _Painted:
        row = self.listing.row(index)
        on_cursor = index == self.cursor
        if row is None:
            line: Line = [(self._scene.g.cursor if on_cursor else " ", "key"), (f" {self._scene.g.cut}", "dim")]
            picked = False
        else:
            picked = self.everything or row.id in self.selected
            hours = self._calendars(row.calendar) if row.calendar is not None else None
            mark = Mark(on_cursor, picked, self._fresh(row))
            line = queue_rows.queue_line(row, self.columns, hours, self._scene, mark)
        ground = CURSOR if on_cursor else SELECTED if picked else GROUND
        paint = paint_of(self)
        before = self._painted.get(index)
        if before is not None and before.line == line and before.ground == ground:
            return before
        strip = paint.strip(line, ground).adjust_cell_length(self.size.width, paint.style("", ground))
        painted = self._painted[index] = _Painted(line, ground, strip)
        return painted

    def _fresh(self, row: QueueRow) -> str:
        """What others did to a row lately."""
        if (at := self.touched.get(row.id)) is None:
            return ""
        if row.opened_at is not None and at - row.opened_at < JUST:
            return "arrived"
        return "changed" if self._scene.now - at < CHANGED_FOR else ""

    # Moving and choosing.

    def move(self, by: int) -> None:
        self.move_to(self.cursor + by)

    def move_to(self, index: int) -> None:
        index = max(min(index, self.listing.total - 1), 0)
        if self._range_from is not None:
            self._select_range(self._range_from, index)
        if index == self.cursor:
            return
        before, self.cursor = self.cursor, index
        if (row := self.row) and self._fresh(row) == "arrived":
            del self.touched[row.id]  # it has been looked at
        self._keep_in_sight()
        if self._range_from is None:
            self._renew((before, index))
        else:
            self.repaint()
        self.post_message(self.Moved())

    def page(self, by: int) -> None:
        self.move(by * max(self.size.height - 1, 1))

    def toggle(self) -> None:
        """Select the ticket under the cursor, or no longer, and step on."""
        if self.row is None:
            return
        self._single()
        self.selected ^= {self.row.id}
        self.move(+1)
        self.repaint()

    def range_here(self) -> None:
        """Begin to select from here; again ends it."""
        self._range_from = self.cursor if self._range_from is None else None
        if self._range_from is not None:
            self._single()
            self._range_base = set(self.selected)
            self._select_range(self.cursor, self.cursor)
        self.repaint()

    def _select_range(self, first: int, last: int) -> None:
        indices = range(min(first, last), max(first, last) + 1)
        self.selected = self._range_base | {row.id for index in indices if (row := self.listing.row(index))}

    def _single(self) -> None:
        """From “all” to those that have been read and are meant."""
        if self.everything:
            self.everything = False
            self.selected = {row.id for rows in self.listing.known().values() for row in rows}

    def select_all(self) -> None:
        self.everything = True
        self.repaint()

    def select_none(self) -> None:
        self.everything, self._range_from = False, None
        self.selected.clear()
        self.repaint()

    @property
    def choosing(self) -> bool:
        return self.everything or bool(self.selected) or self._range_from is not None

    def _keep_in_sight(self) -> None:
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= self.cursor < top + height:
            to = self.cursor if self.cursor < top else self.cursor - height + 1
            self.scroll_to(y=to, animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.repaint()
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.listing.total)
        self._forget()
        self._keep_in_sight()
        self.repaint()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        index = self.scroll_offset.y + event.y
        if index >= self.listing.total:
            return
        if index == self.cursor:
            self.post_message(self.Opened())
        self.move_to(index)

    def restyle(self) -> None:
        """The theme has changed."""
        self._forget()
