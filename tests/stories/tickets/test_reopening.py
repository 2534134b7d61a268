"""What was not fixed is opened again; a new question is a new ticket."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_what_was_not_fixed_is_opened_again(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked", impact="2", urgency="2")
    desk.do("ana", c.resolve(ticket, "fixed", "driver"))
    desk.pass_("1h")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:resolved,open")
        await ana.press("enter")
        await ana.until(lambda: "resolved" in ana.row(ticket))
        await ana.press("s", "o")
        await ana.form("─ Reopen INC-10001", "required: why, reason")
        await ana.press("n", "tab")
        await ana.writes("still jams")
        await ana.sees("runs again")
        await ana.commit()
        await ana.hears("✓ INC-10001 reopened")
        await ana.until(lambda: " open " in ana.row(ticket))
    row = desk.row(ticket)
    assert (row.state, row.reopened, row.resolved_at, row.cause) == ("open", 1, None, None)
    assert desk.clocks(ticket)["resolution"][0] == "running"


async def test_a_new_question_is_a_new_ticket_and_the_way_out_is_said(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked")
    desk.do("ana", c.resolve(ticket, "fixed", "driver"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:resolved")
        await ana.press("enter")
        await ana.until(lambda: ana.row(ticket))
        await ana.press("s", "o")
        await ana.form()
        await ana.press("e", "tab")
        await ana.sees("[new-question]")
        await ana.writes("and toner")
        await ana.sees("✗ a new question is a new ticket (rule 22): ticket.follow_up writes it, linked to INC-10001")
        await ana.press("ctrl+g")
        assert ana.queue.calls.form is not None
    assert desk.row(ticket).state == "resolved"
