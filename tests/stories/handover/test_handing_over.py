"""Two leads before their screens: one signs, the other reads back, asks, and accepts; then the desk is theirs."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.base import DeskScreen
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.views import HANDOVER
from deskconsole.features.rosters.views import holder
from deskconsole.features.war_room import commands as w
from tests.stories.desk import Seat, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


def state(desk: StoryDesk) -> str:
    return desk.store.read.one(HANDOVER, number="HO-1").state


def chain(seat: Seat) -> str:
    screen = seat.app.screen
    assert isinstance(screen, DeskScreen)
    return screen.chain()


async def opened(seat: Seat, *words: str) -> None:
    await seat.press("g", "h")
    await seat.sees("HO-1", *words)


async def asked(seat: Seat, *words: str) -> None:
    """A form of the screen has the keyboard."""
    await seat.until(lambda: chain(seat) == "form" and seat.app.focused is not None)
    await seat.sees(*words)


async def committed(seat: Seat) -> None:
    await seat.press("ctrl+g")
    await seat.until(lambda: chain(seat) == "handover")


async def test_what_is_missing_is_written_and_then_it_is_signed(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat, "1 next action")
        await seat.press("enter")
        await asked(seat, "headline")
        await seat.writes("Calm. Watch Lyon")
        await committed(seat)
        await seat.sees("Calm. Watch Lyon")
        await seat.press("tab", "enter")
        await asked(seat, "next")
        await seat.writes("count sessions")
        await committed(seat)
        await seat.sees("count sessions")
        await seat.press("s", "s")
        await asked(seat, "Sign")
        assert state(desk) == "draft"  # nothing has happened yet
        await committed(seat)
        await seat.until(lambda: state(desk) == "signed")
        await seat.sees("[signed", "Read back")


async def test_what_cannot_be_signed_says_so_and_lets_go(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat, "sign: the headline is missing; 1 next action missing")
        await seat.press("s", "s")
        await asked(seat, "HO-1 cannot be signed: the headline is missing; 1 next action missing")
        await seat.press("ctrl+g", "escape")
        await seat.until(lambda: chain(seat) == "handover")
        assert state(desk) == "draft"


async def test_it_is_read_back_and_accepted_and_the_desk_is_theirs(desk: StoryDesk) -> None:
    desk.do("mia", h.headline("HO-1", "Calm.", "watch"))
    desk.do("mia", h.action("HO-1", 1, "count sessions", "ana"))
    desk.do("mia", h.sign("HO-1"))
    async with sitting(desk, "tom") as seat:
        await opened(seat, "1 read-back is missing", "mia wrote   count sessions")
        await seat.press("enter")
        await asked(seat, "next")
        await seat.writes("I count them each hour")
        await committed(seat)
        await seat.sees("you wrote   I count them each hour")
        await seat.sees_no("is missing")
        await seat.press("s", "a")
        await asked(seat, "accept")
        await committed(seat)
        await seat.until(lambda: state(desk) == "accepted")
        await seat.sees("[accepted]")
    assert holder(desk.store.read, None, desk.now) == "tom"
    assert desk.row(1).owner == "ana"


async def test_a_question_that_blocks_is_answered_before_it_is_accepted(desk: StoryDesk) -> None:
    desk.do("mia", h.headline("HO-1", "Calm.", "watch"))
    desk.do("mia", h.action("HO-1", 1, "count sessions"))
    desk.do("mia", h.sign("HO-1"))
    desk.do("tom", h.read_back("HO-1", "INC-10001", "I count"))
    async with sitting(desk, "tom") as seat:
        await opened(seat, "Your answer")
        desk.do("tom", h.ask("HO-1", "Does Acme know?", blocks=True))
        await seat.until(lambda: seat.app.source.handovers._moved)  # type: ignore[attr-defined]
        await seat.tick()
        await seat.sees("Does Acme know?", "1 question blocks")
        await seat.press("s", "a")
        await asked(seat, "accept")
        await seat.press("ctrl+g")
        await seat.sees("question 1 of tom blocks")
        assert state(desk) == "signed"


async def test_the_archive_opens_one_as_it_was(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat)
        await seat.press("slash")
        await seat.sees("Handovers", "mia → tom")
        await seat.writes("nothing like it")
        await seat.sees("no handover has these words")


async def test_a_figure_opens_its_list(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat, "+ 1 new")
        await seat.press("j", "right", "enter")
        await seat.sees("New", "INC-10001", "VPN gateway drops")
        await seat.press("enter")
        await seat.sees("Conversation", "VPN gateway drops")


async def test_what_is_done_next_about_a_room_is_written_and_that_its_if_then_came_to_pass(desk: StoryDesk) -> None:
    desk.do("mia", w.declare("Lyon is dark"))
    desk.do("mia", h.headline("HO-1", "Calm."))
    desk.do("mia", h.action("HO-1", 1, "count sessions", if_then="over 900: fail over"))
    async with sitting(desk, "mia") as seat:
        await opened(seat)
        await seat.press("j", "j", "j")
        await seat.sees("WR-1 Lyon is dark")
        await seat.press("enter")
        await asked(seat, "Next action of a room")
        await seat.writes("keep the bridge open")
        await committed(seat)
        await seat.sees("next keep the bridge open")
        desk.do("mia", h.sign("HO-1"))
        for item in ("WR-1", "INC-10001"):
            desk.do("tom", h.read_back("HO-1", item, "I do"))
        desk.do("tom", h.accept("HO-1"))
        await seat.until(lambda: seat.app.source.handovers._moved)  # type: ignore[attr-defined]
        await seat.tick()
        await seat.sees("[accepted]")
        await seat.press("s", "u")
        await seat.sees("no if/then is under the cursor")
        await seat.press("k", "s", "u")
        await seat.sees("if over 900: fail over", "came to pass")
    assert desk.scalar("select used_by from handover_note where used_at is not null") == "mia"


async def test_one_that_nobody_ever_signed_is_not_in_the_way_of_the_next(desk: StoryDesk) -> None:
    for day in ("04", "05"):
        desk.until(f"2026-03-{day}T12:41Z")
        desk.tick()
    async with sitting(desk, "mia", (80, 24)) as seat:
        await seat.press("g", "h")
        await seat.sees("HO-7", "sign within", "s state")
