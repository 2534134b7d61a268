"""`x` tells why a clock stands where it does."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.clock import ClockScreen
from tests.stories.clocks.explained import badge, opened, whole
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_x_tells_why_a_clock_stands_where_it_does(desk: StoryDesk, size: tuple[int, int]) -> None:
    badge(desk)
    async with sitting(desk, size=size) as ana:
        await opened(ana)
        await ana.sees("Queue › INC-10001 › Clock", "[resolution]", "first response ✓")
        page = await whole(ana)
        assert (
            "Due Tue 14 Apr 16:42:00 UTC (18:42:00 CEST for you), because that is where 8h00m of business time" in page
        )
        assert "Used 42m of 8h00m (8 %). Paused 1h00m, not counted. Left 7h18m." in page
        for told in ("running, the clock starts", "‖ held for vendor", "running, the hold"):
            assert told in page
        assert "Each promise names the hold reasons that pause it. This one is paused by caller and vendor." in page
        assert "recomputed now: ✓ same as stored raw 42m contractual 42m internal 42m" in page
        await ana.press("tab")
        await ana.sees("[first response ✓]", "✓ Met Tue 14 Apr 07:54:00; was due Tue 14 Apr 08:12:00 UTC.")
        await ana.press("q")
        await ana.until(lambda: ana.app.screen is ana.queue)
        assert "▌" in ana.row(1)


async def test_the_key_is_in_footer_help_and_palette(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=LARGE) as ana:
        assert "x explain" in ana.footer()
        await ana.press("question_mark")
        await ana.sees("segments, rules, versions, what if")
        await ana.press("escape", "colon")
        await ana.writes("explain")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, ClockScreen))
        await ana.sees("tab next clock", "y copy", "q back", "? help")


async def test_enter_does_what_stands_there_though_the_last_letters_were_not_heard_yet(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("colon")
        finder = ana.queue.finder
        finder._field.value = "explain"  # the list hears of it by a message
        finder.act_form_step()
        await ana.until(lambda: isinstance(ana.app.screen, ClockScreen))
