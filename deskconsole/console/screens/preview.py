"""A desk file looked at before it is applied: its changes, and the open clocks that would move (rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from deskconsole.console.background import answers
from deskconsole.console.pages import previewpage
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, apart
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.pages import FieldScreen


class PreviewScreen(FieldScreen):
    """A field for the path, and below it what is found; another path may be looked at, or the same again."""

    TITLE_WORD = "Preview"
    SIGN = " desk file "
    FOOTER: ClassVar = {"form.step": "look", "form.leave": "back"}

    def __init__(self, above: DeskScreen) -> None:
        super().__init__(above)
        self.reads = above.desk.reads(self)
        self._asked = ""
        self._going: int | None = None
        """Clocks measured so far; None while nothing is under way."""
        self._read: answers.PreviewRead | None = None

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

    def on_preview_going(self, event: answers.PreviewGoing) -> None:
        if event.path == self._asked and self._going is not None:
            self._going = event.done
            self.frame()

    def on_preview_read(self, event: answers.PreviewRead) -> None:
        if event.path == self._asked:
            self._read, self._going = event, None
            self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self._going = None

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        title: Line = [(" What a desk file would do", "head")]
        self.heading.show(apart(title, [("nothing is written ", "dim")], room, scene.g))
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
