"""`@`: this screen as it stood at an instant. Read-only, with a banner that says so; `@` or `q` returns to now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.widgets import Input

from deskconsole.console.background import answers
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, apart, fit
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.pages import FieldScreen
from deskconsole.core.instants import Instant
from deskconsole.core.when import read_instant

if TYPE_CHECKING:
    from deskconsole.console.history import Visit

EXAMPLES = ("-2h", "09:00", "yesterday 17:00", "Mon 8:30", "2026-04-01 12:00")


class Timely:
    """Part of a screen that can be looked at as it stood."""

    def act_time_as_of(self) -> None:
        screen = cast("DeskScreen", self)
        if screen.desk.looks_back:
            screen.desk.back.end()
        elif place := screen.here():
            screen.app.push_screen(AsOfScreen(screen, place))
        else:
            screen.say("", "the list is still being read, try again")


class AsOfScreen(FieldScreen):
    """A field for the instant, with what was understood below it."""

    TITLE_WORD = "As of"
    SIGN = " as of "
    TITLE = " This screen as it stood at an instant"
    HINT = "nothing can be changed there "
    FOOTER: ClassVar = {"form.step": "look", "form.leave": "back"}
    DEFAULT_CSS = "AsOfScreen Field { max-width: 40; }"

    def __init__(self, above: DeskScreen, place: Visit) -> None:
        super().__init__(above)
        self.reads = above.desk.reads(self)
        self._place = place
        self._at: Instant | None = None
        self._why = ""
        self._reading: Instant | None = None
        self._done = 0

    def on_unmount(self) -> None:
        self.reads.close()

    def path(self) -> Sequence[str]:
        return [*self.above.path(), self.TITLE_WORD]

    # What was understood.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._understand()
        self.frame()

    def _understand(self) -> None:
        self._at, self._why, text = None, "", self.field.value.strip()
        if not text:
            return
        try:
            self._at = self.understood(text)
        except ValueError as problem:
            self._why = str(problem)

    def understood(self, text: str) -> Instant:
        """The instant that is meant. Raises ValueError with why none is."""
        at = read_instant(text, self.scene.now, self.scene.zone, past=True)
        if at > self.scene.now:
            raise ValueError("that is still to come")
        return at

    # Looking.

    def act_form_step(self) -> None:
        """Enter looks; the journal is read in a thread."""
        self._understand()
        if self._at is not None and self._reading is None:
            self._reading, self._done = self._at, 0
            self.reads.past(self._at, self._place.ticket)
        self.frame()

    act_form_commit = act_form_step

    def on_past_going(self, event: answers.PastGoing) -> None:
        self._done = event.done
        self.frame()

    def on_past_read(self, event: answers.PastRead) -> None:
        self._reading = None
        if event.past is None or event.why:
            if event.past is not None:
                event.past.close()
            self._why, self._at = event.why, None
            self.frame()
        elif self.app.screen is self:
            self.app.pop_screen()
            self.desk.back.begin(event.past, self._place, event.row)

    def on_trouble(self, event: answers.Trouble) -> None:
        self._reading = None

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        self.heading.show(apart([(self.TITLE, "head")], [(self.HINT, "dim")], room, scene.g))
        self.page.show([fit(line, room, scene.g) for line in self._lines()])

    def _lines(self) -> list[Line]:
        scene = self.scene
        if self._reading is not None:
            sofar = f", {figures.thousands(self._done)} open tickets so far" if self._done else ""
            up_to = figures.full(self._reading, scene.zone)
            return [[], [(f" reading the journal up to {up_to}{sofar} {scene.g.cut}", "dim")]]
        if self._why:
            return [[], [(f" {scene.g.failed} ", "sla-breach"), (scene.g.outside(self._why), "")]]
        if self._at is None:
            return [[], [(f" {scene.g.dot.strip()} ".join(EXAMPLES).join((" ", "")), "dim")]]
        away = figures.waits(abs(scene.now - self._at))
        when = f", {away} ago" if self._at <= scene.now else f", in {away}"
        return [[], [(f" {figures.full(self._at, scene.zone)}", "strong"), (when, "dim")]]
