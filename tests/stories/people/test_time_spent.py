"""For how long somebody looks at a ticket is on record."""

from __future__ import annotations

import pytest

from tests.stories.desk import SMALL, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_the_time_that_somebody_looks_is_on_record_and_z_takes_back_something_else(desk: StoryDesk) -> None:
    ticket, other = desk.ticket("VPN drops", impact="1"), desk.ticket("Printer")
    touched = "select operator, seconds from touch where ticket = :t"
    async with sitting(desk, size=SMALL) as ana:
        await ana.opens(ticket)
        await ana.press("m")
        await ana.hears("INC-10001 is yours")
        desk.pass_("40s")
        await ana.press("j")
        desk.pass_("5m")
        await ana.press("greater_than_sign")
        await ana.until(lambda: desk.all(touched, t=ticket) == [("ana", 100)])
        desk.pass_("4s")
        await ana.press("less_than_sign")
        await ana.sees("INC-10001", "1 of 2", "assigned to ana")
        await ana.sees_no("spent")
        await ana.press("3")
        await ana.sees("time spent 1m40s")
        await ana.press("q")
        await ana.until(lambda: ana.row(other))
        await ana.press("z")
        await ana.until(lambda: desk.row(ticket).owner is None)
    assert desk.all(touched, t=other) == []
