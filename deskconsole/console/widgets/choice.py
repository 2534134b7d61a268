"""One of several, in a row: `[caller]  vendor   change window   c v w choose`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from deskconsole.console.painting.glyphs import Glyphs
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, fit, width
from deskconsole.console.painting.paint import CURSOR, GROUND
from deskconsole.console.widgets.lines import paint_of


def marks(words: Sequence[str]) -> list[str]:
    """The letter that chooses each word: its first, or that of a later word of it, or any other still free."""
    taken: set[str] = set()
    found = []
    for word in words:
        small = word.lower()
        letters = [part[0] for part in small.split()] + [letter for letter in small if letter.isalnum()]
        mark = next((letter for letter in letters if letter.isalnum() and letter not in taken), "")
        taken.add(mark)
        found.append(mark)
    return found


def choice_line(words: Sequence[str], chosen: int, room: int, g: Glyphs) -> Line:
    """The row, with as many words around the chosen one as there is room for."""
    cards = [f"[{word}]" if at == chosen else f" {word} " for at, word in enumerate(words)]
    first, last = _in_sight([cells(card) + 1 for card in cards], max(chosen, 0), room)
    line: Line = [(f"{g.cut} ", "dim")] if first else []
    for at in range(first, last):
        line += [(" ", "")] if at > first else []
        line.append((g.outside(cards[at]), "key" if at == chosen else ""))
    if last < len(cards) and width(line) + 2 <= room:
        line.append((f" {g.cut}", "dim"))
    hint = "  " + " ".join(mark for mark in marks(words) if mark) + " choose"
    if (first, last) == (0, len(cards)) and len(cards) > 1 and width(line) + len(hint) <= room:
        line.append((hint, "dim"))
    return fit(line, room, g)


def _in_sight(sizes: Sequence[int], chosen: int, room: int) -> tuple[int, int]:
    """From and up to which word fits, growing on both sides of the chosen one."""
    if sum(sizes) - 1 <= room:
        return 0, len(sizes)
    first, last, left = chosen, min(chosen + 1, len(sizes)), room - 4 - sum(sizes[chosen : chosen + 1])
    while True:
        if last < len(sizes) and sizes[last] <= left:
            left -= sizes[last]
            last += 1
        elif first > 0 and sizes[first - 1] <= left:
            first -= 1
            left -= sizes[first]
        else:
            return first, last


class ChoiceRow(Widget, can_focus=True, inherit_bindings=False):
    """Chosen by first letter, digit, arrows or a click; backspace takes back what may be left out."""

    DEFAULT_CSS = "ChoiceRow { height: 1; width: 1fr; }"

    class Chosen(Message):
        def __init__(self, row: ChoiceRow, word: str) -> None:
            super().__init__()
            self.row, self.word = row, word

        @property
        def control(self) -> ChoiceRow:
            return self.row

    def __init__(
        self,
        words: Sequence[str],
        word: str,
        scene: Callable[[], Scene],
        *,
        required: bool = True,
        called: str | None = None,
    ) -> None:
        super().__init__(id=called)
        self.words = list(words)
        self.chosen = self.words.index(word) if word in self.words else -1
        self._scene, self._required = scene, required

    def render_line(self, y: int) -> Strip:
        paint = paint_of(self)
        line = choice_line(self.words, self.chosen, self.size.width, self._scene().g)
        if not self.has_focus:
            return paint.strip(line)
        return Strip.join(paint.strip([span], CURSOR if span[1] == "key" else GROUND) for span in line)

    def choose(self, at: int) -> None:
        """Put the brackets around a word; -1: around none."""
        if at < len(self.words) and at != self.chosen:
            self.chosen = at
            self.refresh()
            self.post_message(self.Chosen(self, self.words[at] if at >= 0 else ""))

    def on_key(self, event: events.Key) -> None:
        at = self._meant(event.key, event.character or "")
        if at is not None:
            event.stop()
            event.prevent_default()
            self.choose(at)

    def _meant(self, key: str, character: str) -> int | None:
        if not self.words:
            return None
        if key in ("left", "up", "right", "down"):
            return (max(self.chosen, 0) - 1 if key in ("left", "up") else self.chosen + 1) % len(self.words)
        if key in ("home", "end"):
            return 0 if key == "home" else len(self.words) - 1
        if key in ("backspace", "delete"):
            return self.chosen if self._required else -1
        letter = character.lower()
        if not letter.isalnum():
            return None
        letters = marks(self.words)
        if letter in letters:
            return letters.index(letter)
        if letter in "123456789":
            return int(letter) - 1
        turned = [*range(self.chosen + 1, len(self.words)), *range(self.chosen + 1)]
        return next((at for at in turned if self.words[at].lower().startswith(letter)), self.chosen)

    def on_click(self, event: events.Click) -> None:
        self.focus()
        line = choice_line(self.words, self.chosen, self.size.width, self._scene().g)
        at = 0
        for text, _ in line:
            if at <= event.x < at + cells(text):
                word = text.strip(" []")
                outside = [self._scene().g.outside(each) for each in self.words]
                if word in outside:
                    self.choose(outside.index(word))
            at += cells(text)
