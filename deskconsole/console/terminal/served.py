"""Whether somebody sits at this terminal, or it is a browser that shows it; known before Textual is there."""

from __future__ import annotations

import os

DRIVER = {"TEXTUAL_DRIVER": "deskconsole.console.terminal.browser:BrowserDriver"}
"""The variable by which Textual is told its driver."""

LEADS_OUT = frozenset({"form.editor", "text.editor", "desk.preview"})
"""What would hand somebody a program or a file of the account that the console runs under."""


def in_browser() -> bool:
    """Whether this console was started for a browser."""
    return all(os.environ.get(name) == value for name, value in DRIVER.items())
