"""Who asks for the next ticket is asked for a reason, where the roster has others on."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import Refused, Unless
from deskconsole.features.people.commands import add, erase
from deskconsole.features.rosters import commands as r
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets.timeline import told
from deskconsole.features.tickets.views import TEXTS
from deskconsole.store.journal import read_event
from tests.features.desks import TestDesk


def test_who_is_on_is_asked_nothing_also_before_they_have_said_that_they_are_here(house: TestDesk) -> None:
    ticket = house.new()
    house.do("ana", s.next_())
    assert house.row(ticket).owner == "ana"


def test_who_is_not_gives_a_reason_and_that_is_on_record(house: TestDesk) -> None:
    ticket = house.new()
    with pytest.raises(Unless, match="not on now, by the roster; with a reason") as refused:
        house.do("eli", s.next_())
    assert refused.value.command == "ticket.next"
    assert house.row(ticket).owner is None
    house.do("eli", s.next_("ana is ill, I came early"))
    assert house.row(ticket).owner == "eli"
    body, at = house.all("select body, occurred_at from journal where kind = 'ticket.pulled'")[0]
    event = read_event("ticket.pulled", 1, ticket, at, body)
    said = told(0, event, "eli", None, dict(house.store.read.all(TEXTS, ticket=ticket)))
    assert (said.what, said.text) == ("pulled as the next, though not on by the roster", "ana is ill, I came early")


def test_a_reason_of_blanks_is_none(house: TestDesk) -> None:
    house.new()
    with pytest.raises(Refused):
        house.do("eli", s.next_("  "))


def test_the_reason_goes_with_the_person_whom_the_ticket_is_about(house: TestDesk) -> None:
    house.do("mia", add("Rosa Vale", "acme"))
    ticket = house.new(caller="P-1")
    house.do("eli", s.next_("Rosa rang me at home"))
    house.do("mia", erase("P-1"))
    assert "Rosa rang me at home" not in dict(house.store.read.all(TEXTS, ticket=ticket)).values()


def test_whose_turn_was_taken_may_and_whose_it_was_may_not(house: TestDesk) -> None:
    house.new()
    house.do("mia", r.take("early", house.now, who="eli", instead_of="ana", anyway=True, reason="swap"))
    with pytest.raises(Unless):
        house.do("ana", s.next_())
    house.do("eli", s.next_())


def test_in_hours_in_which_nobody_is_on_whoever_comes_is_welcome(house: TestDesk) -> None:
    house.new()
    house.pass_("13h")  # eleven at night: ben is called at most
    house.do("mia", s.next_())


def test_a_desk_without_a_roster_asks_nobody(desk: TestDesk) -> None:
    desk.new()
    desk.do("ana", s.next_())
