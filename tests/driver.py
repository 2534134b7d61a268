"""Drives a console as somebody at a keyboard does, and looks at what is on the screen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.pilot import Pilot

import tests.idle  # noqa: F401 - from here on
from deskconsole.console.app import Console
from deskconsole.console.screens.queue import QueueScreen
from tests.loop_watch import watching

PATIENCE = 20.0
"""Seconds after which what has not come about never will; on a quiet machine it takes a few hundredths."""


@asynccontextmanager
async def running(app: App[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """A console without a terminal, whose loop is watched from its first frame on."""
    async with app.run_test(size=size) as pilot:
        with watching(app):
            yield pilot


class Driver:
    """A console under test."""

    def __init__(self, app: Console, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def queue(self) -> QueueScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, QueueScreen)
        return screen

    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "".join(line.rstrip() + "\n" for line in self.lines())

    async def until(self, condition: Callable[[], object]) -> None:
        """Let threads and messages come to it; what never comes fails with the screen."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"this never came about, the screen shows:\n{self.text()}")
            await self.pilot.pause(0.005)

    async def settled(self) -> None:
        """The queue has been read."""
        await self.until(lambda: self.queue.total is not None and all(tab.counts for tab in self.queue.tabs))
        if self.queue.total:
            await self.until(lambda: self.queue.detail is not None)
        await self.pilot.pause()

    async def shows(self, *words: str) -> None:
        await self.until(lambda: all(word in self.text() for word in words))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
