"""A transfer is in sight until somebody has answered it."""

from __future__ import annotations

from deskconsole.features.staffing import commands as s
from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_a_transfer_is_in_sight_until_it_comes_back_with_its_reason(desk: StoryDesk) -> None:
    ticket = desk.ticket("Mail is slow")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("m")
        await ana.hears("is yours")
        await ana.press("T")
        await ana.form("─ Transfer INC-10001", "required: to")
        await ana.writes("network")
        await ana.commit()
        await ana.hears("✓ INC-10001 is offered, ours until they accept")
        await ana.until(lambda: "→netw" in ana.row(ticket))
        await ana.sees("offered to network")
        assert desk.row(ticket).team == "EMEA desk"
        desk.do("net", s.return_(ticket, "it is the mail server"))
        await ana.until(lambda: "→" not in ana.row(ticket) and " ana " in ana.row(ticket))
        await ana.press("d")
        await ana.sees("returned by net", "it is the mail server")
