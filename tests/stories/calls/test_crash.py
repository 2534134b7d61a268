"""A call that is being taken down survives a crash."""

from __future__ import annotations

from deskconsole.core.instants import SECOND
from tests.stories.calls.answering import answering
from tests.stories.desk import START, StoryDesk


async def test_a_call_survives_a_crash(known: StoryDesk) -> None:
    async with answering(known) as ana:
        await ana.rings()
        await ana.writes("jonas")
        await ana.press("enter")
        await ana.writes("VPN drops in the hotel")
        await ana.tick()
        await ana.sees("draft saved")
    known.pass_("40s")
    async with answering(known) as ana:
        await ana.rings()
        await ana.sees("VPN drops in the hotel", "✓ Jonas Weber", "on a call 0m40s", "rang 09:49:00")
        await ana.press("ctrl+n")
        await ana.sees("on a call 0m00s", "another call not saved")
        await ana.press("ctrl+n")
        await ana.sees("VPN drops in the hotel")
        await ana.press("ctrl+g")
        await ana.done()
    assert known.row(3).responded_at == START + 7 * 60 * SECOND
    assert known.scalar("select count(*) from draft") == 0
