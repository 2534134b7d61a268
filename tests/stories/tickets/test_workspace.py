"""Enter opens a ticket; every verb works there, its neighbours are a key away."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.clock import ClockScreen
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_enter_opens_it_and_q_comes_back_to_where_the_cursor_was(desk: StoryDesk, size: tuple[int, int]) -> None:
    first, second = desk.ticket("VPN drops", impact="1"), desk.ticket("Mail slow", requester="Kim Weber")
    desk.do("ana", c.note(second, "node 2 rebooted"))
    async with sitting(desk, size=size) as ana:
        await ana.opens(second, "Queue › All › INC-10002", "2 of 2", "Mail slow", "ana    internal", "node 2 rebooted")
        if size == SMALL:
            await ana.sees("[1 Conversation]  2 Clocks   3 Ticket")
            await ana.press("tab")
            await ana.sees("[2 Clocks]", "first response", "requester  Kim Weber")
            await ana.press("1")
            await ana.sees("[1 Conversation]", "node 2 rebooted")
        else:
            await ana.sees("─ Clocks ─", "first response", "─ Ticket ─", "requester  Kim Weber")
        for absent in ("Promises", "Relations", "Knowledge", "Also here", "nobody else"):
            assert absent not in ana.text()
        await ana.press("q")
        await ana.until(lambda: ana.row(first))
        assert ana.row(second).startswith("▌")


async def test_the_next_and_the_previous_ticket_of_the_list_are_a_key_away(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops", impact="1"), desk.ticket("Mail slow")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(first, "1 of 2", "> next   < previous")
        await ana.press("greater_than_sign")
        await ana.sees("INC-10002", "2 of 2", "Mail slow", "created")
        await ana.press("greater_than_sign")
        await ana.hears("this is the last ticket of the list")
        await ana.press("less_than_sign")
        await ana.sees("INC-10001", "1 of 2", "VPN drops")
        await ana.press("greater_than_sign", "q")
        await ana.until(lambda: ana.row(second).startswith("▌"))


async def test_every_verb_works_on_it_as_in_the_queue(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("m")
        await ana.hears("✓ INC-10001 is yours", "z undo")
        await ana.sees("owner      ana", "assigned to ana")
        await ana.press("h")
        await ana.until(lambda: ana.workspace.calls.form is not None)
        await ana.sees("─ Hold INC-10001  VPN drops", "What it does")
        await ana.press("v", "ctrl+g")
        await ana.hears("✓ INC-10001 held for vendor")
        await ana.sees("‖ held for vendor", "state      held vendor")
        await ana.press("z")
        await ana.sees("state      open")
        await ana.press("x")
        await ana.until(lambda: isinstance(ana.app.screen, ClockScreen))
        await ana.press("q")
        await ana.sees("Conversation and timeline")
        await ana.press("colon")
        await ana.writes("tag")
        await ana.press("enter")
        await ana.until(lambda: ana.workspace.calls.form is not None)
        await ana.press("escape")
        await ana.hears("nothing has happened")
    assert desk.row(ticket).owner == "ana"
