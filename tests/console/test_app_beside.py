"""Others on the screen, at its three sizes: who writes, who reads, and a form that met somebody else's."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import Meanwhile, Refused, Stale
from deskconsole.core.instants import Instant
from deskconsole.store.presence import Here, Others
from tests.console import story
from tests.console.driving import Driver, driving
from tests.console.fake_source import FakeSource
from tests.console.golden import holds
from tests.console.test_app_ticket import WRITE, opened

SIZES = [(80, 24, False), (120, 40, False), (160, 50, False), (80, 24, True)]


def here(who: str, doing: str, ticket: int) -> Here:
    return Here(f"{who} {ticket}", who, ticket, doing, story.at(9, 41), Instant(0))


def beside() -> FakeSource:
    """lea writes on the ticket under the cursor, which mia reads; ben fills in a form on another one."""
    source = FakeSource()
    source.presence.others = Others(
        [here("mia", "", 10442), here("lea", "reply", 10442), here("ben", "hold", source.rows[3].id)]
    )
    return source


def where(desk: Driver) -> tuple[int | None, str]:
    """What the console says is before its person."""
    return desk.source.presence.place


def name(frame: str, size: tuple[int, int], *, ascii_: bool) -> str:
    return f"{frame}-{size[0]}x{size[1]}{'-ascii' * ascii_}"


@pytest.mark.parametrize(("room", "high", "ascii_"), SIZES)
async def test_who_writes_and_who_reads(room: int, high: int, *, ascii_: bool) -> None:
    async with driving(beside(), (room, high), ascii=ascii_, commands=WRITE) as desk:
        pen = "e" if ascii_ else "✎"
        await desk.shows(f"{pen} lea", f"{pen} ben")
        holds(name("beside-queue", (room, high), ascii_=ascii_), desk.text())
        assert where(desk) == (None, "")
        await opened(desk)
        assert where(desk) == (10442, "")
        if room == 80:
            await desk.press("4")
        await desk.shows("Also here", "lea writes a reply since 09:41")
        await desk.press("r")
        await desk.until(lambda: where(desk) == (10442, "reply"))


@pytest.mark.parametrize(("room", "high", "ascii_"), SIZES)
async def test_a_form_that_met_another_one(room: int, high: int, *, ascii_: bool) -> None:
    source = FakeSource()
    met = Meanwhile("ben", story.at(9, 40), "state", True, "open", "resolved", "held")
    until = Meanwhile("ben", story.at(9, 40), "held until", True, None, story.at(12, 0), story.at(11, 0), True)
    source.answers = [Stale([met, until], 77)]
    async with driving(source, (room, high), ascii=ascii_) as desk:
        await desk.press("h")
        await desk.shows("What it does")
        await desk.press("c", "ctrl+g")
        await desk.shows("state when you began: open", "ben 09:40: resolved", "you: held")
        await desk.shows("nothing else changes")
        holds(name("beside-form", (room, high), ascii_=ascii_), desk.text())
        assert where(desk) == (10442, "hold")
        now = desk.app.double.clock()
        desk.app.double.clock = lambda: now + 60.0  # long enough to have read it
        await desk.press("ctrl+g")
        await desk.until(lambda: len(desk.source.done) == 2)
        assert [call.seen for call, _ in desk.source.done] == [0, 77]


async def test_a_refused_form_keeps_what_was_typed() -> None:
    source = FakeSource()
    source.answers = [Refused("INC-10442 is resolved: reopen it first")]
    async with driving(source) as desk:
        await desk.press("h")
        await desk.shows("What it does")
        await desk.press("v", "tab", *"ordered", "ctrl+g")
        await desk.shows("✗ hold: INC-10442 is resolved: reopen it first; what you typed is kept")
        await desk.press("h")
        await desk.shows("[vendor]", "ordered___")
        await desk.press("ctrl+g")
        await desk.until(lambda: len(source.done) == 2)
        assert [call.kwargs["note"] for call, _ in source.done] == ["ordered", "ordered"]
