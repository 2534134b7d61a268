"""The conversation: it begins at its end, and stays where somebody reads, whatever comes before or after."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from deskconsole.console.painting.lines import Line
from deskconsole.console.widgets.lines import Page

NEAR = 3
"""Screens before its start at which more is read."""


class Conversation(Page):
    """Lines, the oldest first."""

    DEFAULT_CSS = "Conversation { height: 1fr; width: 1fr; }"

    class Scrolled(Message):
        """Other lines are in sight."""

    def __init__(self) -> None:
        super().__init__(called="conversation")
        self._begins: int | None = None
        """The entry that it begins with; None: nothing has been told yet."""
        self._follows = True
        """Whether its end is in sight, and stays so."""

    def restart(self) -> None:
        """Whatever comes next begins at its end."""
        self._begins, self._follows = None, True

    @property
    def near_start(self) -> bool:
        return self.scroll_offset.y < NEAR * max(self.size.height, 1)

    def tell(self, lines: Sequence[Line], begins: int) -> None:
        """These lines; `begins` is the first entry: where it is another one, older lines came before."""
        before, top = len(self._lines), self.scroll_offset.y
        older = self._begins is not None and begins != self._begins
        self._begins = begins
        self.show(lines)
        if not self.size.height or len(lines) == before:
            return
        if self._follows:
            self._go(len(lines) - self.size.height)
        elif older:
            self._go(top + len(lines) - before)

    def on_resize(self) -> None:
        """The last line stays in sight where it was."""
        if self._follows:
            self._go(len(self._lines) - self.size.height)

    def _go(self, y: int) -> None:
        self.scroll_to(y=max(y, 0), animate=False, immediate=True, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._follows = self.scroll_offset.y + self.size.height >= len(self._lines)
            self.post_message(self.Scrolled())
