"""Two tickets are linked by number."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_two_tickets_are_linked_by_number(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops"), desk.ticket("VPN drops again")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(second)
        await ana.press("R", "l")
        await ana.form("─ Link INC-10002")
        await ana.writes("inc-10001")
        await ana.press("tab")
        await ana.press("d")
        await ana.sees("[duplicate]")
        await ana.commit()
        await ana.hears("✓ INC-10002 linked")
        await ana.press("d")
        await ana.sees("duplicate INC-10001 new  VPN drops")
    assert desk.all("select ticket, other, relation from ticket_link") == [(second, first, "duplicate")]
