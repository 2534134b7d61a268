"""Digits choose views."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_digits_choose_views(desk: StoryDesk) -> None:
    mine, nobodys, grave = desk.ticket("Mine"), desk.ticket("Nobody’s"), desk.ticket("Grave", impact="1", urgency="1")
    desk.do("ana", c.claim(mine))
    desk.do("ben", c.claim(grave))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.sees("[1 All 3]", "2 Mine 1", "3 Unassigned 1", "4 P1–P2 1", "5 Waiting 0")
        for key, view, shown in (("2", "Mine", mine), ("3", "Unassigned", nobodys), ("4", "P1–P2", grave)):
            await ana.press(key)
            await ana.sees(f"Queue › {view}", f"[{key} {view} 1]")
            await ana.sees(desk.number(shown))
            assert sum(bool(ana.row(ticket)) for ticket in (mine, nobodys, grave)) == 1
        await ana.press("5")
        await ana.sees("Nothing matches this filter.", "is:held")
        await ana.press("9")
        await ana.press("1")
        await ana.until(lambda: all(map(ana.row, (mine, nobodys, grave))))
