"""A promise is made by a key or by what is written, and the answer keeps it."""

from __future__ import annotations

import pytest

from deskconsole.features.promises.views import PROMISE
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, StoryDesk, sitting
from tests.stories.tickets.promised import promises, state

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_b_promises_and_the_answer_keeps_it(desk: StoryDesk) -> None:
    ticket = desk.ticket(requester="Kim")
    desk.do("ana", c.claim(ticket))
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(ticket)
        await promises(ana, "next news", "10:15")
        await ana.hears(f"promised on {desk.number(ticket)}")
        await ana.press("d")
        await ana.sees("promised", "next news, ana, PR-1")
        await ana.press("r")
        await ana.writing("─ Promises ─", "next news by 10:15, to Kim, by ana", "in 33m")
        await ana.writes("It is the cable")
        await ana.sees("keeps PR-1: next news by 10:15", "^r not")
        await ana.press("ctrl+g")
        await ana.until(lambda: state(desk) == "kept")
        await ana.hears(f"answered {desk.number(ticket)}, PR-1 kept")
        await ana.sees("PR-1 kept by this reply")
        await ana.sees_no("next news, ana, PR-1")


async def test_a_promise_in_a_reply_is_found_and_made_with_it(desk: StoryDesk) -> None:
    ticket = desk.ticket(requester="Priya Nair")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        await ana.writes("We restart it. Next news by 10:15.")
        await ana.sees(" promise found: next news by 10:15   ^g sends and keeps it", "^r not")
        await ana.sends()
        await ana.hears("answered INC-10001, promised by 10:15")
        await ana.sees("─ Promises ─", "Next news by 10:15, to Priya Nair", "by ana", "in 33m")
        assert desk.kinds(ticket).count("ticket.commented") == 1
        made = desk.store.read.one(PROMISE, promise=1)
        assert (made.what, made.made_by, made.state) == ("Next news by 10:15", "ana", "open")
        both = "select count(distinct call) from journal where kind in ('ticket.commented', 'promise.made')"
        assert desk.scalar(both) == 1  # one transaction
