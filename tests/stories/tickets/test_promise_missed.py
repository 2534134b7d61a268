"""What was missed is found, and says why."""

from __future__ import annotations

import pytest

from tests.stories.desk import LARGE, StoryDesk, sitting
from tests.stories.tickets.promised import promises, state

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_what_was_missed_is_found_and_says_why(desk: StoryDesk) -> None:
    ticket, other = desk.ticket("Till 7", requester="Kim"), desk.ticket("Printer")
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(ticket)
        await promises(ana, "call back", "+30m")
        desk.pass_("16m")
        desk.tick()
        await ana.hears("promise due soon: PR-1 call back, 10:12")
        desk.pass_("15m")
        desk.tick()
        await ana.hears("promise missed: PR-1 call back, 10:12")
        await ana.press("slash", "ctrl+u")
        await ana.writes("promise:broken")
        await ana.press("enter")
        await ana.until(lambda: ana.row(ticket) and not ana.row(other))
        await ana.press("d")
        await ana.sees("overdue: keep it", "PR-1 was due, not kept")
        await ana.press("colon")
        await ana.sees("─ Command ─")
        await ana.writes("break promise")
        await ana.press("enter")
        await ana.form("reason")
        await ana.writes("the part did not come")
        await ana.commit()
        await ana.until(lambda: state(desk) == "broken")
        await ana.sees("PR-1 broken", "the part did not come")
