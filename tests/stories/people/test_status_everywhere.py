"""My status is two keys away on every screen."""

from __future__ import annotations

import pytest

from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_my_status_is_two_keys_away_on_every_screen(desk: StoryDesk, size: tuple[int, int]) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=size) as ana:
        await ana.press("comma", "c")
        await ana.sees("ana on a call")
        await ana.opens(ticket)
        await ana.press("comma", "b")
        await ana.sees("ana on a break")
        await ana.press("q", "g", "s")
        await ana.sees("My shift › ana")
        await ana.press("comma", "m")
        await ana.sees("ana in a meeting")
        await ana.press("comma", "a")
        await ana.sees_no("in a meeting")
