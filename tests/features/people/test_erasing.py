"""Forgetting a person: nothing of their text is left in the file, searched as bytes, and the record still proves."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deskconsole.core.errors import NotFound, Refused, StoreTrouble
from deskconsole.derive import RULES
from deskconsole.features.people import commands as p
from deskconsole.features.people.views import OPEN_TICKETS_OF, PERSON, people_like
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.verify import Proof, verify
from tests.features.desks import Door, TestDesk, at_the_door

SECRET = "Xylander"
"""What stands in every text of Kim's."""


@pytest.fixture
def kim(desk: TestDesk) -> TestDesk:
    """A desk at which Kim (P-1) has asked, written, called and been spoken of; and Ada (P-2) as well."""
    desk.do(
        "ana", p.add(f"Kim {SECRET}", "acme", f"kim.{SECRET}@acme.example", "+49 30 7654321", site=f"{SECRET} house")
    )
    desk.do("ana", p.add("Ada Lovelace", "acme", "ada@acme.example"))
    desk.do("ana", p.delegate("P-2", "P-1"))
    desk.do("ana", p.change("P-1", name=f"Kim von {SECRET}"))
    desk.do("ana", p.address("P-1", "phone", "+49 30 7654321", drop=True))
    first = desk.new(f"{SECRET}’s VPN", caller="P-1", text=f"{SECRET} calls")
    desk.do("ana", c.note(first, f"{SECRET} sounds upset"))
    desk.do("ana", c.contact(first, reached=True, note=f"spoke with {SECRET}"))
    theirs = desk.new("Ada’s mail", caller="P-2")
    desk.do("ana", c.receive(theirs, f"mine too, says {SECRET}", sender="P-1"))
    desk.do("ana", c.receive(theirs, "thank you"))
    taken_back = desk.new("Ada’s phone", caller="P-2")
    done = desk.do("ana", c.contact(taken_back, reached=True, note=f"{SECRET} for her", person="P-1"))
    desk.do("ana", c.undo(done.events[0]))
    desk.new("Ada’s chair", caller="P-2", text="squeaks")
    return desk


