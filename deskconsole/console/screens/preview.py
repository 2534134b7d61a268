"""A desk file looked at before it is applied: its changes, and the open clocks that would move (rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from deskconsole.console import figures, previewpage, reads
from deskconsole.console.lines import Line, apart
from deskconsole.console.reads import Reads
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.pages import PageScreen
from deskconsole.console.source import Source
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import Lines


class PreviewScreen(PageScreen):
    """A field for the path, and below it what is found; another path may be looked at, or the same again."""

    TITLE_WORD = "Preview"
    FOOTER: ClassVar = {"form.step": "look", "form.leave": "back"}
    DEFAULT_CSS = """
    PreviewScreen #ask { height: 1; }
    PreviewScreen #ask-sign { width: 11; }
    """

    def __init__(self, above: DeskScreen, source: Source) -> None:
        super().__init__(above)
        self.reads = Reads(source, self)
        self.field = Field(called="preview-field")
        self._sign = Lines(called="ask-sign")
        self._asked = ""
        self._going: int | None = None
        """Clocks measured so far; None while nothing is under way."""
        self._read: reads.PreviewRead | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.heading
        with Horizontal(id="ask"):
            yield self._sign
            yield self.field
        yield self.page
        yield self.message
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.field.focus()

    def on_unmount(self) -> None:
        self.reads.close()

    def path(self) -> Sequence[str]:
        return [self.above.path()[0], self.TITLE_WORD]

    # Reading.

    def act_form_step(self) -> None:
        """Enter looks at the file, also at the same one again: it may have been edited."""
        self._asked = self.field.value.strip()
        self._going = 0 if self._asked else None
        self._read = None
        if self._asked:
            self.reads.preview(self._asked)
        self.page.home()
        self.frame()

    def on_preview_going(self, event: reads.PreviewGoing) -> None:
        if event.path == self._asked and self._going is not None:
            self._going = event.done
            self.frame()

    def on_preview_read(self, event: reads.PreviewRead) -> None:
        if event.path == self._asked:
            self._read, self._going = event, None
            self.frame()

    def on_trouble(self, event: reads.Trouble) -> None:
        self._going = None
        self.say("failed", event.words)

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        title: Line = [(" What a desk file would do", "head")]
        self.heading.show(apart(title, [("nothing is written ", "dim")], room, scene.g))
        self._sign.show([(" desk file ", "dim")])
        self.page.show(self._lines(room))

    def _lines(self, room: int) -> list[Line]:
        scene, found = self.scene, self._read
        if self._going is not None:
            sofar = f", {figures.thousands(self._going)} so far" if self._going else ""
            return [[], [(f" measuring open clocks{sofar} {scene.g.cut}", "dim")]]
        if found is None:
            return previewpage.empty(room)
        if found.found is None:
            return [[], *previewpage.refused(found.why, scene, room)]
        return previewpage.page(found.found, found.path, scene, room)

    # Keys: letters type, so the page is scrolled as the help is.

    def on_key(self, event: events.Key) -> None:
        scrolls = {
            "up": self.act_list_up,
            "down": self.act_list_down,
            "pageup": self.act_list_page_up,
            "pagedown": self.act_list_page_down,
        }
        if scroll := scrolls.get(event.key):
            event.stop()
            scroll()
        else:
            super().on_key(event)

    def act_form_leave(self) -> None:
        self.app.pop_screen()
