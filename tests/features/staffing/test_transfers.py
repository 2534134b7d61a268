"""Offering a ticket to others: it stays with whom it was with until they accept; returned, it has their reason."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import NotFound, Refused
from deskconsole.features.staffing import commands as c
from deskconsole.features.staffing.views import PENDING, TRANSFERS_OF, UNACCEPTED
from deskconsole.features.tickets import commands as t
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import queue_all
from tests.features.desks import START, TestDesk, minutes


def offered(desk: TestDesk, ticket: int) -> str | None:
    """What the queue says of it."""
    return next(row.offered for row in desk.store.read.all(queue_all("t.id = :t"), t=ticket))


def test_until_it_is_accepted_it_is_ours_and_our_time_runs_on(desk: TestDesk) -> None:
    """The giving team owns it, and answers for it, until the others say that they have it (rule 7)."""
    ticket = desk.new("Mail is slow")
    desk.do("ana", t.claim(ticket))
    desk.pass_("10m")
    desk.do("ana", c.transfer(ticket, "network", note="switch 4 drops packets"))
    assert (desk.row(ticket).team, desk.row(ticket).owner, offered(desk, ticket)) == ("EMEA desk", "ana", "network")
    assert [fact.value for fact in desk.facts(ticket) if fact.what == "owned"] == [1]
    desk.pass_("5m")
    desk.do("net", c.accept(ticket))
    row = desk.row(ticket)
    assert (row.team, row.owner, offered(desk, ticket)) == ("Network", None, None)
    owned = [(fact.at, fact.value) for fact in desk.facts(ticket) if fact.what == "owned"]
    assert owned == [(START, 1), (START + minutes(15), 2)]
    assert [x.stage for x in desk.store.read.all(TRANSFERS_OF, ticket=ticket)] == ["accepted"]


def test_returned_it_comes_back_with_the_reason(desk: TestDesk) -> None:
    ticket = desk.new("Mail is slow")
    desk.do("ana", t.claim(ticket))
    desk.do("ana", c.transfer(ticket, "network"))
    assert [x.number for x in desk.store.read.all(UNACCEPTED)] == ["INC-10001"]
    desk.do("net", c.return_(ticket, "the switch is fine, it is the mail server"))
    row, (told,) = desk.row(ticket), desk.store.read.all(TRANSFERS_OF, ticket=ticket)
    assert (row.team, row.owner) == ("EMEA desk", "ana")
    assert (told.stage, told.decided_by, told.reason) == (
        "returned",
        "net",
        "the switch is fine, it is the mail server",
    )
    assert desk.store.read.all(UNACCEPTED) == []
    with pytest.raises(Refused, match="INC-10001 belongs to team emea"):
        desk.do("net", t.note(ticket, "still here"))  # what is not offered any more is not theirs to see


def test_only_those_it_is_offered_to_decide(desk: TestDesk) -> None:
    ticket = desk.new("VPN drops", service="vpn")
    desk.do("net", c.transfer(ticket, "nia"))
    with pytest.raises(Refused, match="INC-10001 is offered to nia: they, or a lead"):
        desk.do("net", c.accept(ticket))
    desk.do("nia", c.accept(ticket))
    assert (desk.row(ticket).team, desk.row(ticket).owner) == ("Network", "nia")
    with pytest.raises(Refused, match="INC-10001 is not offered to anybody"):
        desk.do("nia", c.accept(ticket))


def test_a_person_of_another_team_gets_it_there(desk: TestDesk) -> None:
    ticket = desk.new("Mail is slow")
    desk.do("ana", c.transfer(ticket, "net"))
    assert desk.store.read.one(PENDING, ticket=ticket).to_team == "network"
    desk.do("net", c.accept(ticket))
    assert (desk.row(ticket).team, desk.row(ticket).owner) == ("Network", "net")


def test_accepting_may_be_taking(desk: TestDesk) -> None:
    ticket = desk.new("Mail is slow")
    desk.do("ana", c.transfer(ticket, "network"))
    desk.do("net", c.accept(ticket, take=True))
    assert desk.row(ticket).owner == "net"


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda ticket: t.to_team(ticket, "oncall"), "it was routed meanwhile"),
        (lambda ticket: t.resolve(ticket, "fixed", "cable"), "it was resolved meanwhile"),
        (lambda ticket: t.cancel(ticket, "twice"), "it was cancelled meanwhile"),
        (lambda ticket: c.transfer(ticket, "oncall"), "offered to others"),
    ],
)
def test_an_offer_lapses_with_what_it_was_about(desk: TestDesk, end: object, why: str) -> None:
    ticket = desk.new("Mail is slow")
    desk.do("ana", c.transfer(ticket, "network"))
    desk.do("ana", end(ticket))  # type: ignore[operator]
    first = desk.store.read.all(TRANSFERS_OF, ticket=ticket)[0]
    assert first.stage == "lapsed"
    assert why in desk.scalar("select body from journal where kind = 'transfer.lapsed'")


def test_a_resolution_taken_back_is_offered_still(desk: TestDesk) -> None:
    ticket = desk.new("Mail is slow")
    desk.do("ana", c.transfer(ticket, "network"))
    desk.do("ana", t.resolve(ticket, "fixed", "cable"))
    desk.do("ana", t.undo())
    assert offered(desk, ticket) == "network"


def test_what_cannot_be_offered(desk: TestDesk) -> None:
    ticket = desk.new("Mail is slow")
    with pytest.raises(NotFound, match="there is no team and no operator fax"):
        desk.do("ana", c.transfer(ticket, "fax"))
    with pytest.raises(Refused, match="INC-10001 is with emea already"):
        desk.do("ana", c.transfer(ticket, "emea"))
    with pytest.raises(Refused, match="is not offered to anybody"):
        desk.do("ana", c.return_(ticket, "no"))


@pytest.mark.parametrize(
    ("who", "text", "found"),
    [
        ("net", "offered:me", 1),
        ("nia", "offered:me", 2),
        ("glo", "offered:nia,network", 2),
        ("ben", "offered:ben", 0),
        ("net", "offered:nia", 1),
    ],
)
def test_what_is_offered_to_me_and_my_teams_is_found(desk: TestDesk, who: str, text: str, found: int) -> None:
    team, person = desk.new("To the team"), desk.new("To a person")
    desk.do("ana", c.transfer(team, "network"))
    desk.do("ana", c.transfer(person, "nia"))
    made = compile_filter(text, who, desk.now)
    assert len(desk.store.read.all(queue_all(made.where), **made.values)) == found
