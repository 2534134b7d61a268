"""A desk to tell stories about: a real store, consoles in front of it, and the keys that are pressed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from deskconsole.console.app import Console
from deskconsole.console.desk.live import DeskSource
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.ticket import TicketScreen
from deskconsole.core.actors import Actor
from deskconsole.core.desk import COMMANDS
from deskconsole.core.instants import from_iso
from deskconsole.features.escalation import commands as escalation
from deskconsole.features.room_updates import commands as room_updates
from deskconsole.features.saved import commands as saved
from deskconsole.features.staffing import commands as staffing
from deskconsole.features.surge import commands as surge
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as war_room
from deskconsole.settings.table import Settings
from deskconsole.store.store import Store
from deskconsole.switchboard import take_call
from tests.driver import Driver, running
from tests.features.desks import TestDesk

FILE = Path(__file__).with_name("desk.toml")
START = from_iso("2026-04-14T07:42Z")
"""A Tuesday morning, 09:42 at the desk."""

SMALL, MEDIUM, LARGE = (80, 24), (120, 40), (160, 50)
_sizes = cycle((SMALL, MEDIUM, LARGE))

KNOWN = {
    name: made
    for name, made in COMMANDS.items()
    if made.label
    and made.decide.__module__.startswith(
        (
            c.__name__,
            staffing.__name__,
            saved.__name__,
            escalation.__name__.rpartition(".")[0],
            take_call.decide.__module__,
            war_room.__name__,
            room_updates.__name__,
            surge.__name__,
        )
    )
}
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


class Seat(Driver):
    """Somebody at a console."""

    def __init__(self, app: Console, pilot: Pilot[None], desk: StoryDesk) -> None:
        super().__init__(app, pilot)
        self.desk = desk

    # What is seen.

    def row(self, ticket: int) -> str:
        """The line of a ticket in the list; empty where it is not in sight."""
        number = self.desk.number(ticket)
        return next((line for line in self.lines() if number in line[:40] and "─" not in line[:8]), "")

    def message(self) -> str:
        return self.lines()[-2].strip()

    def footer(self) -> str:
        return self.lines()[-1].strip()

    async def sees(self, *words: str) -> None:
        await self.shows(*words)

    async def sees_no(self, *words: str) -> None:
        await self.until(lambda: not any(word in self.text() for word in words))

    async def hears(self, *words: str) -> None:
        """The message line says so."""
        await self.until(lambda: all(word in self.message() for word in words))

    # What is done.

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

    @property
    def workspace(self) -> TicketScreen:
        screen = self.app.screen
        assert isinstance(screen, TicketScreen)
        return screen

    async def opens(self, ticket: int, *words: str) -> None:
        """Enter on a ticket: its own screen, once it has been read."""
        await self.on(ticket)
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.screen, TicketScreen) and self.workspace.found is not None)
        await self.sees("Conversation", *words)

    async def writing(self, *words: str) -> None:
        """There is something to write in, and it has the keyboard."""
        await self.until(lambda: isinstance(self.app.screen, TicketScreen) and self.workspace.text.area.has_focus)
        await self.sees(*words)

    async def sends(self) -> None:
        """What was written is meant, and has become a fact."""
        screen = self.workspace
        await self.press("ctrl+g")
        await self.until(lambda: not screen.text.display)

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
    **settings: Any,
) -> AsyncIterator[Seat]:
    """A console that has read its queue; without a size the three take turns."""
    source = DeskSource(store or desk.store, Actor(who))
    app = Console(source, KNOWN, settings=Settings(**settings))
    async with running(app, size or next(_sizes)) as pilot:
        seat = Seat(app, pilot, desk)
        await seat.settled()
        yield seat
        await asyncio.sleep(0)
