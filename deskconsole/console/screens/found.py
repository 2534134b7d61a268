"""Screens that find something by the words in a field: a line for each, and a cursor that chooses one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.widgets import Input

from deskconsole.console.painting.lines import Line, apart, fit
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.pages import FieldScreen

Each = TypeVar("Each")


class FoundScreen(FieldScreen, Generic[Each]):
    """What is found says who is asked for it; enter does something with the one that is chosen."""

    HEADING = ""
    SIGN = " find "
    DEFAULT_CSS = "FoundScreen Field { max-width: 60; }"

    def __init__(self, above: DeskScreen) -> None:
        super().__init__(above)
        self.reads = above.desk.reads(self)
        self.found: Sequence[Each] | None = None
        """None: it has not been read."""
        self._chosen = 0

    def on_unmount(self) -> None:
        self.reads.close()

    # What it says of itself.

    def seek(self, words: str) -> None:
        """Have read what has these words."""
        raise NotImplementedError

    def line(self, each: Each, here: bool, room: int) -> Line:
        """One of those that were found; `here`: the cursor stands on it."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What stands there where none has these words."""
        raise NotImplementedError

    def unread(self) -> Sequence[Line]:
        """What stands there before anything has been read."""
        return ()

    def many(self) -> str:
        """How many were found."""
        return "" if self.found is None else str(len(self.found))

    @property
    def choice(self) -> Each | None:
        """The one under the cursor."""
        return self.found[min(self._chosen, len(self.found) - 1)] if self.found else None

    def cursor(self, here: bool) -> Line:
        """What a line begins with."""
        return [(f" {self.scene.g.cursor} " if here else "   ", "key")]

    # Reading.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._chosen = 0
        self.seek(event.value)

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, g = self.size.width, self.scene.g
        if not room or not self.is_attached:
            return
        many = self.many()
        self.heading.show(apart([(f" {self.HEADING}", "head")], [(f"{many} ", "dim")] if many else [], room, g))
        self.page.show([fit(line, room, g) for line in self._lines(room)])
        self.page.in_sight(self._chosen)

    def _lines(self, room: int) -> Sequence[Line]:
        if self.found is None:
            return self.unread()
        lines = [self.line(each, n == self._chosen, room) for n, each in enumerate(self.found)]
        return lines or [[(f" {self.nothing()}", "dim")]]

    # Keys.

    def moves(self, by: int) -> None:
        self._chosen = max(min(self._chosen + by, len(self.found or ()) - 1), 0)
        self.frame()
