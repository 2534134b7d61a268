"""Every screen at three sizes, drawn and in plain ASCII without colour, from one line that says how to get there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

from rich.console import Console
from rich.segment import Segment

from deskconsole.console.painting.glyphs import UNICODE
from deskconsole.console.painting.layout import cells
from deskconsole.core.desk import Command
from tests.console.driving import COMMANDS, driving
from tests.console.fake_source import FakeSource
from tests.driver import Driver
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting

SIZES = (LARGE, MEDIUM, SMALL)

Steps = Callable[[Any], Awaitable[None]]
Opened = Callable[..., AbstractAsyncContextManager[Driver]]


def drawn(
    source: Callable[[], FakeSource] = FakeSource, commands: Mapping[str, Command[...]] = COMMANDS
) -> Callable[..., AbstractAsyncContextManager[Driver]]:
    """Before the story that the frames were drawn from."""

    def opened(desk: StoryDesk, **settings: Any) -> AbstractAsyncContextManager[Driver]:
        return driving(source(), LARGE, commands=commands, **settings)

    return opened


def at_desk(before: Callable[[StoryDesk], object], who: str = "ana") -> Opened:
    """Before a real desk, once something has happened there."""

    def opened(desk: StoryDesk, **settings: Any) -> AbstractAsyncContextManager[Driver]:
        before(desk)
        return sitting(desk, who, LARGE, **settings)

    return opened


_DRAWN = drawn()


@dataclass(frozen=True)
class Shown:
    """A screen: how to get there from the queue, and words that stand on it at every size once it is whole."""

    name: str
    keys: str = ""
    words: tuple[str, ...] = ()
    opened: Opened = _DRAWN
    then: Steps | None = None
    """What else is done there, after the keys."""

    @asynccontextmanager
    async def reached(self, desk: StoryDesk, **settings: Any) -> AsyncIterator[Driver]:
        """Somebody has got there; what is said in the meantime stays."""
        async with self.opened(desk, message_time=3600, **settings) as seat:
            await seat.press(*self.keys.split())
            if self.then is not None:
                await self.then(seat)
            yield seat

    async def frames(self, seat: Driver) -> AsyncIterator[tuple[str, str]]:
        """The screen at each size, with its name: `80x24`."""
        for width, height in SIZES:
            await seat.pilot.resize_terminal(width, height)
            await seat.until(lambda: [cells(line) for line in seat.lines()] == [width] * height)  # noqa: B023
            await seat.shows(*self.words)
            await seat.pilot.pause()
            yield f"{width}x{height}", seat.text()


_COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m")


def colours_sent_by(seat: Driver) -> set[str]:
    """The colours that a terminal which knows them all would get for the whole screen."""
    out = StringIO()
    console = Console(force_terminal=True, color_system="truecolor", file=out, width=seat.app.size.width)
    console.print(seat.app.screen._compositor.render_update(full=True), end="")
    return {found[0] for found in _COLOUR.finditer(out.getvalue())}


def weights(seat: Driver) -> str:
    """What stands out without colour, line by line: `B` bold, `R` reversed."""
    drawn_ = []
    for strip in seat.app.screen._compositor.render_strips():
        drawn_.append("".join(_weight(segment) * cells(segment.text) for segment in strip).rstrip())
    return "\n".join(drawn_) + "\n"


def _weight(segment: Segment) -> str:
    style = segment.style
    return " " if style is None else "R" if style.reverse else "B" if style.bold else " "


_WORDS = {
    "sla-breach": (UNICODE.breached, UNICODE.failed, "breached", "missed", "refused"),
    "sla-risk": (UNICODE.risk, "at risk"),
    "sla-held": (UNICODE.paused, UNICODE.held, "paused", "held"),
    "sla-night": (UNICODE.night, UNICODE.shut),
    "sla-met": (UNICODE.met, "met", "answered", "kept"),
    "stale": (UNICODE.stale, "as of"),
    "war": (UNICODE.war,),
}
"""What says a state beside its colour."""


def said_by_colour_alone(seat: Driver) -> list[str]:
    """The lines in which a colour says something that neither a sign nor a word says."""
    roles = {seat.app.wardrobe.worn.colors[role]: role for role in _WORDS}
    if f"{UNICODE.stale} " in seat.lines()[0]:  # the header says so of all figures
        del roles[seat.app.wardrobe.worn.colors["stale"]]
    found = []
    for strip in seat.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            colour = style.color.name.lower() if style and style.color else ""
            large = set(text) <= set(" █▀▄")  # a figure of the wall, whose words stand below it
            if (
                text.strip()
                and colour in roles
                and not large
                and not any(word in strip.text for word in _WORDS[roles[colour]])
            ):
                found.append(f"{roles[colour]}: {text!r} in {strip.text}")
    return found
