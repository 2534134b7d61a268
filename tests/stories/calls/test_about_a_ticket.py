"""A call about a ticket that is there already is logged on it, and may be its end."""

from __future__ import annotations

from tests.stories.calls.answering import answering
from tests.stories.desk import StoryDesk


async def test_a_call_about_an_open_ticket_is_logged_on_it(known: StoryDesk) -> None:
    async with answering(known) as ana:
        await ana.rings()
        await ana.writes("jonas")
        await ana.sees("INC-10001  Add shared mailbox")
        await ana.press("down", "down", "enter")
        await ana.until(lambda: "What it does" in ana.text() and "Log call" in ana.text())
        await ana.sees("first response   ✓ stops")
        await ana.press("ctrl+g")
        await ana.hears("✓ call logged on INC-10001")
    assert known.scalar("select count(*) from ticket") == 2
    assert known.all("select ticket, direction, reached from contact") == [(1, "in", 1)]


async def test_it_is_resolved_before_they_hang_up(known: StoryDesk) -> None:
    async with answering(known) as ana:
        await ana.rings()
        await ana.writes("petra")
        await ana.sees("✓ Petra Weber", "Civita")
        await ana.press("enter")
        await ana.writes("Password forgotten")
        await ana.press(*["shift+tab"] * 2, "r", "tab", "f", "tab")
        await ana.writes("reset")
        await ana.sees("resolution ✓ now")
        await ana.press("ctrl+g")
        await ana.done()
        await ana.hears("✓ INC-10003 written", "answered, resolved: fixed")
    row = known.row(3)
    assert (row.state, row.cause, row.customer) == ("resolved", "reset", "Civita")
