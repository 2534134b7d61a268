"""Who writes says which promises a reply is about."""

from __future__ import annotations

import pytest

from deskconsole.core.instants import MINUTE
from deskconsole.features.promises import commands as p
from deskconsole.features.promises.views import PROMISE
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.tickets.promised import state

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_who_writes_says_which_promises_a_reply_is_about(desk: StoryDesk) -> None:
    ticket = desk.ticket(requester="Priya Nair")
    desk.do("ana", p.make(ticket, "call back", desk.now + 20 * MINUTE))
    async with sitting(desk, size=SMALL) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        await ana.writes("Next news by 10:15")
        await ana.sees("keeps PR-1: call back by 10:02", "promise found: next news by 10:15", "^r not")
        await ana.press("ctrl+r")
        await ana.sees_no("promise found")
        await ana.sees("keeps PR-1")
        await ana.press("ctrl+r")
        await ana.sees("promise found: next news by 10:15", "^r not")
        await ana.press("ctrl+r")
        await ana.sees("keeps and makes no promise", "^r again")
        await ana.sends()
        await ana.hears("answered INC-10001")
    assert state(desk) == "open"
    assert desk.store.read.maybe(PROMISE, promise=2) is None


async def test_what_was_promised_to_somebody_else_no_reply_keeps(desk: StoryDesk) -> None:
    ticket = desk.ticket(requester="Priya Nair")
    desk.do("ana", p.make(ticket, "send the plan", desk.now + 20 * MINUTE, to="Tomas"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket, "send the plan by 10:02, to Tomas", "by ana", "PR-1 promised to Tomas by")
        await ana.press("r")
        await ana.writing()
        await ana.writes("We are on it")
        await ana.sends()
    assert state(desk) == "open"
