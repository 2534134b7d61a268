"""Widgets that show lines: nothing else in the console writes to the terminal, apart from fields and the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line
from deskconsole.console.painting.paint import CURSOR, GROUND, Paint

if TYPE_CHECKING:
    from deskconsole.console.app import Console


def paint_of(widget: Widget) -> Paint:
    return cast("Console", widget.app).paint


def last_change(before: Line, after: Line) -> int:
    """Where the last difference of two lines ends, in cells; 0 where there is none.

    Textual sends a dirty line again from the left edge to the change, so that is all there is to know.
    """
    if before == after:
        return 0
    same = 0
    for old, new in zip(reversed(before), reversed(after), strict=False):
        if old != new:
            break
        same += 1
    changed = (line[: len(line) - same] for line in (before, after))
    return max(sum(cells(text) for text, _ in line) for line in changed)


def placed(widget: Widget, there: bool) -> None:
    """Have a widget on the screen or not; said every second, it costs nothing where nothing changes."""
    if widget.display != there:
        widget.display = there


class Lines(Widget):
    """A few lines at a fixed place; only what changed is painted again."""

    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"

    def __init__(self, called: str | None = None) -> None:
        super().__init__(id=called)
        self._lines: list[Line] = []

    def show(self, *lines: Line) -> None:
        before, self._lines = self._lines, list(lines)
        for y, line in enumerate(self._lines):
            if (end := last_change(before[y] if y < len(before) else [], line)) or y >= len(before):
                self.refresh(Region(0, y, max(end, 1), 1))
        if len(before) != len(self._lines):
            self._lengthen()

    def _lengthen(self) -> None:
        """As high as there are lines."""
        self.styles.height = max(len(self._lines), 1)
        self.refresh()

    def line_at(self, y: int) -> Line:
        """What stands in a line of the widget."""
        return self._lines[y] if 0 <= y < len(self._lines) else []

    def render_line(self, y: int) -> Strip:
        paint = paint_of(self)
        return paint.strip(self.line_at(y)).adjust_cell_length(self.size.width, paint.style(""))


class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that may be more than the screen holds: the pane, the help, all messages."""

    DEFAULT_CSS = "Page { scrollbar-size: 0 0; overflow-x: hidden; }"

    def __init__(self, called: str | None = None) -> None:
        super().__init__(id=called)
        self._lines: list[Line] = []

    def show(self, lines: Sequence[Line]) -> None:
        """Paint what changed of what is in sight."""
        before, self._lines = self._lines, list(lines)
        if len(before) != len(self._lines):
            self._lengthen(Size(self.size.width, len(self._lines)))
        top = self.scroll_offset.y
        for y in range(top, top + self.size.height):
            if end := last_change(self._line(before, y), self._line(self._lines, y)):
                self.refresh(Region(0, y - top, end, 1))

    def _lengthen(self, size: Size) -> None:
        """Hold so many lines. The screen is laid out again only where that they can be scrolled at all is new: no
        scroll bar shows how many they are."""
        room = self.size.height
        if (size.height > room) != (self.virtual_size.height > room):
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    @staticmethod
    def _line(lines: Sequence[Line], y: int) -> Line:
        return lines[y] if y < len(lines) else []

    def line_at(self, y: int) -> Line:
        """What stands in a line of the widget."""
        return self._line(self._lines, y + self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        paint = paint_of(self)
        return paint.strip(self.line_at(y), GROUND).adjust_cell_length(self.size.width, paint.style(""))

    def step(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def home(self) -> None:
        self.scroll_to(y=0, animate=False, immediate=True)

    def in_sight(self, y: int) -> None:
        """Scroll as little as needed to show a line."""
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= y < top + height:
            self.scroll_to(y=y if y < top else y - height + 1, animate=False, immediate=True)


class MarkedPage(Page):
    """A page with a cursor over some of its lines."""

    marked = -1
    """The line under it; none: -1."""

    def mark(self, y: int) -> None:
        """Put the cursor on a line, and show it."""
        for each in {self.marked, y} if self.marked != y else ():
            self.refresh(Region(0, each - self.scroll_offset.y, self.size.width, 1))
        self.marked = y
        if y >= 0:
            self.in_sight(y)

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        if at != self.marked or at >= len(self._lines):
            return super().render_line(y)
        paint = paint_of(self)
        return paint.strip(self._lines[at], CURSOR).adjust_cell_length(self.size.width, paint.style("", CURSOR))


class Divider(Widget):
    """The one line that parts list and pane."""

    DEFAULT_CSS = "Divider { width: 1; height: 1fr; }"

    def __init__(self, sign: str, called: str | None = None) -> None:
        super().__init__(id=called)
        self._sign = sign

    def render_line(self, y: int) -> Strip:
        return paint_of(self).strip([(self._sign, "line")])
