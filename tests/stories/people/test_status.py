"""How I am is a key, and stays in sight."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_comma_says_how_i_am_and_the_header_keeps_it_in_sight(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("comma")
        await ana.sees("a available", "b break", "o off")
        await ana.press("b")
        await ana.hears("✓ you are on a break")
        await ana.until(lambda: "ana on a break" in ana.lines()[0])
        await ana.press("comma", "a")
        await ana.hears("✓ you are available")
        await ana.until(lambda: "break" not in ana.lines()[0])
