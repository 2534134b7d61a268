"""Part of every screen: what is read for it comes late, or does not come at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from deskconsole.console.background import answers
from deskconsole.console.widgets.lines import Page

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen

PATIENCE = 0.3
"""Seconds before a screen says that it is reading."""


class Reading:
    """It says so in both cases; what comes at once is not announced."""

    def patience(self, page: Page, came: Callable[[], bool]) -> None:
        """A page that stays empty for longer than that says why."""
        screen = cast("DeskScreen", self)

        def late() -> None:
            if not came():
                page.show([[(f" reading {screen.scene.g.cut}", "dim")]])

        screen.set_timer(PATIENCE, late)

    def on_trouble(self, event: answers.Trouble) -> None:
        """Said once for as long as it stands there. A screen's own is called before this one, by Textual."""
        screen = cast("DeskScreen", self)
        if any(message.words == event.words for message in screen.desk.said.now()):
            screen.frame()
        else:
            screen.say("failed", event.words)
