"""What is said later than it was needs whoever may, and what proves it."""

from __future__ import annotations

from deskconsole.core.instants import MINUTE
from tests.stories.desk import LARGE, START, StoryDesk, sitting


async def test_a_lead_is_asked_when_it_was_and_what_proves_it(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.pass_("20m")
    desk.tick()
    async with sitting(desk, "lea", size=LARGE) as lea:
        await lea.press("l")
        await lea.form("evidence", "at ")
        await lea.press("y", *["tab"] * 6)
        await lea.writes("-15m")
        await lea.sees("✗ the evidence is empty: what was so earlier needs one")
        await lea.press("tab")
        await lea.writes("call 77")
        await lea.sees("first response   ✓ stops, 5m of 15m used")
        await lea.commit()
        await lea.press("d")
        await lea.sees("we called them, phone, reached, entered", "later on evidence")
    assert desk.row(ticket).responded_at == START + 5 * MINUTE
