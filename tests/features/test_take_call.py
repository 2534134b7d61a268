"""Taking a call: one breath, in which all of it happens or nothing."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, DeskError, Refused
from deskconsole.core.instants import SECOND
from deskconsole.features.people import commands as p
from deskconsole.features.people.views import PERSON, callers_like
from deskconsole.features.tickets import commands as c
from deskconsole.switchboard import take_call
from tests.features.desks import START, TestDesk


@pytest.fixture
def known(desk: TestDesk) -> TestDesk:
    """A desk that knows Jonas Weber (P-1) and somebody of the same name."""
    desk.do("ana", p.add("Jonas Weber", "acme", "jonas@acme.example", "+49 177 5550199"))
    desk.do("ana", p.add("Petra Weber", None, "petra@else.example", "+49 30 1234567"))
    return desk


def last(desk: TestDesk) -> int:
    return int(desk.scalar("select max(id) from ticket"))


def everything(desk: TestDesk) -> tuple[int, int, int]:
    tables = ("ticket", "person", "contact")
    counts = [int(desk.scalar(f"select count(*) from {table}")) for table in tables]
    return counts[0], counts[1], counts[2]


def test_a_call_is_answered_when_it_rang(known: TestDesk) -> None:
    rang = known.now
    known.pass_("40s")
    known.do("ana", take_call("VPN drops", "P-1", impact="1", urgency="1", rang=rang, text="since noon", owner="me"))
    row = known.row(last(known))
    assert (row.reported_at, row.responded_at, row.person, row.owner, row.state) == (START, START, 1, "ana", "open")
    assert known.clocks(row.id)["response"][0] == "stopped"
    used = known.scalar("select counted from clock where ticket = :t and metric = 'response'", t=row.id)
    assert used == 0
    assert known.all("select person, direction, reached, duration from contact") == [(1, "in", 1, 40)]


def test_a_call_is_resolved_in_the_same_breath(known: TestDesk) -> None:
    known.do("ana", take_call("Password", "P-1", owner="me", code="fixed", cause="reset"))
    row = known.row(last(known))
    assert (row.state, row.resolution_code, row.cause) == ("resolved", "fixed", "reset")
    assert {state for state, _ in known.clocks(row.id).values()} == {"stopped"}


def test_a_stranger_is_added_with_their_call(known: TestDesk) -> None:
    known.do("ana", take_call("Printer", name="Kim Berg", phone="0177 555 0142", mail="kim@x.example", customer="acme"))
    row, kim = known.row(last(known)), known.store.read.one(PERSON, person=3)
    assert (row.person, row.requester) == (3, "Kim Berg")
    assert (kim.name, kim.phone, kim.mail, kim.customer) == ("Kim Berg", "0177 555 0142", "kim@x.example", "acme")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"code": "fixed", "cause": " "}, "cause"),
        ({"outage": "INC-9"}, "no known outage"),
        ({"service": "nothing"}, "no service"),
        ({"rang": START + SECOND}, "future"),
        ({"rang": START - 5 * 3600 * SECOND}, "four hours"),
        ({"title": " "}, "title is empty"),
        ({"mail": "jonas@acme.example"}, "is of P-1 already"),
        ({"name": "", "caller": "weber"}, "several people"),
        ({"name": ""}, "caller is missing"),
    ],
)  # fmt: skip
def test_where_one_thing_is_refused_nothing_has_happened(known: TestDesk, more: dict[str, object], why: str) -> None:
    before = everything(known)
    asked = {"title": "VPN", "name": "Kim Berg", "phone": "0177 555 0142", "owner": "me", **more}
    with pytest.raises(DeskError, match=why):
        known.do("ana", take_call(**asked))  # type: ignore[arg-type]
    assert everything(known) == before


def test_a_call_about_an_outage_belongs_to_it(known: TestDesk) -> None:
    outage = known.new("VPN is down", service="vpn")
    known.do("lea", c.declare_outage(outage, "We work on it."))
    number = known.row(outage).number
    known.do("ana", take_call(caller="P-1", outage=number))
    mine = last(known)
    assert known.row(mine).title == "VPN is down"
    assert known.all("select parent from ticket_parent where id = :t", t=mine) == [(outage,)]
    with pytest.raises(BadInput, match="resolved with it"):
        known.do("ana", take_call(caller="P-1", outage=number, code="fixed", cause="x"))


def test_who_may_only_look_takes_no_call(known: TestDesk) -> None:
    with pytest.raises(Refused):
        known.do("aud", take_call("VPN", "P-1"))


def test_a_caller_is_found_by_name_and_phone_in_one_breath(known: TestDesk) -> None:
    read = known.store.read
    for text in ("weber 0177", "0177 weber", "jonas", "5550199 web", "P-1", "jonas@acme weber"):
        assert [row.id for row in callers_like(read, text)] == [1], text
    assert {row.id for row in callers_like(read, "weber")} == {1, 2}
    assert callers_like(read, "berg 0177") == []
