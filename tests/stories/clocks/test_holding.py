"""A hold pauses a clock, says so before, and counts from where it began."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, from_iso
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, START, StoryDesk, sitting

NOON = from_iso("2026-04-14T10:00Z")
"""12:00 at the desk."""


async def test_a_hold_for_the_vendor_pauses_the_clock_until_then(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "We have asked the vendor."))
    desk.pass_("12m")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.until(lambda: "7h48m" in ana.row(ticket))
        await ana.press("h")
        await ana.form("─ Hold INC-10001  Badge readers offline", "required: reason", "nothing has happened yet")
        await ana.press("v", "tab")
        await ana.writes("12:00")
        await ana.sees("Tue 14 Apr 12:00 CEST", "‖ pauses with 7h48m left; due 17:42 → 19:48 if it lasts to 12:00")
        assert desk.row(ticket).state == "new"
        await ana.commit()
        await ana.hears("✓ INC-10001 held for vendor, to 12:00", "z undo")
        await ana.until(lambda: "held vendor" in ana.row(ticket) and "‖ 7h48m" in ana.row(ticket))
        await ana.until(lambda: ana.row(ticket).rstrip().endswith("to 12:00"))
        desk.pass_("30m")
        await ana.tick()
        await ana.until(lambda: "‖ 7h48m" in ana.row(ticket) and " 10:24:00" in ana.text())
    row = desk.row(ticket)
    assert (row.state, row.held_for, row.held_until) == ("held", "vendor", NOON)
    assert desk.clocks(ticket)["resolution"][0] == "paused"


async def test_a_hold_for_the_caller_needs_a_question_first(desk: StoryDesk) -> None:
    ticket = desk.ticket("Which cost centre?", customer="civita")
    async with sitting(desk) as ana:
        await ana.press("h")
        await ana.form()
        await ana.press("c")
        await ana.sees("✗ a hold for caller needs a public question first (rule 14): r replies")
        assert "^g hold" not in ana.text()
        await ana.press("ctrl+g", "escape")
        await ana.hears("nothing has happened")
        assert desk.row(ticket).state == "new"
        await ana.press("r")
        await ana.writing("─ Reply to Civita ─")
        await ana.writes("Which one")
        await ana.sees("✓ stops, 0s of 9h00m used")
        await ana.sends()
        await ana.hears("✓ answered INC-10001")
        await ana.press("h")
        await ana.form("[caller]")
        await ana.sees("pauses with")
        await ana.commit()
        await ana.hears("held for caller, to Thu 09")
    assert desk.row(ticket).held_until == START + 48 * HOUR
    assert desk.kinds(ticket)[-2:] == ["ticket.commented", "ticket.held"]


async def test_a_hold_for_the_caller_counts_from_its_question_and_says_so_before(desk: StoryDesk) -> None:
    ticket = desk.ticket("Which cost centre?", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("16m")
    async with sitting(desk, size=LARGE) as ana:
        await ana.until(lambda: "7h44m" in ana.row(ticket))
        await ana.press("h")
        await ana.form()
        await ana.press("c")
        await ana.sees("‖ pauses with 8h00m left, from 09:42; due")
        await ana.commit()
        await ana.hears("✓ INC-10001 held for caller")
        await ana.until(lambda: "‖ 8h00m" in ana.row(ticket))
        await ana.press("d")
        await ana.sees("‖ held for caller, counts from", "2026-04-14T07:42:00Z")
    assert desk.clocks(ticket)["resolution"][0] == "paused"


async def test_a_second_hold_stands_beside_the_first_and_ends_by_itself(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "Which gate?"))
    desk.do("ana", c.hold(ticket, "caller"))
    async with sitting(desk, size=LARGE) as ana:
        await ana.until(lambda: "held caller" in ana.row(ticket))
        await ana.press("h")
        await ana.form()
        await ana.press("v", "tab")
        await ana.writes("12:00")
        await ana.sees("‖ stays paused with 8h00m left")
        await ana.commit()
        await ana.hears("✓ INC-10001 held for vendor and caller, to 12:00")
        await ana.until(lambda: "held vendor" in ana.row(ticket))
        await ana.press("d")
        await ana.sees("held for", "vendor and caller")
        await ana.press("H")
        await ana.hears("✓ INC-10001 is still held for caller")
        await ana.until(lambda: "held caller" in ana.row(ticket))
        await ana.press("s", "w")
        await ana.hears("✓ INC-10001 is in work")
        await ana.until(lambda: " open " in ana.row(ticket) and "   8h00m" in ana.row(ticket))
