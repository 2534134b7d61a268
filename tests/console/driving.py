"""A console before made-up rows, and the commands that its tests press."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from textual.pilot import Pilot

from deskconsole.console.app import Console
from deskconsole.console.painting.wardrobe import Wardrobe
from deskconsole.core.desk import Command, Desk, Event
from deskconsole.settings.table import Settings
from tests import driver
from tests.console.fake_source import FakeSource


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


class Driver(driver.Driver):
    """A console before a source of our own."""

    def __init__(self, app: Console, pilot: Pilot[None], source: FakeSource) -> None:
        super().__init__(app, pilot)
        self.source = source

    def cursor_line(self) -> str:
        return next(line for line in self.lines() if line.startswith("▌"))

    async def seconds(self, many: int) -> None:
        """Time passes, and the screen ticks."""
        self.source.pass_time(many)
        self.queue.tick()
        await self.pilot.pause()


@asynccontextmanager
async def driving(
    source: FakeSource | None = None,
    size: tuple[int, int] = (80, 24),
    *,
    commands: Mapping[str, Command[...]] = COMMANDS,
    wardrobe: Wardrobe | None = None,
    own_themes: Path | None = None,
    **settings: Any,
) -> AsyncIterator[Driver]:
    """A console that has read its first rows, under these settings."""
    source = source or FakeSource()
    app = Console(source, commands, settings=Settings(**settings), wardrobe=wardrobe, own_themes=own_themes)
    async with driver.running(app, size) as pilot:
        made = Driver(app, pilot, source)
        await made.settled()
        yield made
