"""Somebody who stands before the wall."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from deskconsole.console.screens.wall import WallScreen
from deskconsole.core.instants import DAY
from deskconsole.features.staffing import commands as staffing
from deskconsole.features.tickets import commands as c
from tests.stories.desk import Seat, StoryDesk, sitting


def morning(desk: StoryDesk) -> None:
    """27 minutes on: the VPN is down and late, its token and the mail are at risk, the rest has time."""
    gateway = desk.ticket("VPN gateway drops all sessions", service="vpn", impact="1", urgency="1", customer="acme")
    desk.ticket("VPN token expired", service="vpn", impact="1", urgency="2", customer="civita")
    desk.ticket("Outlook search returns nothing", service="mail", impact="1", urgency="2", customer="civita")
    slow = desk.ticket("Mailbox is slow", service="mail", impact="2", urgency="2", customer="acme")
    badge = desk.ticket("Badge readers offline", impact="2", urgency="2")
    desk.do("ana", staffing.available())
    desk.do("ben", staffing.call())
    desk.do("net", c.claim(gateway))
    desk.do("ana", c.claim(slow))
    desk.do("ben", c.reply(badge, "Which reader?"))
    desk.do("ben", c.hold(badge, "caller", until=desk.now + DAY))
    desk.pass_("27m")
    desk.tick()


@asynccontextmanager
async def before_the_wall(
    desk: StoryDesk, who: str = "ana", size: tuple[int, int] = (120, 40), **settings: Any
) -> AsyncIterator[Seat]:
    """`g w`, and the wall has been read."""
    async with sitting(desk, who, size, **settings) as seat:
        await seat.press("g", "w")
        await seat.until(lambda: isinstance(seat.app.screen, WallScreen) and wall_of(seat).wall is not None)
        await seat.pilot.pause()
        yield seat


def wall_of(seat: Seat) -> WallScreen:
    screen = seat.app.screen
    assert isinstance(screen, WallScreen)
    return screen


def under_cursor(seat: Seat) -> str:
    """The line of the wall under the cursor."""
    sign = seat.app.glyphs.cursor
    return next((line for line in seat.lines() if line.startswith(sign)), "")
