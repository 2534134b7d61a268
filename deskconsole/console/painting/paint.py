"""Roles become colours here, and nowhere else: lines become strips that Textual writes to the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from deskconsole.console.painting.lines import Line

_BOLD = frozenset({"sla-breach", "key", "strong", "p1", "p1-bg", "p2", "war"})
_HUES = {"accent": "link", "mine": "me", "quiet": "dim"}
"""What a view's rules may say, as colours of a theme. Two are underlined too: nothing is said by colour alone."""
_UNDERLINED = frozenset({"accent", "mine"})
GROUND, CURSOR, SELECTED, FIELD = "background", "cursor-bg", "select-bg", "input-bg"


class Paint:
    """The styles of a theme. Where it has no grounds of its own (`plain`), the cursor's line is reversed; without
    `colour`, weight says what colour only repeats."""

    def __init__(self, variables: Mapping[str, str], *, plain: bool = False, colour: bool = True) -> None:
        self._variables = variables
        self._plain = plain or not colour
        self._colour = colour
        self._styles: dict[tuple[str, str], Style] = {}

    def style(self, role: str, ground: str = GROUND) -> Style:
        found = self._styles.get((role, ground))
        if found is None:
            found = self._styles[role, ground] = self._made(role, ground)
        return found

    def strip(self, line: Line, ground: str = GROUND) -> Strip:
        """A line in colours. A gap goes with what is before it on the same ground: each style costs 40 bytes."""
        segments: list[Segment] = []
        words, worn = "", None
        for text, role in line:
            if not text:
                continue
            style = self.style(role, ground)
            if worn is style or (worn and text.isspace() and worn.bgcolor == style.bgcolor):
                words += text
                continue
            if worn is not None:
                segments.append(Segment(words, worn))
            words, worn = text, style
        return Strip([*segments, Segment(words, worn)] if words else segments)

    def _made(self, role: str, ground: str) -> Style:
        bold = True if role in _BOLD else None
        reverse = True if self._plain and ground == CURSOR else None
        under = True if role in _UNDERLINED else None
        if not self._colour:
            return Style(bold=bold, reverse=reverse, underline=under)
        behind = "p1-bg" if role == "p1" else ground
        front, back = self._colour_of(_HUES.get(role, role) or "text", "text"), self._colour_of(behind, GROUND)
        return Style(color=front, bgcolor=back, bold=bold, reverse=reverse, underline=under)

    def _colour_of(self, name: str, otherwise: str) -> RichColor | None:
        value = self._variables.get(name) or self._variables.get(otherwise)
        return Color.parse(value).rich_color if value else None
