"""A follow-up is written from the ticket it follows."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_a_follow_up_is_written_from_the_ticket_it_follows(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked", customer="acme")
    desk.do("ana", c.resolve(ticket, "fixed", "driver"))
    desk.pass_("30d")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:resolved,new")
        await ana.press("enter")
        await ana.until(lambda: ana.row(ticket))
        await ana.press("s", "o")
        await ana.form()
        await ana.press("n", "tab")
        await ana.writes("jams")
        await ana.sees("✗ INC-10001 was resolved over 7 days ago, that is a new ticket (rule 22): ticket.follow_up")
        await ana.press("escape")
        await ana.press("colon")
        await ana.writes("follow up")
        await ana.press("enter")
        await ana.form("─ Follow up INC-10001", "required: what was said")
        await ana.writes("It jams again")
        await ana.sees("P5: impact 3 × urgency 3 · goes to EMEA desk")
        await ana.commit()
        await ana.hears("✓ INC-10002 written: P5, EMEA desk")
        await ana.until(lambda: "Acme" in ana.row(2) and " new " in ana.row(2))
    assert desk.row(2).title == "Printer queue blocked"
