"""Why a clock stands where it does, asked at the keyboard: the answer, the proof, and what would become of it."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.clock import ClockScreen
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting
from tests.stories.test_looking import HOSTILE, SHOWN, TERMINALS_OBEY


def badge(desk: StoryDesk) -> int:
    """A P2 that was answered after twelve minutes, held for the vendor for an hour, and runs again."""
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.pass_("12m")
    desk.do("ana", c.reply(ticket, "We have asked the vendor."))
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.pass_("1h")
    desk.do("ana", c.resume(ticket))
    desk.pass_("30m")
    return ticket


async def opened(seat: Seat) -> None:
    await seat.press("x")
    await seat.until(lambda: isinstance(seat.app.screen, ClockScreen))
    await seat.sees("─ Answer ─")


async def whole(seat: Seat) -> str:
    """Everything on the page, scrolled through, as one run of words."""
    await seat.press("home")
    seen = seat.lines()[2:-2]
    for _ in range(12):
        await seat.press("pagedown")
        seen += seat.lines()[2:-2]
    return " ".join(" ".join(seen).split())


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_x_tells_why_a_clock_stands_where_it_does(desk: StoryDesk, size: tuple[int, int]) -> None:
    badge(desk)
    async with sitting(desk, size=size) as ana:
        await opened(ana)
        await ana.sees("Queue › INC-10001 › Clock", "[resolution]", "first response ✓")
        page = await whole(ana)
        assert (
            "Due Tue 14 Apr 16:42:00 UTC (18:42:00 CEST for you), because that is where 8h00m of business time" in page
        )
        assert "Used 42m of 8h00m (8 %). Paused 1h00m, not counted. Left 7h18m." in page
        for told in ("running, the clock starts", "‖ held for vendor", "running, the hold"):
            assert told in page
        assert "Each promise names the hold reasons that pause it. This one is paused by caller and vendor." in page
        assert "recomputed now: ✓ same as stored raw 42m contractual 42m internal 42m" in page
        await ana.press("tab")
        await ana.sees("[first response ✓]", "✓ Met Tue 14 Apr 07:54:00; was due Tue 14 Apr 08:12:00 UTC.")
        await ana.press("q")
        await ana.until(lambda: ana.app.screen is ana.queue)
        assert "▌" in ana.row(1)


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


async def test_it_goes_on_with_the_time_and_with_what_others_do(desk: StoryDesk) -> None:
    ticket = badge(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await opened(ana)
        await ana.sees("Used 42m of 8h00m")
        desk.pass_("7s")
        await ana.tick()
        await ana.sees("Used 42m07s of 8h00m", "Left 7h17m53s.", "now 09:24:07")
        desk.do("ben", c.hold(ticket, "vendor"))
        await ana.sees("‖ Paused since 09:24:07", "[resolution ‖]", "hold for vendor")
        desk.pass_("1h")
        await ana.tick()
        await ana.sees("Used 42m07s of 8h00m (8 %).   Paused 2h00m, not counted.")


async def test_a_clock_that_breaks_while_it_is_looked_at_says_so(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana:
        await opened(ana)
        await ana.sees("[first response]", "Due Tue 14 Apr 07:57:00 UTC")
        desk.pass_("13m")
        await ana.tick()
        await ana.sees("▲ At risk since 07:54:00.", "[first response ▲]")
        desk.pass_("3m")
        await ana.tick()
        await ana.sees("◆ Breached 07:57:00, still running.", "running, the clock starts, ◆ breached 07:57:00")
        desk.do("ana", c.reply(ticket, "On it."))
        await ana.sees("◆ Breached 07:57:00, ended 07:58:00, 1m beyond its target.", "◆ answered by a person")


async def test_a_row_that_somebody_bent_is_not_as_its_events_say(desk: StoryDesk) -> None:
    ticket = badge(desk)
    with desk.store.backend.writing() as driver:
        driver.change(
            "update clock set due = due + 60000000 where ticket = :t and metric = 'resolution'", {"t": ticket}
        )
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        await ana.sees("✗ not as stored: due")


async def test_several_questions_are_several_cycles(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer", impact="1", urgency="2", requester="Kim")
    desk.do("ana", c.reply(ticket, "Which one?"))
    for minutes in ("10m", "20m"):
        desk.do("ana", c.receive(ticket, "The one on floor 2."))
        desk.pass_(minutes)
        desk.do("ana", c.reply(ticket, "Thank you."))
    desk.do("ana", c.receive(ticket, "And now?"))
    desk.pass_("5m")
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        await ana.sees("[next response 3]", "Cycle 3 of 3", "Used 5m of 45m", "next response 1 ✓")
        await ana.press("shift+tab")
        await ana.sees("[next response 2 ✓]", "Used 20m of 45m")


async def test_hostile_text_is_harmless_on_the_page_too(desk: StoryDesk) -> None:
    desk.ticket(HOSTILE, impact="1", urgency="2", requester=HOSTILE)
    for size in (SMALL, MEDIUM, LARGE):
        async with sitting(desk, size=size) as ana:
            await opened(ana)
            await ana.sees(SHOWN)
            assert not [sign for sign in TERMINALS_OBEY if sign in ana.text()]


async def test_the_key_is_in_footer_help_and_palette(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=LARGE) as ana:
        assert "x explain" in ana.footer()
        await ana.press("question_mark")
        await ana.sees("segments, rules, versions, what if")
        await ana.press("escape", "colon")
        await ana.writes("explain")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, ClockScreen))
        await ana.sees("tab next clock", "y copy", "q back", "? help")
