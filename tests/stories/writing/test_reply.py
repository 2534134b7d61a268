"""A reply is left, gone on with and sent once; others do not see it."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.writing.written import drafts, told


async def test_a_reply_is_written_left_gone_on_with_and_sent_once(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", requester="Priya Nair", impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing("─ Reply to Priya Nair ─", "^g send", "^e editor", "^t template", "esc keep draft")
        await ana.press("ctrl+g")
        await ana.hears("there is nothing written")
        await ana.writes("Dear Ms Nair")
        await ana.sees("first response ✓ stops")
        await ana.tick()
        await ana.sees("─ draft 09:42:00 ─")
        assert drafts(desk) == [("ana", ticket, "reply", "Dear Ms Nair")]
        await ana.press("enter")
        await ana.writes("We are on it.")
        await ana.press("escape")
        await ana.hears("nothing has happened; what you wrote is kept")
        await ana.until(lambda: drafts(desk)[0][3] == "Dear Ms Nair\nWe are on it.")
        await ana.press("q")
        await ana.until(lambda: ana.row(ticket))
        await ana.press("Q")
        await ana.hears("a draft not sent, kept for later: Q again quits")
    async with sitting(desk, size=SMALL) as ana:
        await ana.hears("not sent: a reply on INC-10001")
        await ana.press("r")
        await ana.writing("Dear Ms Nair", "We are on it.")
        await ana.press("ctrl+g", "ctrl+g")
        await ana.hears("✓ answered INC-10001")
        await ana.until(lambda: ana.row(ticket))
        await ana.press("Q")
        await ana.until(lambda: not ana.app.is_running)
    assert told(desk, ticket).count("Dear Ms Nair\nWe are on it.") == 1
    assert drafts(desk) == []
    assert desk.kinds(ticket).count("ticket.commented") == 1


async def test_others_do_not_see_it_and_what_they_do_leaves_it_alone(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana, sitting(desk, "ben", size=SMALL) as ben:
        await ana.opens(ticket)
        await ana.press("i")
        await ana.writing("─ Note on INC-10001, internal")
        await ana.writes("half a tho")
        await ana.sees("─ draft")  # by the screen's own second
        await ben.opens(ticket)
        await ben.press("i")
        await ben.writing()
        assert "half" not in ben.text()
        await ben.writes("me too")
        await ben.sends()
        await ana.sees("ben    internal", "me too", "half a tho")
        await ana.writes("ught")
        await ana.sends()
        await ana.hears("✓ note written on INC-10001")
    assert told(desk, ticket)[-2:] == ["me too", "half a thought"]


async def test_what_is_refused_stays_as_it_was_written(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        await ana.writes("On it.")
        await ana.tick()
        await ana.sees("draft")
        desk.do("ben", c.cancel(ticket, "by mistake"))
        await ana.press("ctrl+g")
        await ana.hears("✗ reply: INC-10001")
        await ana.writing("On it.")
    assert drafts(desk) == [("ana", ticket, "reply", "On it.")]
    assert "On it." not in told(desk, ticket)