def bytes_of(path: Path) -> bytes:
    """All that is on disk of a store."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*"))).lower()


def proved(desk: TestDesk) -> Proof:
    with desk.store.backend.looking() as driver:
        return verify(driver)


def test_nothing_is_left_of_a_person_in_the_file(kim: TestDesk) -> None:
    traces = [SECRET.lower().encode(), b"4930765432", b"7654321"]
    before = bytes_of(kim.path)
    assert all(trace in before for trace in traces[:2])
    kim.do("lea", p.erase("P-1"))
    after = bytes_of(kim.path)
    assert not [trace for trace in traces if trace in after]
    assert b"squeaks" in after  # others' texts stay
    kim.store.close()
    assert not [trace for trace in traces if trace in bytes_of(kim.path)]


def test_of_a_long_text_nothing_is_left(kim: TestDesk) -> None:
    """It takes pages of its own, which go to the list of free ones as they are."""
    kim.do("ana", c.receive(1, " ".join(f"{SECRET} {n}" for n in range(5000))))
    kim.do("lea", p.erase("P-1"))
    assert SECRET.lower().encode() not in bytes_of(kim.path)


def test_the_record_still_proves_and_is_rebuilt(kim: TestDesk) -> None:
    kim.do("lea", p.erase("P-1"))
    proof = proved(kim)
    assert proof.troubles == []
    assert proof.erased > 10
    assert rebuild(kim.store, RULES, RECORD).differences == []


def test_a_text_that_no_erasure_names_was_stolen(kim: TestDesk) -> None:
    kim.do("lea", p.erase("P-1"))
    number = kim.scalar("select id from private_text where text = 'squeaks'")
    with closing(sqlite3.connect(kim.path, isolation_level=None)) as intruder:
        intruder.execute("delete from private_text where id = ?", (number,))
    (trouble,) = proved(kim).troubles
    assert trouble == (
        number >> 3,
        f"line {number >> 3}: its private text {number} is missing, and no erasure names it",
    )


def test_who_was_erased_is_found_no_more_and_their_tickets_stand(kim: TestDesk) -> None:
    kim.do("lea", p.erase(SECRET))
    read = kim.store.read
    row = read.one(PERSON, person=1)
    assert (row.name, row.mail, row.active, row.erased_at) == (None, None, 0, kim.now)
    assert read.one(PERSON, person=2).delegate is None
    assert people_like(read, "kim") == people_like(read, "7654321") == []
    assert [(each.number, each.title) for each in read.all(OPEN_TICKETS_OF, person=1)] == [("INC-10001", None)]
    assert kim.row(1).person == 1
    assert (kim.row(1).state, kim.row(4).title) == ("new", "Ada’s chair")
    assert set(kim.clocks(1)) == {"response", "resolution"}


def test_the_journal_says_what_was_erased_and_no_text(kim: TestDesk) -> None:
    kim.do("lea", p.erase("P-1"))
    (person,) = kim.all("select body from journal where kind = 'person.erased'")
    said = json.loads(person[0])
    (mark,) = said.pop("marks")  # of their one mail address: it compares, and cannot be read
    assert (said, len(mark), "xylander" in mark) == ({"texts": 17, "tickets": [1, 2, 3]}, 32, False)
    (texts,) = kim.all("select body from journal where kind = 'texts.erased'")
    assert '"why":"person P-1"' in texts[0]


def test_only_who_may_forgets_people(kim: TestDesk) -> None:
    for handle in ("ana", "aud", "bot", "adm"):
        with pytest.raises(Refused, match=r"person\.erase"):
            kim.do(handle, p.erase("P-1"))
    kim.do("max", p.erase("P-1"))


def test_who_was_erased_is_not_written_of(kim: TestDesk) -> None:
    kim.do("lea", p.erase("P-1"))
    with pytest.raises(Refused, match="P-1 was erased"):
        kim.do("ana", p.change("P-1", name="Kim again"))
    with pytest.raises(NotFound, match="P-1 was erased"):
        kim.new(caller="P-1")


def test_what_came_later_goes_with_a_second_erasure(kim: TestDesk) -> None:
    kim.do("lea", p.erase("P-1"))
    kim.do("ana", c.receive(1, f"{SECRET} again"))
    assert SECRET.lower().encode() in bytes_of(kim.path)
    kim.do("lea", p.erase("P-1"))
    assert SECRET.lower().encode() not in bytes_of(kim.path)
    assert proved(kim).troubles == []


def test_many_people_and_one_is_forgotten(desk: TestDesk) -> None:
    """Pages are split and moved as keys come in: of what was copied nothing is left either."""
    for number in range(400):
        name = f"{SECRET}{number * 7919 % 400:03} Person"
        desk.do("ana", p.add(name, "acme", f"{name.split()[0]}@acme.example", f"+49 30 {number * 7919:09}"))
    gone = {f"P-{number}": desk.store.read.one(PERSON, person=number) for number in (1, 57, 200, 201, 399)}
    for who in gone:
        desk.do("lea", p.erase(who))
    left = bytes_of(desk.path)
    for row in gone.values():
        assert row.name is not None
        assert row.phone is not None
        assert row.name.split()[0].lower().encode() not in left
        assert row.phone.replace(" ", "").lstrip("+").encode() not in left
    assert proved(desk).troubles == []
    assert rebuild(desk.store, RULES, RECORD).differences == []
    assert len(people_like(desk.store.read, SECRET, 500)) == 395


# --- at the door -----------------------------------------------------------------------------------------------------


@pytest.fixture
def lead(kim: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "ana")  # the test desk knows the account of ana only
    kim.show_time()
    return Door(kim.path, capsys)


def test_erasing_asks_first(lead: Door) -> None:
    said = lead("people", "erase", "P-1", "--as", "lea")
    assert said.code == 2
    assert "--yes erases without asking" in said.err
    assert "17 texts go for ever" in said.out
    assert "our own notes, since they may quote them:\n  INC-10001 (open) INC-10002 (open) INC-10003 (open)" in said.out
    assert SECRET.lower().encode() in bytes_of(lead.path)


def test_erasing_at_the_door(lead: Door) -> None:
    assert lead("people", "erase", "P-1", "--yes").code == 3  # ana is no lead
    said = lead("people", "erase", SECRET, "--yes", "--as", "lea")
    assert (said.code, said.out) == (
        0,
        "P-1 is erased: 17 texts are gone, and nothing of them is left in the store\n",
    )
    assert SECRET.lower().encode() not in bytes_of(lead.path)
    assert lead("journal", "verify", "--rebuild").code == 0
    assert lead("people", "show", "P-1", "--format", "json").json["name"] == "(erased)"
    assert "(erased)" in lead("show", "timeline", "INC-10001").out
    assert lead("people", "list", "--format", "json").json[0]["number"] == "P-2"


def test_who_reads_meanwhile_is_named(kim: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log beside the file keeps what somebody still reads: that is said, and a second time is rid of it."""
    monkeypatch.setattr("deskconsole.store.sqlite.BUSY_MS", 50)
    kim.store.close()  # its connections wait for longer
    with closing(sqlite3.connect(kim.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from private_text").fetchone()
        with pytest.raises(StoreTrouble, match="somebody is reading"):
            kim.do("lea", p.erase("P-1"))
        reader.execute("commit")
    kim.do("lea", p.erase("P-1"))
    assert SECRET.lower().encode() not in bytes_of(kim.path)


def test_all_that_is_held_is_handed_out(lead: Door) -> None:
    said = lead("people", "export", "P-1").json
    assert said["person"]["name"] == f"Kim von {SECRET}"
    assert [each["number"] for each in said["tickets"]] == ["INC-10001", "INC-10002", "INC-10003"]
    whole = str(said)
    for text in (f"Kim {SECRET}", "7654321", "sounds upset", "mine too", "for her", f"{SECRET} house", "spoke with"):
        assert text in whole
    assert "squeaks" not in whole
    assert [each["ticket"] for each in said["contacts"]] == ["INC-10001"]
