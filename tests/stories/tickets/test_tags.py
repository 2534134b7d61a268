"""Tags are added, and seen where there is room."""

from __future__ import annotations

from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_tags_are_added_and_seen_where_there_is_room(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("number_sign")
        await ana.form("tags")
        await ana.writes("vip week-16")
        await ana.commit()
        await ana.hears("✓ INC-10001 has tags vip week-16")
        await ana.until(lambda: "vip week-16" in ana.row(ticket))
    assert desk.row(ticket).tags == " vip week-16 "
