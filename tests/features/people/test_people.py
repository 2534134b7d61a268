"""People, as stories: written down, found by a fragment, spoken for, and called about their tickets."""

from __future__ import annotations

import pytest

from deskconsole.console.desk.live import DeskSource
from deskconsole.console.forms import Answer, Form
from deskconsole.core.actors import Actor
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import MINUTE
from deskconsole.features.people import commands as p
from deskconsole.features.people.views import (
    ADDRESSES,
    CONTACTS_OF,
    OPEN_TICKETS_OF,
    PERSON,
    PERSON_BY_MAIL,
    PersonRow,
    people_like,
)
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk


@pytest.fixture
def kim(desk: TestDesk) -> TestDesk:
    """A desk that knows Kim of Acme (P-1), another Kim of Globex (P-2), and Jürgen (P-3)."""
    desk.do("ana", p.add("Kim Weber", "acme", "Kim.Weber@acme.example", "+49 (0)30 555-1234", vip=True, zone="UTC"))
    desk.do("ana", p.add("Kim Novák", "globex", "novak@globex.example", "0171 9876543", site="Brno"))
    desk.do("ana", p.add("Jürgen von der Straße", "acme", phone="tel:+1-201-555-0123;ext=12"))
    return desk


def person(desk: TestDesk, number: int) -> PersonRow:
    return desk.store.read.one(PERSON, person=number)


def found(desk: TestDesk, fragment: str) -> list[str]:
    return [row.number for row in people_like(desk.store.read, fragment)]


def test_a_person_stands_with_all_that_was_said(kim: TestDesk) -> None:
    row = person(kim, 1)
    assert (row.name, row.customer, row.vip, row.zone, row.site) == ("Kim Weber", "acme", 1, "UTC", None)
    assert (row.mail, row.phone) == ("Kim.Weber@acme.example", "+49 (0)30 555-1234")
    assert person(kim, 2).site == "Brno"


@pytest.mark.parametrize(
    ("fragment", "numbers"),
    [
        ("kim", ["P-1", "P-2"]),
        ("KIM w", ["P-1"]),
        ("web kim", ["P-1"]),
        ("novak", ["P-2"]),
        ("Novák", ["P-2"]),
        ("jurgen", ["P-3"]),
        ("strasse jürg von", ["P-3"]),
        ("kim.weber@", ["P-1"]),
        ("KIM.WEBER@ACME.EXAMPLE", ["P-1"]),
        ("1234", ["P-1"]),
        ("030 555", ["P-1"]),
        ("0049 30 555", ["P-1"]),
        ("+49", []),
        ("+49 30", ["P-1"]),
        ("9876", ["P-2"]),
        ("0123", ["P-3", "P-1"]),
        ("von x", []),
        ("%", []),
        ("", []),
        ("' or 1=1 --", []),
    ],
)
def test_people_are_found_by_a_fragment(kim: TestDesk, fragment: str, numbers: list[str]) -> None:
    assert found(kim, fragment) == numbers


def test_who_changed_is_found_by_what_is_so_now(kim: TestDesk) -> None:
    kim.do("ana", p.change("P-1", name="Kim Schmidt", customer="globex", zone="-", language="de"))
    row = person(kim, 1)
    assert (row.name, row.customer, row.zone, row.language, row.vip) == ("Kim Schmidt", "globex", None, "de", 1)
    assert found(kim, "weber") == []  # in the name no more
    assert found(kim, "schmidt") == ["P-1"]


def test_nothing_happens_where_nothing_changes(kim: TestDesk) -> None:
    before = kim.scalar("select max(seq) from journal")
    kim.do("ana", p.change("P-1", name="Kim Weber", customer="acme", vip=True, site="-"))
    kim.do("ana", p.address("P-1", "phone", "+49 30 5551234"))
    assert kim.scalar("select max(seq) from journal") == before


