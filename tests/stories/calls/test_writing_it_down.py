"""A call becomes a ticket while the caller talks."""

from __future__ import annotations

import pytest

from tests.console.golden import holds
from tests.stories.calls.answering import answering
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk

TYPED_IN_A_MINUTE = 200
"""Keys of somebody who types 40 words a minute."""


@pytest.mark.parametrize(
    "size", [SMALL, pytest.param(MEDIUM, marks=pytest.mark.long), pytest.param(LARGE, marks=pytest.mark.long)]
)
async def test_a_ticket_is_written_while_the_caller_talks(known: StoryDesk, size: tuple[int, int]) -> None:
    rang = known.now
    async with answering(known, size=size) as ana:
        await ana.rings()
        known.pass_("24s")
        await ana.writes("weber 0177")
        await ana.sees("✓ Jonas Weber", "Acme gold · Hamburg · +49 177 5550199 · de · not VIP")
        await ana.sees(
            "attach to INC-10002 VPN gateway EMEA", "say: “VPN is down since 05:30.", "INC-10001  Add shared"
        )
        await ana.press("enter")
        await ana.writes("Scanner in the hotel prints nothing")
        await ana.press("enter", "enter")
        await ana.writes("mail")
        await ana.press("tab", "tab", "tab", "3", "tab", "1", "tab", "m", "tab")
        await ana.writes("Token accepted, then nothing. Others are fine.")
        rule = "3 × 1" if size == SMALL else "impact 3 × urgency 1"
        await ana.sees(f"→ ▄P3  rule: {rule}", "EMEA desk, because rule the rest · mine")
        await ana.sees("response ✓ at 09:49:00", "resolution 24h00m, due Wed 09:49")
        await ana.tick()
        await ana.sees("draft saved 09:49:24")
        holds(f"app-call-{size[0]}x{size[1]}", ana.text())
        await ana.press("ctrl+g")
        await ana.done()
        await ana.hears("✓ INC-10003 written: P3, EMEA desk, answered")
        print(f"\na whole call at {size[0]}×{size[1]}: {ana.keys} keys")
        assert ana.keys < TYPED_IN_A_MINUTE
    row = known.row(3)
    assert (row.person, row.owner, row.responded_at, row.service) == (1, "ana", rang, "Mail")
    assert known.all("select direction, reached, duration from contact") == [("in", 1, 24)]
    assert known.scalar("select count(*) from draft") == 0


async def test_in_ascii(known: StoryDesk) -> None:
    async with answering(known, ascii=True) as ana:
        await ana.rings()
        await ana.writes("jonas")
        await ana.sees("+ Jonas Weber", "W    attach to INC-10002")
        assert ana.text().isascii()
