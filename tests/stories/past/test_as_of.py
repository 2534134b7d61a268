"""`@`: the screen as it stood at an instant, read-only; `@` again or `q` is now, where all is as it was."""

from __future__ import annotations

from deskconsole.console.screens.clock import ClockScreen
from deskconsole.console.screens.ticket import TicketScreen
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting
from tests.stories.presence.seconds import forgets, learns


async def look(seat: Seat, when: str) -> None:
    await seat.press("at")
    await seat.sees("This screen as it stood at an instant")
    await seat.writes(when)
    await seat.press("enter")
    await seat.sees("returns to now")


def a_day(desk: StoryDesk) -> tuple[int, int]:
    """One ticket that was open this morning and is closed now, one that came since."""
    old = desk.ticket("VPN drops")
    desk.pass_("1h")
    desk.do("ana", c.claim(old))
    desk.do("ana", c.note(old, "rebooted node 2"))
    desk.pass_("2h")
    desk.do("ana", c.resolve(old, "fixed", "firmware"))
    return old, desk.ticket("Mail slow")


async def test_the_queue_as_it_stood_and_now_again(desk: StoryDesk) -> None:
    old, new = a_day(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.sees(desk.number(new))
        assert not ana.row(old)
        await look(ana, "-90m")
        await ana.until(lambda: ana.row(old) and not ana.row(new))
        await ana.sees("@ as of 11:12", "as of Tue 14 Apr 2026 11:12:00 CEST", "1h30m ago; read-only")
        assert "ana" in ana.row(old)  # whose it was
        assert "m take" not in ana.footer()
        await ana.press("m")
        await ana.hears("this is the past, where nothing can be changed; @ returns to now")
        await ana.press("q")
        await ana.until(lambda: ana.row(new) and not ana.row(old))
        await ana.sees_no("as of")
        await ana.press("m")
        await ana.until(lambda: desk.row(new).owner == "ana")
    assert desk.row(old).state == "resolved"


async def test_a_ticket_as_it_stood_with_its_timeline_and_clocks(desk: StoryDesk) -> None:
    old, _ = a_day(desk)
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("g", "t")
        await ana.writes(desk.number(old)[4:])
        await ana.press("enter")
        await ana.sees("resolved: fixed", "rebooted node 2")
        for when, seen, unseen in (("-90m", "rebooted node 2", "resolved: fixed"), ("-150m", "VPN drops", "rebooted")):
            await look(ana, when)
            await ana.until(lambda: isinstance(ana.app.screen, TicketScreen) and ana.workspace.found is not None)
            await ana.sees(seen)
            await ana.sees_no(unseen)
            await ana.press("i")
            await ana.hears("this is the past")
            await ana.press("at")
            await ana.sees("resolved: fixed")
        assert isinstance(ana.app.screen, TicketScreen)
        await ana.press("at")
        await ana.writes("-10h")
        await ana.press("enter")
        await ana.sees("✗ that ticket was not there yet")
        await ana.press("escape")
        await ana.sees("resolved: fixed")
    assert desk.all("select 1 from journal where kind = 'call.refused'") == []


async def test_a_clock_as_it_stood(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    desk.pass_("2h")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("x")
        await ana.sees("› Clock", "Used 2h00m")
        await look(ana, "-1h")
        await ana.until(lambda: isinstance(ana.app.screen, ClockScreen))
        await ana.sees("Used 1h00m", desk.number(ticket))
        await ana.press("q")
        await ana.sees("Used 2h00m")


async def test_my_shift_as_it_stood(desk: StoryDesk) -> None:
    old, new = map(desk.ticket, ("VPN drops", "Mail slow"))
    desk.do("ana", c.claim(old))
    desk.do("ana", c.receive(old, "Again!"))
    desk.pass_("2h")
    desk.do("ana", c.reply(old, "We are on it."))
    desk.do("ana", c.claim(new))
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("g", "s")
        await ana.sees("2 yours")
        await ana.sees_no("Again!")
        await look(ana, "-1h")
        await ana.sees("My shift › ana", "Again!", "1 yours", "not told of then")
        await ana.press("q")
        await ana.sees("2 yours")
        await ana.press("at")
        await ana.writes("-1h")
        await ana.press("enter")
        await ana.sees("Again!")
        await ana.press("g", "q")
        await ana.until(lambda: ana.row(old) and ana.row(new))
        await ana.press("g", "s")
        await ana.sees("Again!", "1 yours")
        await ana.press("at")
        await ana.sees("2 yours")


async def test_closed_tickets_are_found_by_a_filter_that_may_mean_them(desk: StoryDesk) -> None:
    old, new = a_day(desk)
    desk.do("ana", c.close(old))
    desk.pass_("1h")
    async with sitting(desk, size=MEDIUM) as ana:
        await look(ana, "-30m")
        await ana.sees(desk.number(new))
        await ana.press("slash", "ctrl+u")
        await ana.writes("vpn")
        await ana.press("enter")
        await ana.until(lambda: ana.row(old) and "closed" in ana.row(old))


async def test_a_draft_of_now_is_neither_shown_then_nor_lost(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    desk.pass_("2h")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("i")
        await ana.writing("Note on INC-10001")
        await ana.writes("asked the vendor")
        await ana.press("tab")
        await look(ana, "-1h")
        await ana.until(lambda: isinstance(ana.app.screen, TicketScreen) and ana.workspace.found is not None)
        assert "asked the vendor" not in ana.text()
        await ana.press("at")
        await ana.sees("asked the vendor")
        await ana.press("q")
        await ana.until(lambda: desk.all("select text from draft") == [("asked the vendor",)])


async def test_what_cannot_be_meant_is_said_before_anything_is_read(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("at")
        for typed, said in (("+1h", "that is still to come"), ("nonsense", "nonsense")):
            await ana.press("ctrl+u")
            await ana.writes(typed)
            await ana.press("enter")
            await ana.sees("✗", said)
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.queue)


async def test_who_looks_back_is_not_there_and_meets_nobody(desk: StoryDesk) -> None:
    old = desk.ticket("VPN drops")
    desk.pass_("1h")
    async with sitting(desk, "ben", size=LARGE) as ben, sitting(desk, size=LARGE) as ana:
        await ben.opens(old)
        await ana.opens(old)
        await learns(ana, "ben is reading")
        await look(ana, "-30m")
        await ana.sees_no("Also here")
        await forgets(ben, "Also here")
        await ana.press("at")
        await learns(ana, "ben is reading")
        await learns(ben, "ana is reading")
