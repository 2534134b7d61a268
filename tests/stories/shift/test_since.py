"""What happened since I left counts from when I said so."""

from __future__ import annotations

from deskconsole.features.staffing import commands as staffing
from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_since_i_left_is_when_i_said_so(desk: StoryDesk) -> None:
    ticket = desk.ticket("Label printer jammed")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.receive(ticket, "Before I went"))
    desk.pass_("10m")
    desk.do("ana", staffing.off())
    desk.pass_("15h")
    desk.do("ana", staffing.available())
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("g", "s")
        await ana.sees("[● available]", "Answered since you left", "Given to you since Tue 14 Apr 09:52")
        await ana.sees_no("Before I went")
