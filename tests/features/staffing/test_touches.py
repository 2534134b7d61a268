"""Time spent on tickets, as it was measured and as it was corrected."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.features.staffing import commands as c
from deskconsole.features.staffing.views import TOUCHED, TOUCHED_BY, TOUCHED_IN, TOUCHES
from deskconsole.features.tickets import commands as t
from tests.features.desks import START, TestDesk, minutes


def test_totals_by_ticket_and_by_person_and_day(desk: TestDesk) -> None:
    first, second = desk.new("First"), desk.new("Second")
    desk.do("ana", c.record(first, 90))
    desk.do("ben", c.record(first, 30))
    desk.do("ana", c.record(second, 600))
    desk.pass_("24h")
    desk.do("ana", c.record(second, 7))
    read, day = desk.store.read, {"begin": START, "end": START + minutes(24 * 60)}
    assert [read.one(TOUCHED, ticket=ticket) for ticket in (first, second)] == [120, 607]
    assert read.all(TOUCHED_BY, **day) == [("ana", 2, 690), ("ben", 1, 30)]
    assert read.one(TOUCHED_IN, handle="ana", **day) == 690


def test_a_correction_keeps_what_was_measured(desk: TestDesk) -> None:
    ticket = desk.new("First")
    desk.do("ana", c.record(ticket, 5400))
    desk.do("ana", c.correct(ticket, 300, "it stood open over lunch"))
    desk.do("ana", c.correct(ticket, 360, "six minutes"))
    (told,) = desk.store.read.all(TOUCHES, ticket=ticket)
    assert (told.seconds, told.measured, told.reason) == (360, 5400, "six minutes")
    assert desk.store.read.one(TOUCHED, ticket=ticket) == 360


def test_people_correct_their_own_time_a_lead_that_of_all(desk: TestDesk) -> None:
    ticket = desk.new("First")
    desk.do("ana", c.record(ticket, 60))
    number = desk.store.read.all(TOUCHES, ticket=ticket)[0].id
    with pytest.raises(NotFound, match="no time of yours is recorded on INC-10001"):
        desk.do("ben", c.correct(ticket, 1, "mine"))
    with pytest.raises(Refused, match="that is ana’s time"):
        desk.do("ben", c.correct(ticket, 1, "mine", touch=number))
    desk.do("lea", c.correct(ticket, 30, "as agreed", touch=number))
    with pytest.raises(BadInput, match="a day, one can spend"):
        desk.do("ana", c.record(ticket, 100_000))


def test_looking_is_nothing_to_take_back(desk: TestDesk) -> None:
    """z after leaving a ticket takes back what one did there, not that one was there."""
    ticket = desk.new("First")
    desk.do("ana", t.claim(ticket))
    desk.do("ana", c.record(ticket, 60))
    desk.do("ana", t.undo())
    assert desk.row(ticket).owner is None
    assert desk.store.read.one(TOUCHED, ticket=ticket) == 60
