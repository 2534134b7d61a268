"""Commands, tickets and views are found by their names."""

from __future__ import annotations

from tests.stories.desk import StoryDesk, sitting


async def test_a_command_is_found_by_its_name(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("colon")
        await ana.sees("─ Command ─")
        await ana.writes("take")
        await ana.press("enter")
        await ana.hears("✓ INC-10001 is yours")
    assert desk.row(ticket).owner == "ana"


async def test_the_palette_finds_tickets_and_views(desk: StoryDesk) -> None:
    vpn, mail = desk.ticket("VPN drops"), desk.ticket("Mail slow")
    async with sitting(desk) as ana:
        await ana.press("ctrl+p")
        await ana.sees("Find a command, a view, a ticket")
        await ana.writes("mail sl")
        await ana.sees("INC-10002")
        await ana.press("enter")
        await ana.until(lambda: ana.row(mail) and not ana.row(vpn))
        await ana.press("ctrl+p")
        await ana.writes("unass")
        await ana.press("enter")
        await ana.sees("Queue › Unassigned")
