"""A ticket is resolved with code and cause, and then closed."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_ticket_is_resolved_with_code_and_cause_and_not_without(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked", impact="2", urgency="2")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("s")
        await ana.hears("state of INC-10001:", "r resolve")
        await ana.press("r")
        await ana.form("─ Resolve INC-10001", "required: code, cause")
        await ana.press("f", "ctrl+g")
        await ana.sees("✗ is missing")
        assert desk.row(ticket).state == "new"
        await ana.writes("driver")
        await ana.sees("first response   ✓ stops", "resolution       ✓ stops")
        await ana.commit()
        await ana.hears("✓ INC-10001 resolved: fixed", "z undo")
        await ana.sees("Nothing matches this filter.")
    row = desk.row(ticket)
    assert (row.state, row.resolution_code, row.cause) == ("resolved", "fixed", "driver")
    assert desk.clocks(ticket)["resolution"][0] == "stopped"


async def test_a_resolved_ticket_is_closed_and_an_open_one_is_not(desk: StoryDesk) -> None:
    done, live = desk.ticket("Done"), desk.ticket("Live")
    desk.do("ana", c.resolve(done, "fixed", "driver"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:new,resolved,closed")
        await ana.press("enter")
        await ana.until(lambda: ana.row(done) and ana.row(live))
        await ana.on(done)
        await ana.press("s", "c")
        await ana.hears("✓ INC-10001 closed")
        await ana.until(lambda: " closed " in ana.row(done))
        await ana.on(live)
        await ana.press("s", "c")
        await ana.hears("✗ close: INC-10002 is new: one can close only from resolved")
    assert (desk.row(done).state, desk.row(live).state) == ("closed", "new")
    assert "only from resolved" in desk.refusals()[0][1]
