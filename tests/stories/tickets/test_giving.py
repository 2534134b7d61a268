"""A ticket is given to somebody who is there."""

from __future__ import annotations

from tests.stories.desk import StoryDesk, sitting


async def test_a_asks_to_whom_and_gives_it_away(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("a")
        await ana.form("─ Assign INC-10001", "required: to")
        await ana.writes("ben")
        await ana.sees("first response   keeps running, due 18:42")
        await ana.commit()
        await ana.hears("✓ INC-10001 is ben’s")
    assert desk.row(ticket).owner == "ben"


async def test_nobody_can_be_given_a_ticket_who_is_not_there(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("a")
        await ana.form()
        await ana.writes("zed")
        await ana.sees("✗ there is no operator zed")
        await ana.press("escape")
        await ana.hears("nothing has happened; what you typed is kept")
    assert desk.row(ticket).owner is None
