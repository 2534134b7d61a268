"""One line to type in: the filter, a command, what is looked for. What is pasted is made harmless here."""

from __future__ import annotations

from textual.widgets import Input

from deskconsole.core.text import safe_text


class Field(Input):
    """Textual's line editor without its looks: one line high, and nothing in it blinks."""

    DEFAULT_CSS = """
    Field, Field:focus, Field.-textual-compact {
        height: 1; width: 1fr; border: none; padding: 0; background: $input-bg; color: $text;
    }
    Field > .input--cursor { text-style: reverse; color: $text; background: $input-bg; }
    Field > .input--selection { background: $cursor-bg; }
    """

    def __init__(self, value: str = "", *, called: str | None = None) -> None:
        super().__init__(value, compact=True, select_on_focus=False, id=called)
        self.cursor_blink = False

    def replace(self, text: str, start: int, end: int) -> None:
        """Every way into the field leads through here."""
        super().replace(safe_text(text), start, end)
