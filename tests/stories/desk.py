"""A desk to tell stories about: a real store, consoles in front of it, and the keys that are pressed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from deskconsole.console.app import Console
from deskconsole.console.desk_source import DeskSource
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.queue import QueueScreen
from deskconsole.core.actors import Actor
from deskconsole.core.desk import COMMANDS
from deskconsole.core.instants import from_iso
from deskconsole.features.tickets import commands as c
from deskconsole.store.store import Store
from tests.features.desks import TestDesk

FILE = Path(__file__).with_name("desk.toml")
START = from_iso("2026-04-14T07:42Z")
"""A Tuesday morning, 09:42 at the desk."""

PATIENCE = 20.0
"""Seconds after which what has not come about never will; on a quiet machine it takes a few hundredths."""

SMALL, MEDIUM, LARGE = (80, 24), (120, 40), (160, 50)
_sizes = cycle((SMALL, MEDIUM, LARGE))

KNOWN = {name: made for name, made in COMMANDS.items() if made.decide.__module__.startswith(c.__name__)}
"""The commands that the program hands to its console."""


class StoryDesk(TestDesk):
    """A store with a clock that goes on when the story says so."""

    def ticket(self, title: str = "VPN drops", by: str = "ana", **more: Any) -> int:
        return self.new(title, by, **more)

    def number(self, ticket: int) -> str:
        return self.row(ticket).number

    def told(self, ticket: int, kind: str) -> str:
        """The body of the latest event of a kind about a ticket."""
        sql = "select body from journal where about = 'ticket' and subject = :t and kind = :k order by seq desc limit 1"
        return str(self.scalar(sql, t=ticket, k=kind))

    def refusals(self) -> list[tuple[str, str]]:
        """Who was refused, and how the journal says it."""
        sql = "select actor, body from journal where kind = 'call.refused' order by seq"
        return [(actor, body) for actor, body in self.all(sql)]


class Seat:
    """Somebody at a console."""

    def __init__(self, app: Console, pilot: Pilot[None], desk: StoryDesk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk

    @property
    def queue(self) -> QueueScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, QueueScreen)
        return screen

    # What is seen.

    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "".join(line.rstrip() + "\n" for line in self.lines())

    def row(self, ticket: int) -> str:
        """The line of a ticket in the list; empty where it is not in sight."""
        number = self.desk.number(ticket)
        return next((line for line in self.lines() if number in line[:40] and "─" not in line[:8]), "")

    def message(self) -> str:
        return self.lines()[-2].strip()

    def footer(self) -> str:
        return self.lines()[-1].strip()

    # What is done.

    async def until(self, condition: Callable[[], object]) -> None:
        """Let threads and messages come to it; what never comes fails with the screen."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"this never came about, the screen shows:\n{self.text()}")
            await self.pilot.pause(0.005)

    async def sees(self, *words: str) -> None:
        await self.until(lambda: all(word in self.text() for word in words))

    async def sees_no(self, *words: str) -> None:
        await self.until(lambda: not any(word in self.text() for word in words))

    async def hears(self, *words: str) -> None:
        """The message line says so."""
        await self.until(lambda: all(word in self.message() for word in words))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def writes(self, text: str) -> None:
        """Letter by letter, as a keyboard does."""
        names = {" ": "space", ":": "colon", "-": "minus", "+": "plus", "/": "slash", ".": "full_stop"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))

    async def form(self, *words: str) -> None:
        """A form is open and has the keyboard."""
        await self.until(lambda: self.queue.calls.form is not None and self.queue.chain() == "form")
        await self.until(lambda: self.app.focused is not None and self.app.focused is not self.queue.grid)
        await self.sees("What it does", *words)

    async def commit(self) -> None:
        await self.press("ctrl+g")
        await self.until(lambda: self.queue.calls.form is None)

    async def on(self, ticket: int) -> None:
        """The cursor goes to a ticket."""
        await self.press("home")
        for _ in range(self.queue.grid.listing.total):
            if self.queue.grid.row and self.queue.grid.row.id == ticket:
                break
            await self.press("j")
        assert self.queue.grid.row is not None
        assert self.queue.grid.row.id == ticket
        await self.until(lambda: self.queue.detail is not None and self.queue.detail.row.id == ticket)

    async def tick(self) -> None:
        """The screen's own second."""
        screen = self.app.screen
        assert isinstance(screen, DeskScreen)
        screen.tick()
        await self.pilot.pause()


@asynccontextmanager
async def sitting(
    desk: StoryDesk,
    who: str = "ana",
    size: tuple[int, int] | None = None,
    *,
    store: Store | None = None,
    plain_ascii: bool = False,
) -> AsyncIterator[Seat]:
    """A console that has read its queue; without a size the three take turns."""
    source = DeskSource(store or desk.store, Actor(who))
    app = Console(source, KNOWN, plain_ascii=plain_ascii)
    async with app.run_test(size=size or next(_sizes)) as pilot:
        seat = Seat(app, pilot, desk)
        await seat.until(lambda: seat.queue.total is not None and all(tab.counts for tab in seat.queue.tabs))
        if seat.queue.total:
            await seat.until(lambda: seat.queue.detail is not None)
        await pilot.pause()
        yield seat
        await asyncio.sleep(0)
