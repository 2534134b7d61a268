"""What waits for me stands on one page."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.features.changes import commands as changes
from deskconsole.features.promises import commands as promises
from deskconsole.features.staffing import commands as staffing
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.shift.morning import overnight


async def test_what_waits_for_me_stands_on_one_page_and_enter_opens_it(desk: StoryDesk) -> None:
    printer, _, _ = overnight(desk)
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("g", "s")
        await ana.sees("My shift › ana", "Answered since you left", "Still jammed after the restart.")
        page = ana.text()
        assert page.index("Label printer") < page.index("Holds that end today") < page.index("Badge")
        assert page.index("Given to you since") < page.index("Softphone loses audio") < page.index("by lea")
        assert "3 yours     2 wait for you     0 unassigned" in page
        await ana.press("enter")
        await ana.sees("Still jammed after the restart.", desk.number(printer))
        await ana.press("q")
        await ana.sees("My shift › ana")
        await ana.press("q")
        await ana.sees("Queue ›")


async def test_an_answer_of_ours_takes_it_off_the_page(desk: StoryDesk) -> None:
    ticket = desk.ticket("Label printer jammed")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.receive(ticket, "Hello?"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("g", "s")
        await ana.sees("1 of yours")
        desk.do("ben", c.reply(ticket, "We are on it."))
        await ana.sees("Answered since you left", "none")


async def test_who_has_nothing_to_do_sees_that_it_was_looked_for(desk: StoryDesk) -> None:
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("g", "s")
        await ana.sees("Answered since you left", "none", "0 yours     0 wait for you     0 unassigned")


async def test_what_is_down_what_i_owe_and_what_is_offered_to_me_stands_there_too(desk: StoryDesk) -> None:
    gateway, search, scanner = map(desk.ticket, ("VPN gateway drops", "Outlook search", "Scanner"))
    desk.do("lea", c.declare_outage(gateway, "We work on it. Next news at 10:00."))
    desk.do("ana", promises.make(search, "call back", desk.now + 24 * MINUTE, "Luc Martin"))
    desk.do("ben", c.claim(scanner))
    desk.do("ben", staffing.transfer(scanner, "ana", note="you know scanners"))
    desk.do("lea", changes.enter("VPN firmware", desk.now + HOUR, desk.now + 2 * HOUR))
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("g", "s")
        await ana.sees("“We work on it. Next news at 10:00.”", "Luc Martin", "call back", "by ben: you know scanners")
        await ana.sees("▲    24m", "VPN firmware", "CHG-1, not decided")
        await ana.press("down", "T")
        await ana.sees("Transfer INC-10003  Scanner")
        await ana.press("escape")
        await ana.sees_no("Transfer INC-10003")
