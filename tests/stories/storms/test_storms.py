"""Any keys in any order, while the terminal is any size: nothing falls over, and what was written is somewhere."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole import world
from deskconsole.console.doable import BUILT
from deskconsole.console.keys import KeyMap, to_textual
from deskconsole.console.screens.ticket import TicketScreen
from tests.features.desks import copied
from tests.stories.desk import LARGE, MEDIUM, SMALL, START, Seat, StoryDesk, sitting

TINY = (40, 10)
SIZES = (TINY, SMALL, MEDIUM, LARGE, (20, 5), (300, 80))
ENDS_IT = {"Q", "ctrl+z"}
"""The storm would be over."""

pytestmark = pytest.mark.usefixtures("all_commands")

MAP = KeyMap.load(world.offered(), built=BUILT)[0]
KEYS = sorted(
    {to_textual(key) for chain in MAP.chains.values() for chord in chain for key in chord if key not in ENDS_IT}
)
OTHERS = ["a", "e", "5", "space", "escape", "enter", "backspace", "delete", "ctrl+c", "ctrl+u", "full_stop", "é", "漢"]

presses = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from(OTHERS),
    st.sampled_from(["i", "r", "ctrl+g", "escape", "tab"]),  # more of what writes, sends and leaves
    st.sampled_from(SIZES),
)
storms = st.lists(presses, min_size=15, max_size=40)


class Weather:
    """Presses keys, and remembers what stood in whatever was written on."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.written: dict[tuple[int, str], str] = {}

    def look(self) -> None:
        for screen in self.seat.app.screen_stack:
            if isinstance(screen, TicketScreen) and screen.text.display and screen.text.kind:
                self.written[screen.row.id, screen.text.kind] = screen.text.text

    async def press(self, what: str | tuple[int, int]) -> None:
        if isinstance(what, str):
            await self.seat.press(what)
        else:
            await self.seat.pilot.resize_terminal(*what)
        self.look()


def written_somewhere(desk: StoryDesk, ticket: int, kind: str, text: str) -> bool:
    """As a draft, or as what it has become."""
    drafts = desk.all("select text from draft where ticket = :t and kind = :k", t=ticket, k=kind)
    said = desk.all("select text from private_text where about = 'ticket' and subject = :t", t=ticket)
    return (text,) in drafts or any(text.strip() == (each or "").strip() for (each,) in said)


async def survive(desk: StoryDesk, storm: list[str | tuple[int, int]]) -> None:
    desk.ticket("VPN drops", urgency="1")
    desk.ticket("Mail slow")
    async with sitting(desk, size=SMALL) as ana:
        weather = Weather(ana)
        await ana.press("i")
        await ana.writing("Note on INC-10001")
        await ana.writes("begun")
        weather.look()
        for each in storm:
            await weather.press(each)
        await ana.pilot.pause(0.05)
        weather.look()
        ana.lines()
        for screen in list(ana.app.screen_stack):  # those that were left saved theirs
            getattr(screen, "keep", lambda: None)()
    for (ticket, kind), text in weather.written.items():
        assert not text.strip() or written_somewhere(desk, ticket, kind, text), (ticket, kind, text)


def weathered(template: Path, folder: Path, storm: list[str | tuple[int, int]]) -> None:
    path = folder / "desk.db"
    for old in folder.glob("desk.db*"):
        old.unlink()
    desk = StoryDesk(copied(template, path), START)
    try:
        asyncio.run(survive(desk, storm))
    finally:
        desk.store.close()


FEW = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=False)
MANY = settings(FEW, max_examples=400)


@FEW
@given(storm=storms)
def test_no_storm_of_keys_loses_a_draft(
    story_template: Path, tmp_path: Path, storm: list[str | tuple[int, int]]
) -> None:
    weathered(story_template, tmp_path, storm)


@pytest.mark.soak
@MANY
@given(storm=storms)
def test_many_storms_do_not_either(story_template: Path, tmp_path: Path, storm: list[str | tuple[int, int]]) -> None:
    weathered(story_template, tmp_path, storm)


async def test_a_storm_of_resizes_leaves_the_screen_as_it_would_have_been(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("i")
        await ana.writing("Note on INC-10001")
        await ana.writes("half a sen")
        for n in range(20):
            await ana.pilot.resize_terminal(20 + n * 13 % 180, 5 + n * 7 % 60)
        await ana.pilot.resize_terminal(*TINY)
        await ana.writes("tence")
        await ana.sends()
        await ana.until(lambda: ana.app.screen is ana.queue)
        await ana.pilot.resize_terminal(*TINY)
        await ana.until(lambda: len(ana.lines()) == TINY[1] and desk.number(ticket) in ana.text())
        await ana.pilot.resize_terminal(*MEDIUM)
        await ana.until(lambda: len(ana.lines()) == MEDIUM[1] and "note written" in ana.text())
    assert ("half a sentence",) in desk.all("select text from private_text where about = 'ticket'")
