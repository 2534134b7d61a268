"""Where text is typed in a form: drawn with `_` to its end, and harmless however it came in."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from deskconsole.console.layout import cells
from deskconsole.console.paint import FIELD
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import paint_of
from deskconsole.core.text import safe_lines, safe_text


class Blank(Field):
    """One line to fill in; known words are offered while one is begun."""

    def __init__(self, text: str, words: Sequence[str] = (), *, called: str | None = None) -> None:
        super().__init__(safe_text(text))
        if called:
            self.id = called
        if words:
            self.suggester = SuggestFromList([safe_text(word) for word in words], case_sensitive=False)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        wide = self.size.width
        written = cells(self.value) - self.scroll_offset.x
        if self.has_focus:
            offered = cells(self._suggestion) - self.scroll_offset.x
            written = max(written, self.cursor_screen_offset.x - self.region.x + 1, offered)
        if y or written >= wide:
            return strip
        rest = Segment("_" * (wide - max(written, 0)), paint_of(self).style("dim", FIELD))
        return Strip.join([strip.crop(0, max(written, 0)), Strip([rest])])


class Area(TextArea):
    """Several lines to fill in."""

    DEFAULT_CSS = """
    Area, Area:focus, Area.-textual-compact {
        width: 1fr; border: none; padding: 0; background: $input-bg; color: $text; scrollbar-size: 0 0;
    }
    Area .text-area--cursor { text-style: reverse; }
    Area .text-area--selection { background: $cursor-bg; }
    """

    def __init__(self, text: str, *, called: str | None = None) -> None:
        super().__init__(safe_lines(text), compact=True, tab_behavior="focus", highlight_cursor_line=False, id=called)
        self.cursor_blink = False

    def edit(self, edit: Edit) -> EditResult:
        """Every way into the text leads through here."""
        edit.text = safe_lines(edit.text)
        return super().edit(edit)
