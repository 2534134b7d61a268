"""`N` asks the roster: who is not on is told so, and says in the form that comes up why they work."""

from __future__ import annotations

import pytest

from tests.stories.desk import StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_who_is_not_on_says_why_and_gets_it(desk: StoryDesk) -> None:
    ticket = desk.new("Badge readers offline", by="ana")
    async with sitting(desk, "sue") as sue:  # she has the night
        await sue.press("N")
        await sue.form("you are not on now, by the roster", "reason")
        await sue.writes("ben is ill")
        await sue.sees_no("you are not on now, by the roster")
        await sue.press("ctrl+g")
        await sue.hears("is yours")
    assert desk.row(ticket).owner == "sue"


async def test_who_is_on_just_gets_it(desk: StoryDesk) -> None:
    ticket = desk.new("Badge readers offline", by="ana")
    async with sitting(desk, "ana") as ana:
        await ana.press("N")
        await ana.hears("is yours")
    assert desk.row(ticket).owner == "ana"