def test_an_address_goes_and_another_comes(kim: TestDesk) -> None:
    kim.do("ana", p.address("P-1", "mail", "kim@acme.example"))
    kim.do("ana", p.address("P-1", "mail", "KIM.WEBER@acme.example", drop=True))
    assert [(row.kind, row.value) for row in kim.store.read.all(ADDRESSES, person=1)] == [
        ("phone", "+49 (0)30 555-1234"),
        ("mail", "kim@acme.example"),
    ]
    assert kim.store.read.maybe(PERSON_BY_MAIL, address="kim.weber@acme.example") is None
    assert kim.store.read.one(PERSON_BY_MAIL, address="kim@acme.example").id == 1
    with pytest.raises(NotFound, match="P-1 has no such mail"):
        kim.do("ana", p.address("P-1", "mail", "kim.weber@acme.example", drop=True))


def test_a_mail_address_is_of_one_person(kim: TestDesk) -> None:
    with pytest.raises(BadInput, match="that mail is of P-1 already"):
        kim.do("ana", p.address("P-2", "mail", "kim.weber@ACME.example"))
    with pytest.raises(BadInput, match="that mail is of P-1 already"):
        kim.do("ana", p.add("Another", mail="kim.weber@acme.example"))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"mail": "no mail"}, "no mail address"),
        ({"phone": "12"}, "no phone number"),
        ({"phone": "1" * 30}, "no phone number"),
        ({"name": " \n "}, "the name is empty"),
        ({"name": "x" * 300}, "300 characters long"),
        ({"zone": "Europe/Atlantis"}, "no time zone “Europe/Atlantis”"),
        ({"language": "d"}, "no language"),
    ],
)
def test_what_is_no_address_is_said(desk: TestDesk, more: dict[str, str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        desk.do("ana", p.add(**{"name": "Kim", **more}))  # type: ignore[arg-type]


def test_a_customer_that_is_not_there(desk: TestDesk) -> None:
    with pytest.raises(NotFound, match="no customer initech"):
        desk.do("ana", p.add("Kim", "initech"))


def test_somebody_speaks_for_a_person(kim: TestDesk) -> None:
    kim.do("ana", p.delegate("P-1", "jürgen"))
    assert (person(kim, 1).delegate, person(kim, 1).delegate_name) == (3, "Jürgen von der Straße")
    with pytest.raises(BadInput, match="speaks for themselves"):
        kim.do("ana", p.delegate("P-1", "P-1"))
    kim.do("ana", p.delegate("P-1", "-"))
    assert person(kim, 1).delegate is None


def test_who_may_not_is_refused_without_a_word_of_the_person(kim: TestDesk) -> None:
    with pytest.raises(Refused):
        kim.do("aud", p.change("P-1", name="Secret Name"))
    with pytest.raises(Refused, match="not of your customers"):
        kim.do("glo", p.change("P-1", name="Secret Name"))
    assert "Secret" not in str(kim.all("select body from journal where kind = 'call.refused'"))


# --- asked in a form --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("030 555", Answer("P-1", "Kim Weber, Acme, VIP (P-1)")),
        ("novák", Answer("P-2", "Kim Novák, Globex (P-2)")),
        ("Ada Lovelace", Answer("Ada Lovelace", "not known: taken as a name")),
    ],
)
def test_a_form_says_whom_it_understood(kim: TestDesk, typed: str, answer: Answer) -> None:
    form = Form(c.new, {}, DeskSource(kim.store, Actor("ana")).world(), {"title": "VPN", "caller": typed})
    assert form.answer("caller") == answer
    assert form.call().kwargs["caller"] == answer.value


def test_a_form_asks_on_where_several_are_meant(kim: TestDesk) -> None:
    form = Form(c.new, {}, DeskSource(kim.store, Actor("ana")).world(), {"title": "VPN", "caller": "kim"})
    assert form.problems()["caller"].startswith("several people are like that: Kim Weber, Acme, VIP (P-1); Kim Novák")


