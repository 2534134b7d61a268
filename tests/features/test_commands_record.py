"""What the record holds of calls: keys, batches, who sat behind a name; and the states no sequence escapes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.actors import Actor
from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.rules import DONE, FROM, LIVE, STATES
from deskconsole.house import House, Receipt
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk, at_the_door, copied

# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_call_under_a_known_key_returns_the_first_receipt(desk: TestDesk) -> None:
    first = desk.do("ana", c.new("printer"), source="http", key="k1")
    again = desk.do("ana", c.new("printer"), source="http", key="k1")
    assert (again.repeated, again.events) == (True, first.events[:1])
    other = desk.do("ana", c.new("printer"), source="mail", key="k1")  # a key is one of its source
    assert not other.repeated
    assert desk.scalar("select count(*) from ticket") == 2


def test_a_refused_call_leaves_its_key_free(desk: TestDesk) -> None:
    ticket = desk.new()
    with pytest.raises(Refused):
        desk.do("ana", c.hold(ticket, "caller"), source="http", key="k1")
    desk.do("ana", c.reply(ticket, "Which one?"))
    assert not desk.do("ana", c.hold(ticket, "caller"), source="http", key="k1").repeated


def test_two_who_send_the_same_key_at_the_same_time_do_it_once(desk: TestDesk) -> None:
    start = threading.Barrier(4)
    receipts: list[Receipt] = []

    def send() -> None:
        store = desk.open()
        start.wait()
        receipts.append(House(store, Actor("ana")).do(c.new("printer"), source="http", key="once"))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt.repeated for receipt in receipts) == [False, True, True, True]
    assert len({receipt.events[0] for receipt in receipts}) == 1
    assert desk.scalar("select count(*) from ticket") == 1


def test_numbers_of_tickets_made_at_the_same_time_differ(desk: TestDesk) -> None:
    start = threading.Barrier(4)

    def send() -> None:
        store = desk.open()
        start.wait()
        for _ in range(5):
            House(store, Actor("ana")).do(c.new("printer"))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.scalar("select count(distinct number) from ticket") == 20


# --- names -----------------------------------------------------------------------------------------------------------


def test_who_acts_for_somebody_is_on_record_with_both_names(desk_door: Door) -> None:
    assert desk_door("do", "new", "--title", "printer", "--as", "lea").code == 0
    (line,) = desk_door("show", "timeline", "INC-10001", "--format", "jsonl").jsonl[:1]
    assert line["actor"] == "lea (by ana)"
    assert desk_door("do", "note", "INC-10001", "--text", "hm").code == 0
    assert desk_door("show", "timeline", "INC-10001", "--format", "jsonl").jsonl[-1]["actor"] == "ana"


def test_as_is_for_the_owner_of_the_store(desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskconsole.cli.common.owns", lambda store: False)
    said = desk_door("do", "new", "--title", "printer", "--as", "lea")
    assert (said.code, "--as is for the owner of the store" in said.err) == (3, True)
    monkeypatch.undo()
    at_the_door(monkeypatch, "ana")
    said = desk_door("do", "new", "--title", "printer", "--as", "nobody")
    assert (said.code, "there is no operator nobody" in said.err) == (4, True)


def test_an_account_that_nobody_has(desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_door(monkeypatch, "stranger")
    said = desk_door("do", "new", "--title", "printer")
    assert (said.code, "account stranger-os is no operator of this desk" in said.err) == (3, True)


# --- several ---------------------------------------------------------------------------------------------------------


def test_of_several_tickets_the_one_refused_stops_no_other(desk: TestDesk, desk_door: Door) -> None:
    for _ in range(3):
        desk.new()
    desk.do("ana", c.resolve(2, "fixed", "cable"))
    said = desk_door("do", "resolve", "INC-10001", "INC-10002", "INC-10003", "--code", "fixed", "--cause", "x",
                     "--format", "json")  # fmt: skip
    assert said.code == 3
    assert [(result["ticket"], result["code"]) for result in said.json] == [
        ("INC-10001", 0),
        ("INC-10002", 3),
        ("INC-10003", 0),
    ]
    assert "INC-10002 is resolved: one can resolve only from" in said.json[1]["error"]
    assert [desk.row(ticket).cause for ticket in (1, 2, 3)] == ["x", "cable", "x"]
    batches = desk.all("select distinct batch from journal where kind = 'ticket.resolved' and subject <> 2")
    assert len(batches) == 1
    assert batches[0][0]
    assert desk.scalar("select subject from journal where kind = 'call.refused'") is not None


# --- states ----------------------------------------------------------------------------------------------------------

ACTS: dict[str, tuple[str, Call]] = {
    "assign": ("assign", c.assign(1, "ben")),
    "claim": ("assign", c.claim(1)),
    "route": ("assign", c.to_team(1, "network")),
    "work": ("work", c.work(1)),
    "reply": ("answer", c.reply(1, "Hello?")),
    "receive": ("answer", c.receive(1, "Hello!")),
    "hold caller": ("hold", c.hold(1, "caller")),
    "hold vendor": ("hold", c.hold(1, "vendor")),
    "resume": ("resume", c.resume(1)),
    "raise": ("prioritise", c.prioritise(1, "1", "change", "x")),
    "lower": ("prioritise", c.prioritise(1, "4", "change", "x")),
    "resolve": ("resolve", c.resolve(1, "fixed", "x")),
    "close": ("close", c.close(1)),
    "reopen": ("reopen", c.reopen(1, "not-fixed", "x")),
    "cancel": ("cancel", c.cancel(1, "x")),
    "called": ("contact", c.contact(1, True, "in")),
    "not reached": ("contact", c.contact(1, False)),
    "mailed before": ("answer", c.receive(1, "Hello!", at=START)),
    "out of office": ("answer", c.receive(1, "Away", automatic=True)),
    "bounced": ("", c.bounced(1)),
    "acknowledge": ("acknowledge", c.acknowledge(1)),
    "restore": ("restore", c.restore(1)),
    "confirm": ("confirm", c.confirm(1)),
    "reclassify": ("reclassify", c.reclassify(1, "x", customer="acme")),
    "dispatch": ("dispatch", c.dispatch(1, "fibre")),
    "returned": ("", c.returned(1)),
    "resolve before": ("resolve", c.resolve(1, "fixed", "x", at=START, evidence="y")),
    "resume caller": ("resume", c.resume(1, reason="caller")),
    "undo": ("", c.undo()),
    "tick": ("", c.undo()),
}
TO = {
    "work": {"open"}, "hold": {"held"}, "resume": {"open", "held"}, "resolve": {"resolved"}, "close": {"closed"},
    "reopen": {"open"}, "cancel": {"cancelled"}, "prioritise": LIVE, "assign": LIVE, "answer": LIVE | {"resolved"},
    "contact": LIVE | DONE, "acknowledge": LIVE, "restore": LIVE | {"resolved"}, "confirm": DONE,
    "reclassify": LIVE | DONE, "dispatch": LIVE,
}  # fmt: skip
"""To which states an act leads."""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(["0s", "4m", "3h", "3d"])), max_size=12))
def test_no_sequence_of_calls_leaves_the_table_of_states(
    desk_template: Path, tmp_path: Path, acts: list[tuple[str, str]]
) -> None:
    desk = TestDesk(copied(desk_template, tmp_path / "desk.db"))
    desk.new(by="lea")
    for name, later in acts:
        desk.pass_(later)
        before = desk.row(1)
        if name == "tick":
            desk.tick()
            allowed = {"held", "open"} if before.state == "held" else {before.state}
            assert desk.row(1).state in allowed
            continue
        act, call = ACTS[name]
        try:
            desk.do("lea", call)
        except (Refused, BadInput, NotFound):
            assert desk.row(1) == before
            continue
        after = desk.row(1)
        if act:
            assert before.state in FROM[act]
            assert after.state in TO[act]
        assert after.state in STATES
        assert (after.state == "held") == (after.held_for is not None)
        assert (after.resolved_at is None) == (after.state not in ("resolved", "closed"))
        assert after.also_held is None or after.state == "held"
        assert after.vendor is None or after.state in LIVE
        assert bool(desk.scalar("select is_open from ticket")) == (after.state in LIVE)
    found = rebuild(desk.store, RULES, RECORD)
    assert found.differences == []
    desk.store.close()
