"""Cover on a page: who is on in each hour of the week, what is missing, and who that is about."""

from __future__ import annotations

import pytest

from deskconsole.core.instants import from_iso
from deskconsole.features.rosters import commands as r
from tests.stories.desk import StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_a_gap_is_found_and_the_people_of_its_hour_are_seen(desk: StoryDesk) -> None:
    desk.do("sue", r.leave(from_iso("2026-03-03T21:30Z"), from_iso("2026-03-04T01:30Z")))
    async with sitting(desk, "mia") as seat:
        await seat.press("g", "c")
        await seat.sees("Cover of the whole desk", "Tue 3 Mar", "Early: ana, mia", "1 gap, 4h")
        await seat.sees("Tue 03 Mar 22:30–Wed 04 Mar 02:30", "nobody is on")
        await seat.press("enter")
        await seat.sees("13:00–14:00", "leads", "duty manager: max", "has not said")
        await seat.press("q")
        await seat.press("end")
        await seat.sees("Tue 3 Mar 22:00–23:00", "✗ nobody is on")


async def test_it_follows_the_roster_while_it_is_looked_at(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await seat.press("g", "c")
        await seat.sees("every promised hour is covered")
        desk.do("sue", r.leave(from_iso("2026-03-04T01:00Z"), from_iso("2026-03-04T02:00Z")))
        await seat.until(lambda: seat.app.source.covers._moved)  # type: ignore[attr-defined]
        await seat.tick()
        await seat.sees("1 gap, 1h")
        desk.do("mia", r.take("night", from_iso("2026-03-03T21:00Z"), who="ben"))
        await seat.until(lambda: seat.app.source.covers._moved)  # type: ignore[attr-defined]
        await seat.tick()
        await seat.sees("every promised hour is covered")


async def test_hours_days_and_weeks_are_walked_and_one_comes_back(desk: StoryDesk) -> None:
    async with sitting(desk, "mia") as seat:
        await seat.press("g", "c")
        await seat.sees("Tue 3 Mar 13:00–14:00")
        await seat.press("right", "j", "j", "j", "j", "j")
        await seat.sees("Sun 8 Mar 14:00–15:00", "Late: eli, tom")
        await seat.press("pagedown")
        await seat.sees("Tue 10 Mar", "Sun 15 Mar 14:00–15:00")
        await seat.press("pageup", "pageup")
        await seat.sees("Cover of the whole desk   Tue 24 Feb")
        await seat.press("g", "q", "[")
        await seat.sees("Cover of the whole desk")
