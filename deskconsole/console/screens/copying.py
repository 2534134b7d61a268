"""Part of every screen: texts go to the terminal's clipboard, as far as it takes them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from deskconsole.console.painting.lines import Line, as_text
from deskconsole.console.terminal import clipboard
from deskconsole.core.links import link_to

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen


class Copying:
    """What was tried is said, since no terminal answers."""

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard."""
        screen = cast("DeskScreen", self)
        most = screen.desk.settings.copy_limit
        found = clipboard.copied(text, what, os.environ, most)
        if found is None:
            screen.say("failed", clipboard.too_long(text, what, most))
            return
        screen.app.copy_to_clipboard(text)
        if found.beside and (driver := screen.app._driver) is not None:
            driver.write(found.beside)
        screen.say("", found.words)

    def copy_lines(self, lines: Iterable[Line], what: str) -> None:
        """Send what stands on a page, as text."""
        self.copy(as_text(lines), what)

    def act_copy_link(self) -> None:
        screen = cast("DeskScreen", self)
        if number := screen.ticket_number():
            self.copy(link_to(number), link_to(number))
        else:
            screen.say("", "link: there is no ticket here")
