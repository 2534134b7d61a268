"""Secrets are masked, and nothing else."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, StoryDesk, sitting
from tests.stories.writing.written import told


async def test_secrets_are_masked_and_nothing_else(desk: StoryDesk) -> None:
    ticket = desk.ticket("my card 4111 1111 1111 1111", requester="Kim")
    desk.do("ana", c.receive(ticket, "call +49 40 555 0142, password: Sommer2024, see INC-10001"))
    async with sitting(desk, size=LARGE) as ana:
        await ana.opens(ticket, "my card **** **** **** 1111", "call +49 40 555 0142, password: ****, see INC-10001")
        assert "Sommer2024" not in ana.text()
        await ana.press("q")
        await ana.until(lambda: "**** 1111" in ana.row(ticket))
    assert "password: Sommer2024" in told(desk, ticket)[-1]
