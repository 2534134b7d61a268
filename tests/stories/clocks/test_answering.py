"""What answers stops the response clock, and nothing else does."""

from __future__ import annotations

from deskconsole.core.instants import MINUTE
from tests.stories.desk import LARGE, START, StoryDesk, sitting


async def test_the_first_public_answer_stops_the_response_clock(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.pass_("4m")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("d")
        await ana.sees("first response       11m")
        await ana.press("r")
        await ana.writing()
        await ana.writes("We are on it.")
        await ana.sees("first response ✓ stops, 4m of 15m used")
        await ana.sends()
        await ana.sees("first response   ✓    4m", "public answer, first response", "We are on it.")
        await ana.until(lambda: " res " in ana.row(ticket))
    assert desk.clocks(ticket)["response"][0] == "stopped"
    assert desk.row(ticket).responded_at == START + 4 * MINUTE


async def test_an_internal_note_moves_no_clock(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    before = desk.clocks(ticket)
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("i")
        await ana.writing("─ Note on INC-10001, internal")
        await ana.writes("node 2 rebooted")
        await ana.sees("keeps running, due 09:57")
        await ana.sends()
        await ana.hears("✓ note written on INC-10001")
        await ana.press("d")
        await ana.sees("ana   internal", "node 2 rebooted")
        assert " rsp " in ana.row(ticket)
    assert desk.clocks(ticket) == before
    assert desk.row(ticket).responded_at is None


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
