"""What was said on a ticket is found, what was taken back or erased is not, and a clock touches none of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.instants import from_iso, to_iso
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import BadFilter, compile_filter
from deskconsole.features.tickets.views import QueueRow, queue_all, queue_page
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.fulltext import scrub, sought
from deskconsole.store.store import Store
from tests.features.desks import Door, TestDesk

TOP = {"standing": -1, "breaches_at": 0, "id": 0, "limit": 50}


def found(store: Store, text: str) -> list[str]:
    made = compile_filter(text, "ana", store.now())
    rows: list[QueueRow] = store.read.all(queue_page(made.where), **made.values, **TOP)
    assert [row.id for row in rows] == [row.id for row in store.read.all(queue_all(made.where), **made.values)]
    return [row.title or "" for row in rows]


def whole(store: Store) -> None:
    """The index is the one that its texts make, and all rows are those of the journal."""
    with store.backend.writing() as driver:
        driver.change("insert into text_fts (text_fts) values ('integrity-check')")
    assert rebuild(store, RULES, RECORD).differences == []


def test_a_ticket_is_found_by_all_that_was_said_on_it(desk: TestDesk) -> None:
    ticket = desk.new("VPN gateway drops sessions")
    desk.new("Printer on fire")
    desk.do("ana", c.reply(ticket, "Please try the Hamburg node."))
    desk.do("ben", c.note(ticket, "Firmware 9.1.4 leaks handles"))
    for text in ("vpn", "sess", "hamburg", "firmware leak", "vpn hamb", "firmware gateway", '"9.1.4 leaks"', "9.1.4"):
        assert found(desk.store, text) == ["VPN gateway drops sessions"], text
    assert found(desk.store, "-vpn") == ["Printer on fire"]
    assert found(desk.store, '"leaks 9.1.4"') == []
    assert found(desk.store, "hamburg firmware") == [], "two messages say one each"
    assert found(desk.store, "sess drops") == [], "only the last word may go on"
    assert found(desk.store, desk.row(ticket).number.lower()) == ["VPN gateway drops sessions"]
    whole(desk.store)


def test_who_said_it_is_looked_up_elsewhere(desk: TestDesk) -> None:
    desk.new("No mail", requester="Priya Nair")
    assert found(desk.store, "priya") == []


def test_found_tickets_stand_in_the_order_of_the_queue(desk: TestDesk) -> None:
    for place, impact in enumerate(("3", "1", "2", "1")):
        desk.new(f"VPN {place}", impact=impact, urgency=impact)
    every = [row.title for row in desk.store.read.all(queue_all("1 = 1"))]
    assert found(desk.store, "vpn") == every


def test_what_is_taken_back_is_found_no_more(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.note(ticket, "Kaputt"))
    assert found(desk.store, "kaputt")
    desk.do("ana", c.undo())
    assert found(desk.store, "kaputt") == []
    whole(desk.store)


def erase(desk: TestDesk, ticket: int, where: str) -> None:
    """Private texts go, and their subject is folded anew."""
    with desk.store.backend.writing() as driver:
        driver.change("pragma secure_delete = on")
        driver.change(f"delete from private_text where subject = {ticket} and about = 'ticket' and {where}")


@pytest.mark.parametrize("what", ["text like 'Xylo%'", "text like '%Zebrafink%'", "1 = 1"])
def test_erased_words_leave_index_and_file(desk: TestDesk, what: str) -> None:
    ticket = desk.new("Zebrafink escaped")
    for count in range(30):
        desk.new(f"Another bird {count}")
    desk.do("ana", c.note(ticket, "Xylophon and Quetzal heard it"))
    desk.do("ana", c.note(ticket, "nothing"))
    erase(desk, ticket, what)
    gone = {"text like 'Xylo%'": {"xylophon", "quetzal"}, "text like '%Zebrafink%'": {"zebrafink"}}.get(
        what, {"xylophon", "quetzal", "zebrafink"}
    )
    for word in ("xylophon", "quetzal", "zebrafink"):
        assert bool(found(desk.store, word)) == (word not in gone)
    whole(desk.store)
    scrub(desk.store.backend)
    whole(desk.store)
    desk.store.close()
    connection = sqlite3.connect(desk.path)
    connection.execute("vacuum")
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    held = b"".join(
        Path(f"{desk.path}{end}").read_bytes() for end in ("", "-wal") if Path(f"{desk.path}{end}").exists()
    )
    # FTS5 shares how words begin with the word before: the end of one might still be there.
    for word in gone:
        assert word.encode() not in held.lower()
        assert word[3:].encode() not in held.lower()


def test_a_clock_that_is_due_touches_no_index(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="1")
    desk.do("ana", c.note(ticket, "looking"))

    def written() -> list[tuple[object, ...]]:
        return desk.all("select id, block from text_fts_data order by id")

    before, events = written(), len(desk.kinds(ticket))
    desk.pass_("30d")
    desk.tick()
    assert len(desk.kinds(ticket)) > events
    assert written() == before
    desk.do("ana", c.claim(ticket))
    assert written() == before, "what says nothing is not indexed either"
    desk.do("ana", c.note(ticket, "found it"))
    assert written() != before


hostile = st.text(max_size=30) | st.text(alphabet="\"'*^(){}:+-~\\,.;%_ aOR\tNEAND", max_size=30)


@given(hostile)
def test_whatever_is_sought_is_no_syntax(text: str) -> None:
    INDEX.execute("select rowid from f(?)", (sought(text),)).fetchall()
    INDEX.execute("select rowid from f(?)", (sought(text, begins=True),)).fetchall()


@given(hostile)
def test_a_filter_is_refused_by_us_or_answered(text: str) -> None:
    try:
        made = compile_filter(text, "ana", INDEX_NOW)
    except BadFilter:
        return
    for name, value in made.values.items():
        if f"text_fts(:{name})" in made.where:
            INDEX.execute("select rowid from f(?)", (value,)).fetchall()


INDEX = sqlite3.connect(":memory:", check_same_thread=False)
INDEX.execute("create virtual table f using fts5(title, text)")
INDEX_NOW = from_iso("2026-03-03T09:00Z")


def test_no_table_is_walked_through_for_a_word(desk: TestDesk) -> None:
    desk.new()
    for text in ("vpn", "vpn drops", "vpn 12", "-vpn is:open", "vpn or 12"):
        made = compile_filter(text, "ana", desk.now)
        query = queue_page(made.where)
        plan = desk.store.read.driver.select(f"explain query plan {query.sql}", {**made.values, **TOP})
        steps = [row[3] for row in plan]
        scans = [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in step]
        if text.startswith("-"):
            scans = [step for step in scans if "INDEX ticket_queue" not in step]
        assert scans == [], (text, steps)


def test_a_past_desk_is_searched_by_what_had_been_said_then(desk: TestDesk, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = desk.new("Zebra")
    before = desk.now
    desk.pass_("1h")
    desk.do("ana", c.note(ticket, "Quagga"))
    desk.show_time()
    door = Door(desk.path, capsys)
    asked = ("show", "queue", "--filter", "quagga", "--format", "json")
    assert len(door(*asked).json) == 1
    assert door(*asked, "--at", to_iso(before)).json == []
    assert len(door("show", "queue", "--filter", "zebra", "--format", "json", "--at", to_iso(before)).json) == 1
