"""What would become of a clock is tried, and nothing is done."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.clocks.explained import badge, opened, whole
from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_what_if_says_what_the_form_would_and_nothing_is_done(desk: StoryDesk) -> None:
    ticket = badge(desk)
    before, events = desk.record(), desk.kinds(ticket)
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        page = await whole(ana)
        assert (
            "hold for caller ‖ pauses with 7h48m left, from 07:54; due 16:42 → Thu 15:42 if it lasts to Thu 07" in page
        )
        assert "P1, it got worse target 8h00m → 4h00m, due 16:42 → 13:24" in page
        assert "P1, it was wrong target 8h00m → 4h00m, due 16:42 → 12:42" in page
        assert "not yours to do: against the matrix: that needs the permission ticket.override" in page
        assert "resolve now ✓ stops, 42m of 8h00m used" in page
        await ana.press("tab")
        assert "What if" not in await whole(ana)
    assert (desk.record(), desk.kinds(ticket)) == (before, events)
    assert desk.refusals() == []


async def test_what_is_refused_says_why_and_who_may_not_sees_what_it_would_do(desk: StoryDesk) -> None:
    desk.ticket("Which cost centre?", customer="civita")
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        page = await whole(ana)
        assert "hold for caller ✗ refused: a hold for caller needs a public question first (rule 14): r replies" in page
    async with sitting(desk, "aud", size=LARGE) as aud:
        await opened(aud)
        page = await whole(aud)
        assert "not yours to do: needs the permission clock.move, which aud does not have" in page
    assert desk.refusals() == []


async def test_a_held_ticket_offers_to_resume_and_a_resolved_one_to_reopen(desk: StoryDesk) -> None:
    ticket = desk.ticket("Badge readers offline", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "On it."))
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.pass_("1h")
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        page = await whole(ana)
        assert "‖ Paused since 07:42:00. Its limit ends it Fri 24 Apr 07:42:00" in page
        assert "resume now runs again, due 16:42" in page
        assert "hold for vendor" not in page
        await ana.press("q")
        desk.do("ana", c.resolve(ticket, "fixed", "a reader was replaced"))
        await ana.press("slash", "ctrl+u", "enter")
        await ana.until(lambda: "resolved" in ana.row(ticket))
        await opened(ana)
        await ana.sees("[resolution ✓]", "✓ Met Tue 14 Apr 08:42:00")
        page = await whole(ana)
        assert "reopen, not fixed runs again, due" in page
        assert "hold for" not in page
    assert desk.row(ticket).state == "resolved"
