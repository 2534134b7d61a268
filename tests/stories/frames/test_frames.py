"""What every screen looks like, to the cell: as it is drawn, and in plain ASCII without colour."""

from __future__ import annotations

import pytest

from tests.console.golden import holds
from tests.stories.desk import StoryDesk
from tests.stories.frames.harness import Shown, colours_sent_by, said_by_colour_alone, weights
from tests.stories.frames.screens import SCREENS

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=[screen.name for screen in SCREENS])


@each_screen
async def test_as_it_is_drawn_and_no_state_by_colour_alone(screen: Shown, desk: StoryDesk) -> None:
    async with screen.reached(desk) as seat:
        async for size, text in screen.frames(seat):
            holds(f"screens/{screen.name}/{size}", text)
            assert said_by_colour_alone(seat) == []


@each_screen
async def test_in_ascii_and_without_colour(screen: Shown, desk: StoryDesk) -> None:
    async with screen.reached(desk, ascii=True, colour=False) as seat:
        async for size, text in screen.frames(seat):
            assert text.isascii()
            holds(f"screens/{screen.name}/{size}-plain", text)
            assert colours_sent_by(seat) == set()
        holds(f"screens/{screen.name}/{size}-weight", weights(seat))


@pytest.mark.parametrize("theme", ["night", "day", "contrast"])
async def test_in_its_colours(theme: str, desk: StoryDesk) -> None:
    async with SCREENS[0].reached(desk, theme=theme) as seat:
        await seat.pilot.resize_terminal(80, 24)
        await seat.shows("of 28")
        holds("screens/queue/80x24-" + theme, seat.app.export_screenshot(title="deskconsole"), "svg")
