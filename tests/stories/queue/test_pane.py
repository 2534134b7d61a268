"""The pane shows clocks and timeline of what is under the cursor."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, SMALL, StoryDesk, sitting


async def test_the_pane_shows_clocks_and_timeline(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", customer="acme", service="vpn", impact="1", urgency="2", requester="Kim Weber")
    desk.pass_("26m")
    desk.tick()
    desk.do("ben", c.claim(ticket))
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("d")
        await ana.sees(
            "INC-10001  VPN drops", "▆P2  open  ben", "requester  Kim Weber, Acme", "service    Remote access"
        )
        await ana.sees("first response   ▲ 4m00s", "due 10:12, standard v1", "resolution         7h34m")
        await ana.sees("10:08 ben   assigned to ben", "10:06 desk  ▲ 80 % of first response", "09:42 ana   created, P2")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("d")
        await ana.sees("INC-10001  VPN drops", "first response   ▲ 4m00s", "assigned to ben")
        await ana.press("q")
        await ana.until(lambda: ana.row(ticket))
