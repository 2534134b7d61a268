"""Pre-flight by a key: what it says, its repairs, another time."""

from __future__ import annotations

from tests.stories.alarms.alarming import engine, gateway, told
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


async def test_it_says_who_hears_and_enter_repairs_what_reaches_nobody(desk: StoryDesk) -> None:
    ticket = gateway(desk, owner=None)
    async with sitting(desk, "ana", LARGE) as ana:
        before = desk.scalar("select max(seq) from journal")
        await ana.press("e", "p")
        await ana.sees("If nobody acts", "2 steps reach nobody", "nobody owns it", "lead: lea", "l…@desk.example")
        await ana.sees("computed in", "nothing was sent")
        assert desk.scalar("select max(seq) from journal") == before
        await ana.press("enter")
        await ana.sees(f"Assign {desk.number(ticket)}")
        await ana.writes("ben")
        await ana.press("ctrl+g")
        await ana.sees("1 step reaches nobody", "owner: ben")
        await ana.press("q")
        await ana.sees("Queue › All")


async def test_another_time_and_back_to_now(desk: StoryDesk) -> None:
    gateway(desk)
    async with sitting(desk, "ana", MEDIUM) as ana:
        await ana.press("e", "p")
        await ana.sees("as of now", "80 %")
        await ana.press("@")
        await ana.sees("if nothing happens until then")
        await ana.writes("13:30")
        await ana.press("enter")
        await ana.sees("as of 13:30", "100 %")
        await ana.sees_no("80 %")
        await ana.press("@")
        await ana.sees("as of now", "80 %")


async def test_it_follows_what_others_do(desk: StoryDesk) -> None:
    gateway(desk)
    async with sitting(desk, "ana", SMALL) as ana:
        await ana.press("e", "p")
        await ana.sees("owner: ana")
        engine(desk, "3h12m")
        await ana.sees("running, 1 of 3 steps taken")
        assert told(desk) == [("ana", "console", "sent")] or told(desk)[0][2] == "delivered"


async def test_where_nobody_is_to_be_told_it_says_why(desk: StoryDesk) -> None:
    ticket = gateway(desk)
    engine(desk, "3h12m")
    from deskconsole.features.escalation import commands as escalation

    desk.do("lea", escalation.stop(ticket, "a drill"))
    async with sitting(desk, "ana", SMALL) as ana:
        await ana.press("e", "p")
        await ana.sees("Its escalations are over")
