"""An explanation goes on with the time and with what others do."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.clocks.explained import badge, opened
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_it_goes_on_with_the_time_and_with_what_others_do(desk: StoryDesk) -> None:
    ticket = badge(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await opened(ana)
        await ana.sees("Used 42m of 8h00m")
        desk.pass_("7s")
        await ana.tick()
        await ana.sees("Used 42m07s of 8h00m", "Left 7h17m53s.", "now 09:24:07")
        desk.do("ben", c.hold(ticket, "vendor"))
        await ana.sees("‖ Paused since 09:24:07", "[resolution ‖]", "hold for vendor")
        desk.pass_("1h")
        await ana.tick()
        await ana.sees("Used 42m07s of 8h00m (8 %).   Paused 2h00m, not counted.")


async def test_a_clock_that_breaks_while_it_is_looked_at_says_so(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana:
        await opened(ana)
        await ana.sees("[first response]", "Due Tue 14 Apr 07:57:00 UTC")
        desk.pass_("13m")
        await ana.tick()
        await ana.sees("▲ At risk since 07:54:00.", "[first response ▲]")
        desk.pass_("3m")
        await ana.tick()
        await ana.sees("◆ Breached 07:57:00, still running.", "running, the clock starts, ◆ breached 07:57:00")
        desk.do("ana", c.reply(ticket, "On it."))
        await ana.sees("◆ Breached 07:57:00, ended 07:58:00, 1m beyond its target.", "◆ answered by a person")
