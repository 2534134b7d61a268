"""Part of the queue and of a ticket: pages about a ticket that open once they have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from deskconsole.console.background import answers

if TYPE_CHECKING:
    from deskconsole.console.screens.working import WorkScreen


class Opening:
    """Nothing is opened over somebody who has gone elsewhere meanwhile, or types."""

    def engaged(self) -> bool:
        """Whether somebody here does something that is not to be covered."""
        screen = cast("WorkScreen", self)
        return screen.app.screen is not screen or screen.chain() == "form"

    def on_explanation_read(self, event: answers.ExplanationRead) -> None:
        screen = cast("WorkScreen", self)
        if self.engaged():
            return
        if event.explanation is None or event.told is None:
            screen.say("failed", "explain: that ticket is gone")
            return
        from deskconsole.console.screens.clock import ClockScreen  # the first rows come without it

        screen.app.push_screen(ClockScreen(screen, event.explanation, event.told, event.at))

    def on_knowledge_read(self, event: answers.KnowledgeRead) -> None:
        screen = cast("WorkScreen", self)
        if self.engaged():
            return
        from deskconsole.console.screens.knowledge import KnowledgeScreen  # the first rows come without it

        screen.app.push_screen(KnowledgeScreen(screen, event.ticket, event.number, event.found))
