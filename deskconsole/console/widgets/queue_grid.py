"""The queue: a hundred thousand rows as one widget that paints lines, and only those whose text has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskconsole.console.desk.listing import WINDOW, Listing
from deskconsole.console.pages import rows as queue_rows
from deskconsole.console.pages.pane import Calendars
from deskconsole.console.pages.rows import Mark, Standing
from deskconsole.console.painting.layout import Column, cells, columns, most_scrolled
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.console.painting.paint import CURSOR, GROUND, SELECTED, Paint
from deskconsole.console.terminal.at_once import Painting
from deskconsole.console.widgets.lines import last_change, paint_of
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.tickets.views import QueueRow

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
    by: Paint
    of: tuple[QueueRow | None, tuple[Column, ...], Mark]
    standing: Standing


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

    def __init__(self, scene: Scene, calendars: Calendars, called: str | None = None, *, tall: int = 1) -> None:
        """Each row takes `tall` lines; all but the first are blank."""
        super().__init__(id=called)
        self.tall = tall
        self.listing = Listing()
        self.cursor = 0
        self.quiet = False
        """Whether the keys go elsewhere: then another cursor is shown."""
        self.selected: set[int] = set()
        self.everything = False
        """All that match the filter are selected, also those not read."""
        self.touched: dict[int, Instant] = {}
        """Tickets that others touched, and when; a new one counts as arrived until somebody looks at it."""
        self.chosen: tuple[str, ...] = ()
        self.scrolled = 0
        self._scene = scene
        self._calendars = calendars
        self._range_from: int | None = None
        self._range_base: set[int] = set()
        self._span = range(0)
        """The rows of the range, also once it has been ended."""
        self._ranged: dict[int, int] = {}
        """Those of them that have been read, with their tickets: a long range is more than the list keeps."""
        self._awaited: set[int] = set()
        """Windows that were asked for because of it."""
        self._painted: dict[int, _Painted] = {}
        self._ticket_cells = 0

    # What it shows.

    @property
    def row(self) -> QueueRow | None:
        """The ticket under the cursor."""
        return self.listing.row(self.cursor)

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns(self.size.width, self._ticket_cells, self.chosen, self.scrolled)

    def choose(self, chosen: tuple[str, ...]) -> None:
        """Other columns; without any, those that the width has room for."""
        if chosen != self.chosen:
            self.chosen, self.scrolled = chosen, 0
            self._forget()
            self.repaint()

    def scroll_columns(self, by: int) -> None:
        """Show columns further on, or back."""
        most = most_scrolled(self.size.width, self._ticket_cells, self.chosen)
        self.scrolled = max(0, min(self.scrolled + by, most))
        self._forget()
        self.repaint()

    @property
    def in_sight(self) -> range:
        """The rows of which the first line is on the screen."""
        top, end = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        return range(-(-top // self.tall), min(-(-end // self.tall), self.listing.total))

    def show(self, listing: Listing, cursor: int) -> None:
        """Another list, or the same one read again."""
        self.listing = listing
        self._awaited.clear()  # what was asked for of the old list never comes
        self.cursor = max(min(cursor, listing.total - 1), 0)
        self.virtual_size = Size(self.size.width, listing.total * self.tall)
        self._keep_in_sight()
        self.repaint()
        self.post_message(self.Moved())

    def bookmark(self) -> Callable[[], None]:
        """How it stands; what is returned puts that back, to the line."""
        listing, cursor, top = self.listing, self.cursor, self.scroll_offset.y
        chosen = self.everything, set(self.selected)
        ranged = self._range_from, set(self._range_base), self._span, dict(self._ranged)

        def back() -> None:
            self.everything, self.selected = chosen
            self._range_from, self._range_base, self._span, self._ranged = ranged
            self.show(listing, cursor)
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

        return back

    def tick(self, scene: Scene) -> None:
        """Another second: paint the lines whose text has changed, from the left edge to the change."""
        self._scene = scene
        self.touched = {ticket: at for ticket, at in self.touched.items() if scene.now - at < ARRIVED_FOR}
        self._renew(self.in_sight)

    def _renew(self, indices: Iterable[int]) -> None:
        """Paint these lines, as far as they differ from what stands there."""
        top, sight, columns, room = self.scroll_offset.y, self.in_sight, self.columns, self.size.width
        paint = paint_of(self)
        regions: list[Region] = []
        for index in indices:
            if index not in sight:
                continue
            before = self._painted.get(index)
            after = self._paint(index, columns, room, paint)
            if before is after:
                continue
            same_ground = before is not None and before.ground == after.ground
            end = last_change(before.line, after.line) if before and same_ground else room
            y = index * self.tall - top
            if regions and regions[-1].bottom == y and regions[-1].width == end:  # each region costs by itself
                regions[-1] = Region(0, regions[-1].y, end, regions[-1].height + 1)
            else:
                regions.append(Region(0, y, end, 1))
        if regions:
            self.refresh(*regions)

    def repaint(self) -> None:
        """Anything may have changed: paint what is in sight, as far as it differs."""
        widest = max((cells(row.number) for i in self.in_sight if (row := self.listing.row(i))), default=0)
        if widest > self._ticket_cells:  # the column only ever grows, so that nothing moves back and forth
            self._ticket_cells = widest
            self._forget()
        self._painted = {index: painted for index, painted in self._painted.items() if index in self.in_sight}
        if self.pending:
            self._gather()
        self.tick(self._scene)
        shown = self.listing.total * self.tall - self.scroll_offset.y
        if shown < self.size.height:
            self.refresh(Region(0, shown, self.size.width, self.size.height - shown))
        if missing := self.listing.missing(self.in_sight.start, self.in_sight.stop - 1):
            self.post_message(self.Missing(missing))

    def _forget(self) -> None:
        self._painted.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        index, line = divmod(y + self.scroll_offset.y, self.tall)
        paint = paint_of(self)
        if line or index >= self.listing.total:
            return Strip.blank(self.size.width, paint.style(""))
        painted = self._painted.get(index)
        if painted is None or painted.by is not paint:  # another theme has been put on
            painted = self._paint(index, self.columns, self.size.width, paint)
        return painted.strip

    def _paint(self, index: int, columns: tuple[Column, ...], room: int, paint: Paint) -> _Painted:
        row = self.listing.row(index)
        on_cursor = index == self.cursor and not self.quiet
        picked = row is not None and (self.everything or row.id in self.selected)
        war = row is not None and row.id in self._scene.abroad.of
        mark = Mark(on_cursor, picked, self._fresh(row) if row else "", war)
        before = self._painted.get(index)
        same = before is not None and before.of[0] is row and before.of[1:] == (columns, mark)
        standing = before.standing if before and same else {}
        if row is None:
            line: Line = [(self._scene.g.cursor if on_cursor else " ", "key"), (f" {self._scene.g.cut}", "dim")]
        else:
            hours = self._calendars(row.calendar) if row.calendar is not None else None
            line = queue_rows.queue_line(row, columns, hours, self._scene, mark, standing)
        ground = CURSOR if on_cursor else SELECTED if picked else GROUND
        if before is not None and before.line == line and before.ground == ground and before.by is paint:
            before.of, before.standing = (row, columns, mark), standing
            return before
        strip = paint.strip(line, ground).adjust_cell_length(room, paint.style("", ground))
        painted = self._painted[index] = _Painted(line, ground, strip, paint, (row, columns, mark), standing)
        return painted

    def _fresh(self, row: QueueRow) -> str:
        """What others did to a row lately."""
        if (at := self.touched.get(row.id)) is None:
            return ""
        if row.opened_at is not None and at - row.opened_at < JUST:
            return "arrived"
        return "changed" if self._scene.now - at < CHANGED_FOR else ""

    # Moving and choosing.

    def _forward_event(self, event: events.Event) -> None:
        """Keys are the screen's, and it hears them now."""
        if isinstance(event, events.Key) and isinstance(screen := self.screen, Painting):
            event._set_forwarded()
            screen.press(event, self)
        else:
            super()._forward_event(event)

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
        self.move(by * max(self.size.height // self.tall - 1, 1))

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
            self._ranged.clear()
            self._awaited.clear()
            self._range_base = set(self.selected)
            self._select_range(self.cursor, self.cursor)
        self.repaint()

    def _select_range(self, first: int, last: int) -> None:
        self._span = range(min(first, last), max(first, last) + 1)
        self._gather()

    def _gather(self) -> None:
        """Select what has been read of the range, and have the rest read."""
        known = ((index, row.id) for index in self._span if (row := self.listing.row(index)))
        self._ranged |= {index: ticket for index, ticket in known if index not in self._ranged}
        self.selected = self._range_base | {t for index, t in self._ranged.items() if index in self._span}
        unread = {index // WINDOW for index in self._span if index not in self._ranged} - self._awaited
        if unread:
            self._awaited |= unread
            self.post_message(self.Missing(sorted(unread)))

    def end_range(self) -> None:
        """The rows are others now: what has been read of a range stays selected, nothing where some had not been."""
        if self.pending:
            self.select_none()
        self._range_from, self._span = None, range(0)

    @property
    def pending(self) -> bool:
        """Whether some of a range has still to be read."""
        return any(index not in self._ranged for index in self._span)

    def _single(self) -> None:
        """From “all” to those that have been read and are meant."""
        if self.everything:
            self.everything = False
            self.selected = {row.id for rows in self.listing.known().values() for row in rows}

    def select_all(self) -> None:
        self.everything, self._span = True, range(0)
        self.repaint()

    def select_none(self) -> None:
        self.everything, self._range_from, self._span = False, None, range(0)
        self.selected.clear()
        self.repaint()

    def picked(self) -> list[int]:
        """What is selected, in the order of the list as far as that has been read."""
        known = self.listing.known()
        listed = [row.id for window in sorted(known) for row in known[window] if row.id in self.selected]
        return [*listed, *sorted(self.selected.difference(listed))]

    @property
    def choosing(self) -> bool:
        return self.everything or bool(self.selected) or self._range_from is not None

    def _keep_in_sight(self) -> None:
        """Forced: a list that is long again is laid out only later."""
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        line = self.cursor * self.tall
        if not top <= line < top + height:
            to = line if line < top else line - height + 1
            self.scroll_to(y=to, animate=False, immediate=True, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.repaint()
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        self.scrolled = 0
        self.virtual_size = Size(self.size.width, self.listing.total * self.tall)
        self._forget()
        self._keep_in_sight()
        self.repaint()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        index = (self.scroll_offset.y + event.y) // self.tall
        if index >= self.listing.total:
            return
        if index == self.cursor:
            self.post_message(self.Opened())
        self.move_to(index)
