"""An auditor reads, and is told why nothing can be written."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_an_auditor_reads_and_is_told_why_nothing_can_be_written(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, "aud", size=MEDIUM) as aud:
        await aud.opens(ticket)
        assert "r reply" not in aud.footer()
        await aud.press("r")
        await aud.hears("✗ reply: you may not, it needs the permission ticket.comment")
        await aud.until(lambda: len(desk.refusals()) == 1)
