"""Drives the console as somebody at a keyboard does, and looks at what is on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Literal

from textual.pilot import Pilot

from deskconsole.console.app import Console
from deskconsole.console.screens.queue import QueueScreen
from deskconsole.core.desk import Command, Desk, Event
from tests.console.fake_source import FakeSource

ROUNDS = 400


def hold(desk: Desk, ticket: int, reason: Literal["caller", "vendor"], note: str = "") -> Iterator[Event]:
    """Stop the clocks while somebody else has the ball."""
    yield from ()


def take(desk: Desk, ticket: int) -> Iterator[Event]:
    """Mine from now on."""
    yield from ()


def new(desk: Desk, title: str) -> Iterator[Event]:
    """Write a new ticket."""
    yield from ()


def resolve(desk: Desk, ticket: int, code: str) -> Iterator[Event]:
    """Resolve it, with its code."""
    yield from ()


COMMANDS: Mapping[str, Command[...]] = {
    "ticket.new": Command("ticket.new", "ticket.create", new, "n", "new"),
    "ticket.hold": Command("ticket.hold", "ticket.work", hold, "h", "hold"),
    "ticket.assign_to_me": Command("ticket.assign_to_me", "ticket.work", take, "m", "take"),
    "ticket.resolve": Command("ticket.resolve", "ticket.work", resolve, "s r", "resolve"),
}


class Driver:
    """A console under test."""

    def __init__(self, app: Console, pilot: Pilot[None], source: FakeSource) -> None:
        self.app, self.pilot, self.source = app, pilot, source

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

    def cursor_line(self) -> str:
        return next(line for line in self.lines() if line.startswith("▌"))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let messages and threads come to it; what never comes fails with the screen."""
        for _ in range(ROUNDS):
            if condition():
                return
            await self.pilot.pause(0.005)
        raise AssertionError(f"this never came about, the screen shows:\n{self.text()}")

    async def shows(self, *words: str) -> None:
        await self.until(lambda: all(word in self.text() for word in words))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def seconds(self, many: int) -> None:
        """Time passes, and the screen ticks."""
        self.source.pass_time(many)
        self.queue.tick()
        await self.pilot.pause()


@asynccontextmanager
async def driving(
    source: FakeSource | None = None, size: tuple[int, int] = (80, 24), *, plain_ascii: bool = False
) -> AsyncIterator[Driver]:
    """A console that has read its first rows."""
    source = source or FakeSource()
    app = Console(source, COMMANDS, plain_ascii=plain_ascii)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, source)
        if source.rows:
            await driver.until(lambda: driver.queue.total is not None and driver.queue.detail is not None)
            await driver.until(lambda: all(tab.counts for tab in driver.queue.tabs))
        await pilot.pause()
        yield driver
