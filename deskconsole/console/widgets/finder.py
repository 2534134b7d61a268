"""`:` and ctrl+p: type what you want, enter does it. Grows from the bottom like a form, the list stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from deskconsole.console.finding import Candidate, best, candidate_lines
from deskconsole.console.painting.lines import Scene, rule
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import Lines


class Finder(Vertical, inherit_bindings=False):
    """A field and the few things that fit what is in it."""

    FOOTER: ClassVar = {"form.step": "do it", "form.next": "complete", "form.leave": "leave"}
    DEFAULT_CSS = """
    Finder { height: auto; width: 1fr; display: none; }
    Finder Horizontal { height: 1; }
    Finder #finder-sign { width: 3; }
    """

    class Left(Message):
        """Closed, whether something was done or not."""

    class Sought(Message):
        """Somebody is looking for these words; tickets may fit them."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, scene: Callable[[], Scene]) -> None:
        super().__init__(id="finder")
        self._scene = scene
        self._all: Sequence[Candidate] = ()
        self._more: Sequence[Candidate] = ()
        self._found: list[Candidate] = []
        self._sought = ""
        """What they were found for."""
        self._chosen = 0
        self._title = Lines(called="finder-title")
        self._sign = Lines(called="finder-sign")
        self._field = Field(called="finder-field")
        self._list = Lines(called="finder-list")
        self.tickets = False

    def compose(self) -> ComposeResult:
        yield self._title
        with Horizontal():
            yield self._sign
            yield self._field
        yield self._list

    def open(self, sign: str, title: str, candidates: Sequence[Candidate], *, tickets: bool) -> None:
        self._all, self._more, self.tickets = candidates, (), tickets
        scene = self._scene()
        self.display = True
        self._title.show(rule([(title, "head")], [], self.screen.size.width, scene.g))
        self._sign.show([(f" {sign} ", "key")])
        self._field.value = ""
        self._search()
        self._field.focus()

    def close(self) -> None:
        self.display = False
        self.post_message(self.Left())

    def also(self, words: str, tickets: Sequence[Candidate]) -> None:
        """Tickets that fit, if these words are still what is being looked for."""
        if self.display and words == self._field.value:
            self._more = tickets
            self._search()

    def _search(self) -> None:
        self._sought = self._field.value
        self._found = best(self._all, self._sought, self._more)
        self._chosen = min(self._chosen, max(len(self._found) - 1, 0))
        self._list.show(*candidate_lines(self._found, self._chosen, self.screen.size.width, self._scene()))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._chosen, self._more = 0, ()
        self._search()
        if self.tickets and len(event.value.strip()) > 1:
            self.post_message(self.Sought(event.value))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down") and self._found:
            event.stop()
            self._chosen = (self._chosen + (1 if event.key == "down" else -1)) % len(self._found)
            self._search()

    def on_click(self, event: events.Click) -> None:
        """A click on one does it."""
        place = event.screen_y - self._list.region.y
        if 0 <= place < len(self._found):
            event.stop()
            self._chosen = place
            self.act_form_step()

    def act_form_step(self) -> None:
        """Enter does the chosen one, of what stands there: it may be heard before the news of the last letter."""
        if self._sought != self._field.value:
            self._chosen, self._more = 0, ()
            self._search()
        if self._found:
            chosen = self._found[self._chosen]
            self.close()
            chosen.do()

    act_form_commit = act_form_step

    def act_form_next(self) -> None:
        """Tab completes."""
        if self._found:
            self._field.value = self._found[self._chosen].name
            self._field.cursor_position = len(self._field.value)

    def act_form_leave(self) -> None:
        self.close()
