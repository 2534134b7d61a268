"""A call about a known outage is one key."""

from __future__ import annotations

from tests.stories.calls.answering import answering
from tests.stories.desk import StoryDesk


async def test_one_key_attaches_the_call_to_the_outage(known: StoryDesk) -> None:
    async with answering(known) as ana:
        await ana.rings()
        await ana.writes("jonas")
        await ana.sees("✓ Jonas Weber", "⚑    attach to INC-10002")
        await ana.press("down")
        await ana.sees("▌⚑")
        await ana.press("enter")
        await ana.done()
        await ana.hears("✓ INC-10003 written", "answered")
    assert known.row(3).title == "VPN gateway EMEA"
    assert known.all("select parent from ticket_parent where id = 3") == [(2,)]
