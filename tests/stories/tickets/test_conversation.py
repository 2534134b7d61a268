"""A long conversation begins at its end; parts of it are looked at by themselves."""

from __future__ import annotations

from deskconsole.console.desk.one_ticket import PAGE
from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting

LONG = "会議室の画面が映らない " * 12


async def test_a_long_conversation_begins_at_its_end_and_is_read_page_by_page(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    for n in range(300):
        desk.do("ana", c.note(ticket, f"line {n:03} {LONG if n % 50 == 0 else ''}"))
    async with sitting(desk, size=SMALL) as ana:
        await ana.opens(ticket, "line 299")
        screen = ana.workspace
        assert screen.found is not None
        assert len(screen.found.timeline) == PAGE
        await ana.press("pageup", "pageup")
        top = next(line for line in ana.lines() if "line 2" in line)
        desk.do("ben", c.note(ticket, "something new"))
        await ana.until(lambda: screen.found and screen.found.timeline[-1].body == "something new")
        await ana.pilot.pause()
        assert next(line for line in ana.lines() if "line 2" in line) == top  # where somebody reads nothing moves
        for many in (2 * PAGE, 3 * PAGE, 4 * PAGE, 303):
            await ana.press("home")
            await ana.until(lambda least=many: screen.found and len(screen.found.timeline) >= least)  # type: ignore[misc]
        await ana.press("home")
        await ana.sees("line 000", "created")
        await ana.press("end")
        await ana.sees("something new")
        await ana.press("r")
        await ana.writing("something new")  # what one answers stays in sight


async def test_a_part_of_the_timeline_is_looked_at_by_itself(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.do("ana", c.note(ticket, "node 2 rebooted"))
    desk.pass_("16m")
    desk.tick()
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket, "filter: all", "first response breached", "node 2 rebooted")
        await ana.press("slash")
        await ana.sees("filter: conversation", "node 2 rebooted")
        await ana.sees_no("first response breached")
        await ana.press("slash")
        await ana.sees("filter: clocks", "◆ first response breached")
        await ana.sees_no("node 2 rebooted")
        await ana.press("slash")
        await ana.sees("filter: all", "first response breached", "node 2 rebooted")
