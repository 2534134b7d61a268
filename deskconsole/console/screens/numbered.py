"""A ticket by its number: a few digits are enough, and a link that somebody sent will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deskconsole.console.background import answers
from deskconsole.console.pages.rows import LONGEST, state_words
from deskconsole.console.painting.lines import Line
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.found import FoundScreen
from deskconsole.core.links import number_in
from deskconsole.features.tickets.views import QueueRow


class NumberScreen(FoundScreen[QueueRow]):
    """A field for the number, and below it the tickets that are called so."""

    TITLE_WORD = "Ticket"
    HEADING = "A ticket by its number, or by a link to it"
    SIGN = " number "
    FOOTER: ClassVar = {"form.step": "open", "form.leave": "back"}
    DEFAULT_CSS = "NumberScreen Field { max-width: 40; }"

    def __init__(self, above: DeskScreen, sought: str = "") -> None:
        super().__init__(above)
        self._sought = sought
        self._linked = bool(sought)
        """Whether just the one that is called so is opened as soon as it is found."""
        self._opens = False

    def on_mount(self) -> None:
        self.field.value = self._sought

    # Reading.

    def seek(self, words: str) -> None:
        self._sought = number_in(words)
        if self._sought:
            self.reads.numbered(self._sought)
        else:
            self.found = None
        self.frame()

    def on_tickets_found(self, event: answers.TicketsFound) -> None:
        if event.words != self._sought:
            return
        self.found = event.rows
        linked, self._linked = self._linked, False
        if self._opens or (linked and event.rows and event.rows[0].number == self._sought):
            self._open()
        self.frame()

    # Painting.

    def line(self, each: QueueRow, here: bool, room: int) -> Line:
        g = self.scene.g
        title = "(erased)" if each.title is None else " ".join(g.outside(each.title[:LONGEST]).split())
        left: Line = [*self.cursor(here), (f"{g.outside(each.number)}  ", "strong"), (title, "")]
        return [*left, (f"   {g.outside(state_words(each, False))}", "dim")]

    def many(self) -> str:
        return ""

    def nothing(self) -> str:
        return "no ticket is called that"

    def unread(self) -> Sequence[Line]:
        return [[(" digits are enough", "dim")]]

    # Keys.

    def act_form_step(self) -> None:
        """Enter opens it, also before it has been found."""
        self._opens = True
        if self.found is not None:
            self._open()

    act_form_commit = act_form_step

    def _open(self) -> None:
        self._opens = False
        if self.choice is not None and self.app.screen is self:
            self.chosen(self.choice)

    def chosen(self, row: QueueRow) -> None:
        """What is done with what was found."""
        self.open_ticket(row)
