"""Part of every screen with a ticket under its cursor: what its escalations would come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from deskconsole.console.screens.working import WorkScreen


class Foretelling:
    """Opens the pre-flight above the queue."""

    def act_escalation_preflight(self) -> None:
        screen = cast("WorkScreen", self)
        row = screen.subject()
        if screen.desk.looks_back:
            screen.say("", "a pre-flight is of now; this is the past")
        elif row is None:
            screen.say("", "pre-flight: there is no ticket under the cursor")
        else:
            from deskconsole.console.screens.preflight import PreflightScreen  # the first rows come without it

            screen.app.push_screen(PreflightScreen(screen.queue_below(), row))
