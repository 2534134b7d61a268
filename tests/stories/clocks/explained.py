"""A ticket whose clocks have something to explain, and their page."""

from __future__ import annotations

from deskconsole.console.screens.clock import ClockScreen
from deskconsole.features.tickets import commands as c
from tests.stories.desk import Seat, StoryDesk


def badge(desk: StoryDesk) -> int:
    """A P2 that was answered after twelve minutes, held for the vendor for an hour, and runs again."""
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.pass_("12m")
    desk.do("ana", c.reply(ticket, "We have asked the vendor."))
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.pass_("1h")
    desk.do("ana", c.resume(ticket))
    desk.pass_("30m")
    return ticket


async def opened(seat: Seat) -> None:
    await seat.press("x")
    await seat.until(lambda: isinstance(seat.app.screen, ClockScreen))
    await seat.sees("─ Answer ─")


async def whole(seat: Seat) -> str:
    """Everything on the page, scrolled through, as one run of words."""
    await seat.press("home")
    seen = seat.lines()[2:-2]
    for _ in range(12):
        await seat.press("pagedown")
        seen += seat.lines()[2:-2]
    return " ".join(" ".join(seen).split())
