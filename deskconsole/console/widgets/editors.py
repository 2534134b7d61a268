"""Where text is typed in a form, drawn with `_` to its end and harmless however it came in; and the form’s button."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.paint import CURSOR, FIELD, GROUND
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import paint_of
from deskconsole.core.text import safe_lines, safe_text


class Button(Widget, can_focus=True, inherit_bindings=False):
    """Where enter commits, after the last field."""

    DEFAULT_CSS = "Button { height: 1; width: auto; margin-left: 1; }"

    class Pressed(Message):
        """It was clicked."""

    def __init__(self, verb: str) -> None:
        super().__init__(id="form-button")
        self.verb = verb

    def get_content_width(self, container: object, viewport: object) -> int:
        return cells(self.verb) + 2

    def render_line(self, y: int) -> Strip:
        return paint_of(self).strip([(f"[{self.verb}]", "key")], CURSOR if self.has_focus else GROUND)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.post_message(self.Pressed())


class Blank(Field):
    """One line to fill in; known words are offered while one is begun."""

    def __init__(self, text: str, words: Sequence[str] = (), *, called: str | None = None) -> None:
        super().__init__(safe_text(text))
        if called:
            self.id = called
        if words:
            self.suggester = SuggestFromList([safe_text(word) for word in words], case_sensitive=False)

    def render_line(self, y: int) -> Strip:
        strip, wide = super().render_line(y), self.size.width
        offered = self._suggestion if self.has_focus else ""
        written = max(cells(self.value), cells(offered)) - self.scroll_offset.x
        if y or not 0 <= written < wide:
            return strip
        blank = paint_of(self).style("dim", FIELD)
        cursor = strip.crop(written, written + 1)  # it may stand right behind the text
        under = Strip([Segment("_", blank + segment.style if segment.style else blank) for segment in cursor])
        return Strip.join([strip.crop(0, written), under, Strip([Segment("_" * (wide - written - 1), blank)])])


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
        self.cursor_location = self.document.end  # what is there already goes on

    def edit(self, edit: Edit) -> EditResult:
        """Every way into the text leads through here."""
        edit.text = safe_lines(edit.text)
        return super().edit(edit)

    def render_line(self, y: int) -> Strip:
        """A line, drawn to its end; under the cursor the cell stays the cursor's."""
        strip, wide = super().render_line(y), self.size.width
        written = cells(strip.text.rstrip())
        if written >= wide:
            return strip
        blank = paint_of(self).style("dim", FIELD)
        rest = [
            Segment("_" * segment.cell_length, blank + segment.style if _reversed(segment) else blank)
            for segment in strip.crop(written, wide)
        ]
        return Strip([*strip.crop(0, written), *rest], wide)


def _reversed(segment: Segment) -> bool:
    return bool(segment.style and segment.style.reverse)
