"""Somebody on the phone, and the screen that their call is taken down on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deskconsole.console.screens.call import CallScreen
from tests.stories.desk import SMALL, Seat, StoryDesk, sitting


class Call(Seat):
    """Somebody at a console with the phone at their ear, who counts their keys."""

    keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await super().press(*keys)

    async def writes(self, text: str) -> None:
        self.keys += len(text)
        await super().writes(text)

    @property
    def call(self) -> CallScreen:
        screen = self.app.screen
        assert isinstance(screen, CallScreen)
        return screen

    async def rings(self) -> None:
        await self.press("n")
        await self.until(lambda: isinstance(self.app.screen, CallScreen) and self.call.fields.caller.has_focus)
        await self.sees("on a call", "What this caller already has")

    async def done(self) -> None:
        await self.until(lambda: not isinstance(self.app.screen, CallScreen))


@asynccontextmanager
async def answering(
    desk: StoryDesk, who: str = "ana", size: tuple[int, int] = SMALL, **more: bool
) -> AsyncIterator[Call]:
    async with sitting(desk, who, size, **more) as seat:  # type: ignore[arg-type]
        yield Call(seat.app, seat.pilot, desk)
