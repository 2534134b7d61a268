"""An agent goes early: from their shift they hand their tickets over; another reads back what is unstable, accepts."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.handover import HandoverScreen
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.views import HANDOVER, HandoverRow
from deskconsole.features.tickets import commands as c
from tests.stories.desk import Seat, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


def the(desk: StoryDesk) -> HandoverRow:
    """Ana's: the desk's are HO-1, and the next one, which is planned."""
    return desk.store.read.one(HANDOVER, number="HO-3")


def chain(seat: Seat) -> str:
    screen = seat.app.screen
    assert isinstance(screen, DeskScreen)
    return screen.chain()


async def form(seat: Seat, *words: str) -> None:
    await seat.until(lambda: chain(seat) == "form" and seat.app.focused is not None)
    await seat.sees(*words)


@pytest.fixture
def hers(desk: StoryDesk) -> StoryDesk:
    """The VPN is ana's, and with it a printer."""
    desk.do("mia", c.assign(1, "ana"))
    desk.new("Old printer", by="ana", impact="3", urgency="3")
    desk.do("ana", c.assign(2, "ana"))
    return desk


def signed(desk: StoryDesk) -> None:
    """Ana has written what there is to say, and signed."""
    desk.do("ana", h.action("HO-3", 1, "count sessions"))
    desk.do("ana", h.dispose("HO-3", "pool", ticket=2))
    desk.do("ana", h.headline("HO-3", "All calm."))
    desk.do("ana", h.sign("HO-3"))


async def test_from_my_shift_my_tickets_are_drafted(hers: StoryDesk) -> None:
    async with sitting(hers, "ana") as seat:
        await seat.press("g", "s")
        await seat.sees("My shift")
        await seat.press("s", "h")
        await form(seat, "Hand over", "goes")
        await seat.writes("eli")
        await seat.press("ctrl+g")
        await seat.until(lambda: isinstance(seat.app.screen, HandoverScreen))
        await seat.sees("ana’s tickets", "ana → eli", "2 assigned", "VPN gateway drops", "Old printer")
        await seat.sees("the headline is missing", "2 next actions missing")
        await seat.hears("a handover of your tickets is drafted")
        signed(hers)
        await seat.press("g", "s")
        await seat.sees("Tickets that change hands", "you → eli", "eli has not accepted it yet")


async def test_who_is_to_have_them_reads_back_and_accepts(hers: StoryDesk) -> None:
    hers.do("ana", h.leave("eli"))
    signed(hers)
    async with sitting(hers, "eli") as seat:
        await seat.press("g", "s")
        await seat.sees("Tickets that change hands", "ana → you", "read it back and accept it")
        await seat.press("g", "h")
        await seat.sees("ana’s tickets", "1 read-back is missing", "2 tickets of ana: 1 → eli, 1 → pool")
        await seat.press("enter")
        await form(seat, "next")
        await seat.writes("I count them each hour")
        await seat.press("ctrl+g")
        await seat.sees("you wrote   I count them each hour", "ana’s tickets are yours")
        await seat.press("s", "a")
        await form(seat, "accept")
        await seat.press("ctrl+g")
        await seat.until(lambda: the(hers).state == "accepted")
        await seat.sees("[accepted]")
        await seat.press("slash")
        await seat.sees("HO-3", "of ana", "ana → eli", "HO-1")
    assert [hers.row(ticket).owner for ticket in (1, 2)] == ["eli", None]


async def test_an_agent_finds_no_key_for_the_handover_of_the_desk(hers: StoryDesk) -> None:
    async with sitting(hers, "ben") as seat:
        await seat.press("g", "h")
        await seat.sees("HO-1")
        screen = seat.app.screen
        assert isinstance(screen, HandoverScreen)
        assert [name for name in ("sign", "accept", "take_desk", "ask") if screen.can(f"handover.{name}")] == ["ask"]
