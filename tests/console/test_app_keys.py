"""What keys open, as it stands on the screen: letters to jump by, a ticket by its number, another instant."""

from __future__ import annotations

import pytest

from tests.console.driving import driving
from tests.console.golden import holds

SIZES = [(80, 24), (120, 40), (160, 50)]


@pytest.mark.parametrize("size", SIZES)
async def test_letters_stand_on_everything_one_can_go_to(size: tuple[int, int]) -> None:
    async with driving(size=size) as desk:
        await desk.shows("INC-10442", "due 09:30", "n new")
        await desk.press("f")
        await desk.shows("jump:  a letter goes there")
        holds(f"app-jump-{size[0]}x{size[1]}", desk.text())


@pytest.mark.parametrize("size", SIZES)
async def test_the_queue_as_it_stood(size: tuple[int, int]) -> None:
    async with driving(size=size) as desk:
        await desk.press("at", *"-42m")
        await desk.shows("Tue 14 Apr 2026 09:00:07 CEST, 42m ago")
        await desk.press("enter")
        await desk.shows("returns to now", "INC-10442", "EMEA desk 28")
        await desk.until(lambda: "reading" not in desk.text() and "ana  09:00:07" in desk.text())
        past = desk.app.screen
        await desk.until(lambda: getattr(past, "detail", None) and all(tab.counts for tab in past.tabs))  # type: ignore[attr-defined]
        await desk.pilot.pause(0.05)
        await desk.press("m")
        await desk.shows("this is the past, where nothing can be changed")
        await desk.press("escape")
        await desk.shows("ana  09:42:07")


async def test_in_ascii_letters_and_the_banner_are_too() -> None:
    async with driving(ascii=True) as desk:
        await desk.press("f")
        await desk.shows("jump:")
        assert desk.text().isascii()
        await desk.press("escape", "at", *"-42m", "enter")
        await desk.shows("returns to now", "INC-10442")
        assert desk.text().isascii()
