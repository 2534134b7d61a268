"""One of several where there is no room for a row of them: `one person ▾`, changed by letter, digit or arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.strip import Strip

from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, fit
from deskconsole.console.painting.paint import CURSOR, GROUND
from deskconsole.console.widgets.choice import ChoiceRow
from deskconsole.console.widgets.lines import paint_of


class Pick(ChoiceRow):
    """As wide as its longest word; a click takes the next one."""

    DEFAULT_CSS = "Pick { height: 1; width: auto; }"

    def __init__(self, words: Sequence[str], scene: Callable[[], Scene], *, called: str) -> None:
        super().__init__(words, words[0], scene, called=called)

    @property
    def wide(self) -> int:
        """Cells that it needs."""
        return max(cells(word) for word in self.words) + 2

    @property
    def word(self) -> str:
        return self.words[self.chosen]

    def put(self, word: str) -> None:
        """Take a word without telling anybody; an unknown one changes nothing."""
        if word in self.words:
            self.chosen = self.words.index(word)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        g, paint = self._scene().g, paint_of(self)
        line: Line = fit([(g.outside(self.word), "key"), (f" {g.listed}", "dim")], self.size.width, g)
        if not self.has_focus:
            return paint.strip(line)
        return Strip.join(paint.strip([span], CURSOR if span[1] == "key" else GROUND) for span in line)

    def on_click(self, event: events.Click) -> None:
        self.focus()
        self.choose((self.chosen + 1) % len(self.words))
