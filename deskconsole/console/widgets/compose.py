"""Where a reply or a note is written, below the conversation: a rule that says what it is, the text, what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from deskconsole.console.desk.source import Effect
from deskconsole.console.pages.formlines import safe
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, Scene, fit, plain, rule, whole
from deskconsole.console.widgets.editors import Area
from deskconsole.console.widgets.lines import Lines
from deskconsole.core.instants import Instant

VERBS = {"reply": "send", "note": "save"}


class Compose(Vertical, inherit_bindings=False):
    """Open it with what is to be written; it says when somebody means it, leaves it, or wants something else."""

    DEFAULT_CSS = """
    Compose { height: auto; display: none; }
    Compose Area { margin-left: 1; height: 3; width: 1fr; }
    """

    class Changed(Message):
        """Another letter."""

    class Meant(Message):
        """Somebody means it as it stands."""

    class Left(Message):
        """Somebody goes elsewhere; what is written stays."""

    class Asked(Message):
        """Something that the screen must find: editor · template · article · promise · next · previous"""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, scene: Callable[[], Scene]) -> None:
        super().__init__(id="compose")
        self._scene = scene
        self._rule, self._hint = Lines(called="compose-rule"), Lines(called="compose-hint")
        self.area = Area("", called="compose-text")
        self.kind = ""
        self.macro: str | None = None
        self.then: Sequence[str] = ()
        """The steps that follow, in words."""
        self.saved_at: Instant | None = None
        self.busy = False
        """It is being sent: nothing of it may change."""
        self.change = 0
        self.kept = 0
        """The change that was saved last."""
        self.effect = Effect()
        self.beside: list[Line] = []
        """What else sending it does: promises."""
        self.seen: int | None = None
        """What its writer had seen when they began, or were told of since."""
        self._title = ""
        self._seen = ""

    FOOTERS: ClassVar = {
        "form.next": "next pane", "form.editor": "editor", "form.template": "template", "form.insert": "insert article",
        "form.leave": "keep draft",
    }  # fmt: skip

    @property
    def FOOTER(self) -> dict[str, str]:
        """The words of the footer; where it may not be done, nothing does it."""
        verb = VERBS.get(self.kind, "save")
        return ({} if self.effect.refused else {"form.commit": verb}) | self.FOOTERS

    def compose(self) -> ComposeResult:
        yield self._rule
        yield self.area
        yield self._hint

    # What is in it.

    @property
    def text(self) -> str:
        return self.area.text

    @property
    def dirty(self) -> bool:
        return self.change != self.kept

    def open(
        self, kind: str, title: str, text: str, macro: str | None, saved_at: Instant | None, seen: int | None = None
    ) -> None:
        self.seen = seen
        self.kind, self._title, self.macro, self.saved_at = kind, title, macro, saved_at
        self.then, self.effect, self.busy, self.beside = (), Effect(), False, []
        self.area.load_text(text)
        self._seen = self.area.text
        self.area.read_only = False
        self.area.move_cursor(self.area.document.end)
        self.change = self.kept = 0
        self.display = True
        self.area.focus()

    def close(self) -> None:
        self.display = False
        self.kind = ""

    def take(self, text: str) -> None:
        """Another text in place of this one."""
        self.area.load_text(text)
        self.area.move_cursor(self.area.document.end)

    def put(self, text: str) -> None:
        """A text at the cursor, on a line of its own; alone where nothing is written yet."""
        if self.text.strip():
            begun = self.area.document.get_line(self.area.cursor_location[0])[: self.area.cursor_location[1]]
            self.area.insert(f"\n{text}" if begun.strip() else text)
        else:
            self.take(text)

    def hold(self, busy: bool) -> None:
        self.busy = self.area.read_only = busy

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.text == self._seen:
            return
        self._seen = self.text
        self.change += 1
        self.post_message(self.Changed())

    # Painting.

    def fit(self, high: int) -> None:
        """How many lines there are to write in."""
        self.area.styles.height = max(high, 2)

    def paint(self, room: int) -> None:
        scene = self._scene()
        g = scene.g
        told = "sending " + g.cut if self.busy else ""
        if not told and self.saved_at is not None and self.text.strip():
            told = f"draft {figures.clock(self.saved_at, scene.zone)}"
        title: Line = [(g.outside(self._title), "head")]
        self._rule.show([(" ", ""), *rule(title, [(told, "dim")] if told else [], room - 1, g)])
        effect = self._effect_line(room - 1, scene)
        lines = [effect, *self.beside] if effect or not self.beside else self.beside
        self._hint.show(*(fit(line, room, g) for line in lines))

    def _effect_line(self, room: int, scene: Scene) -> Line:
        """What it would do, as much as there is room for, or why it may not be."""
        if self.effect.refused:
            return [(" ", ""), *safe([(f"{scene.g.failed} ", "sla-breach"), (self.effect.refused, "")], scene)]
        steps = [[(scene.g.outside(f"then {', '.join(self.then)}"), "head")]] if self.then else []
        does = [_bare(safe(line, scene)) for line in self.effect.lines] if self.text.strip() else []
        does.sort(key=lambda line: "keeps running" in plain(line))  # what moves stands first
        return [(" ", ""), *whole([*steps, *does], "   ", room)] if steps or does else []

    # Keys.

    def act_form_commit(self) -> None:
        if not self.busy:
            self.post_message(self.Meant())

    def act_form_leave(self) -> None:
        self.post_message(self.Left())

    def act_form_editor(self) -> None:
        if not self.busy:
            self.post_message(self.Asked("editor"))

    def act_form_template(self) -> None:
        if not self.busy:
            self.post_message(self.Asked("template"))

    def act_form_insert(self) -> None:
        if not self.busy:
            self.post_message(self.Asked("article"))

    def act_form_promise(self) -> None:
        if not self.busy:
            self.post_message(self.Asked("promise"))

    def act_form_next(self) -> None:
        self.post_message(self.Asked("next"))

    def act_form_previous(self) -> None:
        self.post_message(self.Asked("previous"))


def _bare(line: Line) -> Line:
    """A line of an effect, its words a blank apart."""
    words = [(" ".join(text.split()), role) for text, role in line if text.strip()]
    return [(f" {text}" if n else text, role) for n, (text, role) in enumerate(words)]
