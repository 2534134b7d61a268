"""A clock that passes a threshold turns its row, and is told to whom it concerns."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting


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
