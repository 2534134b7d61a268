"""The filter: a line that says what is on, and a field in its place while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import Lines
from deskconsole.features.tickets.filter_completion import Completion

if TYPE_CHECKING:
    from deskconsole.features.tickets.filter_unheard import Unheard

BEFORE = 3
"""Cells before the text: ` / `."""


class FilterBar(Horizontal, inherit_bindings=False):
    """What is typed is tried at once, and on from enter on."""

    FOOTER: ClassVar = {"form.step": "filter", "form.next": "complete", "form.leave": "leave"}
    DEFAULT_CSS = """
    FilterBar { height: 1; width: 1fr; }
    FilterBar #filter-sign { width: 3; display: none; }
    FilterBar Field { display: none; }
    """

    class Typed(Message):
        """Not meant yet, but can be tried."""

        def __init__(self, line: str, cursor: int) -> None:
            super().__init__()
            self.line, self.cursor = line, cursor

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
        """What is wrong, under its column, or what may come next; shown in the line below."""
        self._goes_on: Completion | None = None

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

    def point(self, text: str, words: str, column: int | None, goes_on: Completion | None = None) -> None:
        """Say what is wrong with a text, `^` under its column, or what it may go on with; said of an older text it is
        forgotten."""
        if text != self.field.value.strip():
            self.pointer, self._goes_on = [], None
            return
        self._goes_on = goes_on if goes_on and goes_on.words and goes_on.end == self.field.cursor_position else None
        if self._goes_on and (not words or (column or 0) >= self._goes_on.start - 1):
            self.pointer = self._offered(self._goes_on)
        elif words:
            self._point_at(words, column)
        else:
            self.pointer = []

    def nothing(self, text: str, why: Unheard | None) -> None:
        """Say that a text finds nothing, where nothing else is said of it."""
        if text != self.field.value.strip() or self.pointer:
            return
        if why:
            self._point_at(why.words, why.column)
        else:
            self.pointer = [(" " * BEFORE, ""), ("nothing matches", "dim")]

    def _offered(self, goes_on: Completion) -> Line:
        """What may come next, below where it would stand; the first is what tab puts there."""
        before = BEFORE + cells(self.field.value[: goes_on.start])
        wide = cells("  ".join(goes_on.words))
        start = max(min(before, self.size.width - wide - 1), 1)
        line: Line = [(" " * start, ""), (goes_on.words[0], "strong")]
        for word in goes_on.words[1:]:
            line += [("  ", ""), (word, "dim")]
        return line

    def _point_at(self, words: str, column: int | None) -> None:
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
        self.pointer, self._goes_on = [], None
        self.typed()

    def typed(self) -> None:
        """Have what stands there tried."""
        if self.typing:
            self.post_message(self.Typed(self.field.value, self.field.cursor_position))

    def act_form_next(self) -> None:
        """Tab puts in what fits best."""
        if (goes_on := self._goes_on) is None:
            return
        word = goes_on.words[0]
        text = self.field.value
        self.field.value = text[: goes_on.start] + word + text[goes_on.end :]
        self.field.cursor_position = goes_on.start + len(word)

    def act_form_step(self) -> None:
        """Enter: this is the filter."""
        self.post_message(self.Entered(self.field.value.strip()))

    act_form_commit = act_form_step

    def act_form_leave(self) -> None:
        self.close()
        self.post_message(self.Left())
