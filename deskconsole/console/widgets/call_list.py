"""The list under the caller: who it may be, then what they have already; arrows move, enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from deskconsole.console.pages.callpage import Item, item_lines
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.console.painting.paint import GROUND
from deskconsole.console.widgets.lines import paint_of


class CallList(Widget, can_focus=True, inherit_bindings=False):
    """Items, as many as there is room for around the one under the cursor."""

    DEFAULT_CSS = "CallList { height: 4; width: 1fr; }"

    class Chosen(Message):
        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class Left(Message):
        """Beyond its first line."""

    def __init__(self, scene: Callable[[], Scene]) -> None:
        super().__init__(id="call-list")
        self._scene = scene
        self.items: Sequence[Item] = ()
        self.at, self._text, self._nothing = 0, "", ""

    def show(self, items: Sequence[Item], text: str, nothing: str) -> None:
        """These items; the cursor stays on what it was on. `nothing` is said where there are none."""
        if list(items) != list(self.items):
            here = self.items[self.at] if self.at < len(self.items) else None
            self.at = next((n for n, item in enumerate(items) if item == here), 0)
        self.items, self._text, self._nothing = items, text, nothing
        self.refresh()

    @property
    def hidden(self) -> int:
        """Items that are out of sight."""
        shown = self._lines()[1]
        return len(self.items) - shown

    def _lines(self) -> tuple[list[Line], int]:
        """The lines in sight, and of how many items they are."""
        high, room, scene = max(self.size.height, 1), self.size.width, self._scene()
        if not self.items:
            return [[(f"  {self._nothing}", "dim")]], 0
        first = self.at
        free = high - self.items[first].high
        while first > 0 and self.items[first - 1].high <= free:
            first -= 1
            free -= self.items[first].high
        out: list[Line] = []
        shown = 0
        for n, item in enumerate(self.items[first:], first):
            lines = item_lines(item, n == self.at and self.has_focus, self._text, room, scene)
            if out and len(out) + len(lines) > high:
                break
            out += lines
            shown += 1
        return out, shown

    def render_line(self, y: int) -> Strip:
        paint, lines = paint_of(self), self._lines()[0]
        line = lines[y] if y < len(lines) else []
        return paint.strip(line, GROUND).adjust_cell_length(self.size.width, paint.style(""))

    def on_key(self, event: events.Key) -> None:
        step: dict[str, Literal[1, -1]] = {"down": 1, "j": 1, "up": -1, "k": -1}
        if event.key in step:
            event.stop()
            if self.at + step[event.key] < 0:
                self.post_message(self.Left())
            else:
                self.at = min(self.at + step[event.key], max(len(self.items) - 1, 0))
                self.refresh()
        elif event.key == "enter":
            event.stop()
            if self.items:
                self.post_message(self.Chosen(self.items[self.at]))
