"""A hold is taken back with its clock; an answer that has left the house is not."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_undo_of_a_hold_restores_the_row_and_the_clock(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "On it."))
    before, row = desk.clocks(ticket), desk.row(ticket)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("h")
        await ana.form()
        await ana.press("v")
        await ana.sees("pauses with")
        await ana.commit()
        await ana.until(lambda: "held vendor" in ana.row(ticket))
        desk.pass_("2m")
        await ana.press("z")
        await ana.hears("✓ taken back: INC-10001")
        await ana.until(lambda: " new " in ana.row(ticket) and "7h58m" in ana.row(ticket))
    assert desk.clocks(ticket) == before
    assert desk.row(ticket)._replace(touched_at=row.touched_at) == row


async def test_an_answer_that_has_left_the_house_cannot_be_taken_back(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("r")
        await ana.writing()
        await ana.writes("On it.")
        await ana.sends()
        await ana.hears("✓ answered INC-10001")
        assert "undo" not in ana.message()
        await ana.press("z")
        await ana.hears("no undo: answered INC-10001")
        await ana.press("colon")
        await ana.writes("undo")
        await ana.press("enter")
        await ana.hears("nothing to take back")
    assert desk.kinds(ticket)[-1] == "ticket.commented"
