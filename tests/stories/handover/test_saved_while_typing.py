"""What is typed into a handover is saved as it is typed: a console that is killed takes no word with it."""

from __future__ import annotations

import re

import pytest

from deskconsole.features.handover import commands as h
from deskconsole.features.handover.views import HANDOVER
from tests.stories.desk import StoryDesk, sitting
from tests.stories.handover.test_handing_over import asked, committed, opened

pytestmark = pytest.mark.usefixtures("all_commands")

SAVED = re.compile(r"saved 13:4\d:\d\d")


def drafts(desk: StoryDesk) -> list[str]:
    return [kind for (kind,) in desk.all("select kind from draft order by kind")]


async def test_a_headline_is_saved_each_second_and_goes_with_its_entry(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat)
        await seat.press("enter")
        await asked(seat, "headline")
        assert not SAVED.search(seat.text())
        await seat.writes("Calm. Watch Ly")
        await seat.tick()
        await seat.until(lambda: SAVED.search(seat.text()))
        assert drafts(desk) == ["handover HO-1 headline"]
        await seat.writes("on")
        await committed(seat)
        await seat.sees("Calm. Watch Lyon")
        await seat.sees_no("begun, not entered")
    assert drafts(desk) == []


async def test_what_is_left_goes_on_and_each_item_has_its_own(desk: StoryDesk) -> None:
    desk.do("mia", h.headline("HO-1", "Calm.", "watch"))
    async with sitting(desk, "mia", (160, 50)) as seat:
        await opened(seat, "1 next action")
        await seat.press("tab", "enter")
        await asked(seat, "next")
        await seat.writes("count sess")
        await seat.press("escape")
        await seat.sees("what you typed is kept")
    assert drafts(desk) == ["handover HO-1 action"]
    async with sitting(desk, "mia", (160, 50)) as seat:  # another console, later
        await opened(seat, "begun, not entered: the next action of INC-10001")
        await seat.press("enter")
        await asked(seat, "headline", "Calm.")  # what is begun elsewhere is not in this one
        await seat.press("escape")
        await seat.press("tab", "enter")
        await asked(seat, "next", "count sess")
        await seat.writes("ions")
        await committed(seat)
        await seat.sees("count sessions")
    assert drafts(desk) == []


async def test_what_is_typed_and_taken_out_again_is_nothing(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat)
        await seat.press("enter")
        await asked(seat, "headline")
        await seat.writes("x")
        await seat.tick()
        await seat.until(lambda: drafts(desk) != [])
        await seat.press("backspace")
        await seat.tick()
        await seat.until(lambda: drafts(desk) == [])
        await seat.press("escape")
        await seat.sees("nothing has happened")


async def test_what_is_refused_is_kept(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await opened(seat)
        await seat.press("enter")
        await asked(seat, "headline")
        await seat.writes("Calm.")
        desk.do("mia", h.headline("HO-1", "Not calm.", "watch"))
        desk.do("mia", h.action("HO-1", 1, "count"))
        desk.do("mia", h.sign("HO-1"))
        await seat.press("ctrl+g")
        await seat.sees("is signed")
    assert drafts(desk) == ["handover HO-1 headline"]
    assert desk.store.read.one(HANDOVER, number="HO-1").state == "signed"
