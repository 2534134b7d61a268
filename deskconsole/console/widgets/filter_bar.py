"""The filter: a line that says what is on, and a field in its place while somebody types."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from deskconsole.console.layout import cells
from deskconsole.console.lines import Line
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import Lines

BEFORE = 3
"""Cells before the text: ` / `."""


class FilterBar(Horizontal, inherit_bindings=False):
    """What is typed is checked at once, and on from enter on."""

    FOOTER: ClassVar = {"form.step": "filter", "form.leave": "leave"}
    DEFAULT_CSS = """
    FilterBar { height: 1; width: 1fr; }
    FilterBar #filter-sign { width: 3; display: none; }
    FilterBar Field { display: none; }
    """

    class Typed(Message):
        """Not meant yet, but can be checked."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Entered(Message):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Closed without a change."""

    def __init__(self) -> None:
        super().__init__(id="filter-bar")
        self.line = Lines(called="filter")
        self._sign = Lines(called="filter-sign")
        self.field = Field(called="filter-field")
        self.pointer: Line = []
        """What is wrong, under its column; shown in the line below."""

    def compose(self) -> ComposeResult:
        yield self.line
        yield self._sign
        yield self.field

    @property
    def typing(self) -> bool:
        return bool(self.field.display)

    def open(self, text: str) -> None:
        self.field.value = f"{text} " if text else ""
        self.field.cursor_position = len(self.field.value)
        self._sign.show([(" / ", "key")])
        self._toggle(True)
        self.field.focus()

    def close(self) -> None:
        self.pointer = []
        self._toggle(False)

    def _toggle(self, typing: bool) -> None:
        self.line.display = not typing
        self._sign.display = self.field.display = typing

    def point(self, text: str, words: str, column: int | None) -> None:
        """Say what is wrong with a text, `^` under its column; said of an older text it is forgotten."""
        if text != self.field.value.strip() or not words:
            self.pointer = []
            return
        before = BEFORE + cells(self.field.value[: column or 0])
        free = self.size.width - before - 4
        if cells(words) <= free or free >= self.size.width // 2:
            self.pointer = [(" " * before + "^ ", "sla-risk"), (words, "")]
        else:  # more room to its left
            start = max(before - cells(words) - 1, 1)
            gap = " " * max(before - start - cells(words), 1)
            self.pointer = [(" " * start, ""), (words, ""), (f"{gap}^", "sla-risk")]

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.pointer = []
        if self.typing:
            self.post_message(self.Typed(event.value.strip()))

    def act_form_step(self) -> None:
        """Enter: this is the filter."""
        self.post_message(self.Entered(self.field.value.strip()))

    act_form_commit = act_form_step

    def act_form_leave(self) -> None:
        self.close()
        self.post_message(self.Left())
