"""`z` takes the last call back."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_z_takes_the_last_call_back(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    before = desk.row(ticket)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("m")
        await ana.hears("z undo")
        await ana.press("z")
        await ana.hears("✓ taken back: INC-10001 is as it was before")
        await ana.until(lambda: " new         –" in ana.row(ticket))
        await ana.press("z")
        await ana.hears("nothing to take back")
    assert desk.row(ticket)._replace(touched_at=None) == before._replace(touched_at=None)
    assert desk.kinds(ticket)[-2:] == ["ticket.assigned", "ticket.reverted"]
