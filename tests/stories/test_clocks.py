"""What pauses, stops and restarts clocks, seen before it is done and after."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, MINUTE, from_iso
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, START, StoryDesk, sitting

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
        await ana.form("─ Reply INC-10001")
        await ana.writes("Which one")
        await ana.sees("✓ stops, 0s of 9h00m used")
        await ana.commit()
        await ana.hears("✓ answered INC-10001")
        await ana.press("h")
        await ana.form("[caller]")
        await ana.sees("pauses with")
        await ana.commit()
        await ana.hears("held for caller, to Thu 09")
    assert desk.row(ticket).held_until == START + 48 * HOUR
    assert desk.kinds(ticket)[-2:] == ["ticket.commented", "ticket.held"]


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


async def test_the_first_public_answer_stops_the_response_clock(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.pass_("4m")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("d")
        await ana.sees("first response       11m")
        await ana.press("r")
        await ana.form()
        await ana.writes("We are on it.")
        await ana.sees("first response   ✓ stops, 4m of 15m used")
        await ana.commit()
        await ana.sees("first response   ✓    4m", "public answer, first response", "We are on it.")
        await ana.until(lambda: " res " in ana.row(ticket))
    assert desk.clocks(ticket)["response"][0] == "stopped"
    assert desk.row(ticket).responded_at == START + 4 * MINUTE


async def test_an_internal_note_moves_no_clock(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    before = desk.clocks(ticket)
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("i")
        await ana.form("─ Note INC-10001")
        await ana.writes("node 2 rebooted")
        await ana.sees("keeps running, due 09:57")
        await ana.commit()
        await ana.hears("✓ note written on INC-10001")
        await ana.press("d")
        await ana.sees("ana   internal", "node 2 rebooted")
        assert " rsp " in ana.row(ticket)
    assert desk.clocks(ticket) == before
    assert desk.row(ticket).responded_at is None


async def test_undo_of_a_hold_restores_the_row_and_the_clock(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "On it."))
    before, row = desk.clocks(ticket), desk.row(ticket)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("h")
        await ana.form()
        await ana.press("v")
        await ana.sees("pauses with")
        await ana.commit()
        await ana.until(lambda: "held vendor" in ana.row(ticket))
        desk.pass_("2m")
        await ana.press("z")
        await ana.hears("✓ taken back: INC-10001")
        await ana.until(lambda: " new " in ana.row(ticket) and "7h58m" in ana.row(ticket))
    assert desk.clocks(ticket) == before
    assert desk.row(ticket)._replace(touched_at=row.touched_at) == row


async def test_an_answer_that_has_left_the_house_cannot_be_taken_back(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("r")
        await ana.form()
        await ana.writes("On it.")
        await ana.commit()
        await ana.hears("✓ answered INC-10001")
        assert "undo" not in ana.message()
        await ana.press("z")
        await ana.hears("nothing to take back")
        await ana.press("colon")
        await ana.writes("undo")
        await ana.press("enter")
        await ana.hears("nothing to take back")
    assert desk.kinds(ticket)[-1] == "ticket.commented"


async def test_a_row_turns_amber_then_breached_and_the_message_line_says_when(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", customer="civita", impact="1", urgency="2")
    desk.ticket("Second monitor")
    async with sitting(desk, size=MEDIUM) as ana:
        assert "    30m" in ana.row(ticket)
        desk.pass_("25m")
        desk.tick()
        await ana.hears("▲ 10:06 INC-10001 passed 80 % of first response · P2 Civita · nobody owns it")
        await ana.until(lambda: "▲ 5m00s ━━━━━─ rsp" in ana.row(ticket))
        await ana.sees("▲ 1 at risk")
        desk.pass_("6m")
        desk.tick()
        await ana.hears("◆ 10:12 INC-10001 breached first response · P2 Civita · nobody owns it")
        await ana.until(lambda: "◆   −1m ━━━━━━ rsp" in ana.row(ticket))
        await ana.sees("◆ 1 breached", "[1 All 2 ◆1]")
        await ana.press("M")
        await ana.sees("▲ 10:06 INC-10001 passed 80 %", "◆ 10:12 INC-10001 breached")
    kinds = desk.kinds(ticket)
    assert kinds.count("clock.threshold_reached") == 2
    assert kinds.count("clock.breached") == 1


async def test_of_several_thresholds_the_gravest_is_said_and_the_others_counted(desk: StoryDesk) -> None:
    desk.ticket("Small", impact="2", urgency="1")
    desk.ticket("Grave", impact="1", urgency="1")
    desk.do("ana", c.claim(2))
    async with sitting(desk, size=SMALL) as ana:
        desk.pass_("26m")
        desk.tick()
        await ana.hears("◆ 09:57 INC-10002 breached first response · P1 · ana", "+1")


async def test_a_threshold_beyond_my_scope_is_not_told(desk: StoryDesk) -> None:
    elsewhere, mine = desk.ticket("Mail slow", impact="1", urgency="1"), desk.ticket("VPN", service="vpn", urgency="1")
    assert desk.row(elsewhere).team == "EMEA desk"
    async with sitting(desk, "net", size=MEDIUM) as net:
        await net.sees("[1 Network 1]", "6 All 2")
        desk.pass_("13m")
        desk.tick()
        await net.hears(f"▲ 09:54 {desk.number(mine)} passed 80 %")
        assert "+1" not in net.message()
        await net.press("M")
        await net.sees("All messages")
        assert desk.number(elsewhere) not in net.text()


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


async def test_l_logs_a_call_that_answers_only_where_they_were_reached(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.pass_("4m")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("l")
        await ana.form("─ Log call INC-10001", "required: reached")
        await ana.press("n")
        await ana.sees("first response   keeps running")
        await ana.press("y")
        await ana.sees("first response   ✓ stops, 4m of 15m used")
        assert "evidence" not in ana.text()  # an agent may not say that it was earlier
        await ana.commit()
        await ana.hears("✓ call logged on INC-10001")
        await ana.press("d")
        await ana.sees("we called them, phone, reached")
    assert desk.row(ticket).responded_at == START + 4 * MINUTE


async def test_a_lead_is_asked_when_it_was_and_what_proves_it(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.pass_("20m")
    desk.tick()
    async with sitting(desk, "lea", size=LARGE) as lea:
        await lea.press("l")
        await lea.form("evidence", "at ")
        await lea.press("y", *["tab"] * 4)
        await lea.writes("-15m")
        await lea.sees("✗ the evidence is empty: what was so earlier needs one")
        await lea.press("tab")
        await lea.writes("call 77")
        await lea.sees("first response   ✓ stops, 5m of 15m used")
        await lea.commit()
        await lea.press("d")
        await lea.sees("we called them, phone, reached, entered", "later on evidence")
    assert desk.row(ticket).responded_at == START + 5 * MINUTE
