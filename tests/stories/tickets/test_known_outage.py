"""Who follows a known outage reads what to say."""

from __future__ import annotations

import pytest

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_who_follows_an_outage_sees_what_to_say(desk: StoryDesk) -> None:
    outage = desk.ticket("VPN gateway drops", impact="1", urgency="1")
    desk.do("lea", c.declare_outage(outage, "We know, the gateway is being restarted; back by 11."))
    follower, alone = desk.ticket("VPN does not work"), desk.ticket("Printer")
    desk.do("ana", c.attach(follower))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(follower, "─ Relations ─", "R relate", "⚑ INC-10001 VPN gateway drops", "1 follower")
        await ana.sees("say: “We know, the gateway is being", "restarted; back by 11.”")
        await ana.press("q")
        await ana.opens(outage, "⚑ known outage", "say: “We know", "child INC-10002")
        await ana.press("q")
        await ana.opens(alone)
        assert "say:" not in ana.text()
