"""Somebody in a war room of a desk on which four promises have broken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from deskconsole.console.screens.room import RoomScreen
from deskconsole.features.war_room import commands as w
from tests.features.war_room.worlds import broken
from tests.stories.desk import LARGE, Seat, StoryDesk, sitting


def proposed(desk: StoryDesk, count: int = 4) -> list[int]:
    """Tickets of a service have broken two hours later, and a rule has proposed a room."""
    tickets = broken(desk, count)
    desk.pass_("2h1m")
    desk.tick()
    return tickets


def opened(desk: StoryDesk, count: int = 4) -> list[int]:
    """It is confirmed, and its tickets are in it."""
    tickets = proposed(desk, count)
    desk.do("lea", w.confirm("WR-1"))
    desk.tick()
    return tickets


def room_of(seat: Seat) -> RoomScreen:
    screen = seat.app.screen
    assert isinstance(screen, RoomScreen)
    return screen


@asynccontextmanager
async def in_the_room(
    desk: StoryDesk, who: str = "lea", size: tuple[int, int] = LARGE, **settings: Any
) -> AsyncIterator[Seat]:
    """`g r`, enter, and the room has been read."""
    async with sitting(desk, who, size, **settings) as seat:
        await seat.press("g", "r")
        await seat.sees("WR-1")
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, RoomScreen) and room_of(seat).room is not None)
        await seat.pilot.pause()
        yield seat


async def asked(seat: Seat, *words: str) -> None:
    """A form of the room is open and has the keyboard."""
    await seat.until(lambda: room_of(seat).calls.form is not None and room_of(seat).chain() == "form")
    await seat.until(lambda: seat.app.focused is not None and seat.app.focused is not room_of(seat).page)
    await seat.sees(*words)


async def commits(seat: Seat) -> None:
    await seat.press("ctrl+g")
    await seat.until(lambda: room_of(seat).calls.form is None)