# --- tickets ---------------------------------------------------------------------------------------------------------


def test_a_caller_is_known_by_a_fragment_and_the_customer_follows(kim: TestDesk) -> None:
    ticket = kim.new("VPN drops", caller="030 555", text="again")
    row = kim.row(ticket)
    assert (row.person, row.requester, row.customer) == (1, "Kim Weber", "Acme")
    assert [open_.number for open_ in kim.store.read.all(OPEN_TICKETS_OF, person=1)] == [row.number]
    kim.do("ana", c.resolve(ticket, "fixed", "cable"))
    kim.do("ana", c.close(ticket))
    assert kim.store.read.all(OPEN_TICKETS_OF, person=1) == []


def test_a_name_alone_is_still_a_caller(kim: TestDesk) -> None:
    row = kim.row(kim.new(caller="Ada Lovelace", customer="globex"))
    assert (row.person, row.requester, row.customer) == (None, "Ada Lovelace", "Globex")


def test_a_caller_like_several_is_asked_about(kim: TestDesk) -> None:
    with pytest.raises(
        BadInput, match=r"several people are like that: Kim Weber, Acme, VIP \(P-1\); Kim Novák, Globex"
    ):
        kim.new(caller="kim")
    with pytest.raises(NotFound, match="no person P-77"):
        kim.new(caller="P-77")


def test_what_is_said_wins_over_what_follows(kim: TestDesk) -> None:
    row = kim.row(kim.new(caller="P-1", customer="globex", requester="Kim’s assistant"))
    assert (row.person, row.requester, row.customer) == (1, "Kim’s assistant", "Globex")


def test_a_customers_people_are_beyond_who_works_for_another(kim: TestDesk) -> None:
    with pytest.raises(Refused, match="not of your customers"):
        kim.do("glo", c.new("VPN drops", caller="P-1"))


def test_who_wrote_is_the_requester_unless_somebody_says_so(kim: TestDesk) -> None:
    ticket = kim.new(caller="P-1")
    kim.do("ana", c.receive(ticket, "still broken"))
    kim.do("ana", c.receive(ticket, "here too", sender="novak"))
    assert [e.person for e in kim.events(ticket) if e.kind == "ticket.commented"] == [1, 2]  # type: ignore[attr-defined]


def test_a_follow_up_is_of_the_same_person(kim: TestDesk) -> None:
    ticket = kim.new(caller="P-1")
    kim.do("ana", c.follow_up(ticket, "and another thing"))
    assert kim.row(ticket + 1).person == 1


def test_contacts_are_listed_by_person_with_their_length(kim: TestDesk) -> None:
    ticket = kim.new(caller="P-1")
    kim.pass_("10m")
    kim.do("ana", c.contact(ticket, reached=True, direction="in", duration=240, note="told the workaround"))
    kim.do("ana", c.contact(ticket, reached=False, channel="chat", person="novak"))
    kim.do("lea", c.contact(ticket, reached=False, at=START + 5 * MINUTE, evidence="call list"))
    seen = [
        (row.at - START, row.channel, row.direction, row.reached, row.duration, row.note)
        for row in kim.store.read.all(CONTACTS_OF, person=1)
    ]
    assert seen == [
        (5 * MINUTE, "phone", "out", 0, None, None),
        (10 * MINUTE, "phone", "in", 1, 240, "told the workaround"),
    ]
    assert [row.channel for row in kim.store.read.all(CONTACTS_OF, person=2)] == ["chat"]
    with pytest.raises(BadInput, match="no longer than a day"):
        kim.do("ana", c.contact(ticket, reached=True, duration=90_000))


def test_a_contact_taken_back_is_none(kim: TestDesk) -> None:
    ticket = kim.new(caller="P-1")
    done = kim.do("ana", c.contact(ticket, reached=True))
    kim.do("ana", c.undo(done.events[0]))
    assert kim.store.read.all(CONTACTS_OF, person=1) == []
