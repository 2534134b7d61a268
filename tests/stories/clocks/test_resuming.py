"""A held clock runs on with what was left, also by itself."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, from_iso
from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, START, StoryDesk, sitting

NOON = from_iso("2026-04-14T10:00Z")
"""12:00 at the desk."""


async def test_resume_lets_the_clock_run_on_with_what_was_left(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "On it."))
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.pass_("1h")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.until(lambda: "held vendor" in ana.row(ticket))
        await ana.press("H")
        await ana.hears("✓ INC-10001 runs again")
        await ana.until(lambda: "   8h00m" in ana.row(ticket) and "18:42" in ana.row(ticket))
    assert desk.row(ticket).held_for is None
    assert desk.clocks(ticket)["resolution"] == ("running", START + 9 * HOUR)


async def test_a_hold_ends_by_itself_at_its_limit(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "On it."))
    desk.do("ana", c.hold(ticket, "vendor", until=NOON))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.until(lambda: "to 12:00" in ana.row(ticket))
        desk.until("2026-04-14T10:05Z")
        desk.tick()
        await ana.until(lambda: " open " in ana.row(ticket) and "7h55m" in ana.row(ticket))
        assert "20:00" in ana.row(ticket)
        await ana.press("d")
        await ana.sees("12:00 desk  resumed, was held for vendor: the limit")
    assert desk.row(ticket).state == "open"
    assert desk.all("select occurred_at from journal where kind = 'ticket.resumed'") == [(NOON,)]
