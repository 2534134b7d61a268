"""What is entered afterwards: by whom, how far back, on what evidence, and what it may not contradict (rule 27)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk

Late = Callable[[int, int | None, str], Call]

LATE: dict[str, tuple[str, Late]] = {
    "acknowledge": ("acknowledged", lambda t, at, evidence: c.acknowledge(t, at, evidence)),
    "contact": ("replied", lambda t, at, evidence: c.contact(t, True, at=at, evidence=evidence)),
    "restore": ("restored", lambda t, at, evidence: c.restore(t, at=at, evidence=evidence)),
    "resolve": ("resolved", lambda t, at, evidence: c.resolve(t, "fixed", "x", at=at, evidence=evidence)),
}


@pytest.fixture(params=LATE)
def what(request: pytest.FixtureRequest) -> tuple[str, Late]:
    return LATE[request.param]


def test_it_was_so_then_and_the_fact_says_that_it_is_late(desk: TestDesk, what: tuple[str, Late]) -> None:
    fact, call = what
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("3h")
    desk.tick()
    desk.do("lea", call(ticket, START + HOUR, "call record 4711"))
    (found,) = [x for x in desk.facts(ticket) if x.what == fact]
    assert (found.at, found.late) == (START + HOUR, True)
    at, recorded, body = desk.last("occurred_at, recorded_at, body")
    assert (at, recorded) == (START + HOUR, START + 3 * HOUR)
    assert "4711" not in body  # whoever was called may have to be forgotten
    assert ("call record 4711",) in desk.all("select text from private_text")
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_what_is_so_now_is_not_late_and_needs_no_permission(desk: TestDesk, what: tuple[str, Late]) -> None:
    fact, call = what
    ticket = desk.new()
    desk.pass_("1h")
    desk.do("ana", call(ticket, None, ""))
    (found,) = [x for x in desk.facts(ticket) if x.what == fact]
    assert (found.at, found.late) == (desk.now, False)


@pytest.mark.parametrize(
    ("who", "back", "evidence", "trouble", "says"),
    [
        ("ana", HOUR, "x", Refused, r"needs the permission ticket\.backdate, which a lead has \(rule 27\)"),
        ("lea", HOUR, " ", BadInput, "the evidence is empty: what was so earlier needs one"),
        ("lea", -1, "x", BadInput, "that lies in the future"),
        ("lea", 72 * HOUR + 1, "x", Refused, r"that was over 72h ago: so far back nothing is entered"),
        ("max", 101 * HOUR, "x", BadInput, "that was before INC-10001 was opened"),
    ],
)
def test_who_how_far_and_on_what(
    desk: TestDesk, what: tuple[str, Late], who: str, back: int, evidence: str, trouble: type[Exception], says: str
) -> None:
    ticket = desk.new()
    desk.pass_("100h")
    before = desk.kinds(ticket)
    with pytest.raises(trouble, match=says):
        desk.do(who, what[1](ticket, desk.now - back, evidence))
    assert desk.kinds(ticket) == before


def test_the_bound_is_for_the_desk_file_to_say(desk: TestDesk, desk_door: Door, what: tuple[str, Late]) -> None:
    path = desk.path.with_name("bounds.toml")
    path.write_text(desk_door("desk", "export").out + '\n[intake]\nbackdate = "1h"\n')
    assert "backdating 72h → 1h" in desk_door("desk", "apply", path, "--as", "max").out
    ticket = desk.new()
    desk.pass_("2h")
    with pytest.raises(Refused, match="that was over 1h ago"):
        desk.do("lea", what[1](ticket, desk.now - HOUR - 1, "x"))
    desk.do("lea", what[1](ticket, desk.now - HOUR, "x"))


def test_a_call_that_was_made_in_time_is_the_first_response_though_it_is_entered_last(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("2h")
    desk.tick()
    desk.do("ana", c.reply(ticket, "We are on it."))
    desk.do("lea", c.contact(ticket, True, at=Instant(START + 10 * MINUTE), evidence="call 1"))
    assert desk.row(ticket).responded_at == START + 10 * MINUTE
    assert desk.scalar("select stopped from clock where metric = 'response'") == START + 10 * MINUTE


def test_a_resolution_does_not_come_before_the_ticket_was_seen_otherwise(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("1h")
    desk.do("ana", c.claim(ticket))
    desk.pass_("1h")
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.pass_("1h")
    for before in (HOUR - 1, 2 * HOUR - 1):
        with pytest.raises(Refused, match="was worked on, held or with a vendor after that"):
            desk.do("lea", c.resolve(ticket, "fixed", "x", at=Instant(START + before), evidence="y"))
    desk.do("lea", c.resolve(ticket, "fixed", "x", at=Instant(START + 2 * HOUR), evidence="y"))
    row = desk.row(ticket)
    assert (row.state, row.held_for, row.resolved_at) == ("resolved", None, START + 2 * HOUR)
    desk.pass_("1d")
    desk.tick()
    assert desk.row(ticket).state == "resolved"
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_backdated_resolution_ends_a_hold_whose_limit_came_after_it(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", Instant(START + 2 * HOUR)))
    desk.pass_("3h")
    desk.do("lea", c.resolve(ticket, "fixed", "x", at=Instant(START + HOUR), evidence="y"))
    desk.tick()
    assert (desk.row(ticket).state, desk.row(ticket).held_for) == ("resolved", None)
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_such_a_resolution_is_taken_back_within_ten_minutes_of_saying_so(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("5h")
    before = desk.clocks(ticket)
    desk.do("lea", c.resolve(ticket, "fixed", "x", at=Instant(START + HOUR), evidence="y"))
    desk.pass_("9m")
    desk.do("lea", c.undo())
    assert (desk.row(ticket).state, desk.clocks(ticket)) == ("new", before)


def test_restored_and_confirmed_in_their_turn(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("2h")
    desk.do("ana", c.resolve(ticket, "fixed", "x"))
    desk.pass_("2h")
    with pytest.raises(Refused, match="is resolved: what was restored before that says when"):
        desk.do("ana", c.restore(ticket))
    desk.do("lea", c.restore(ticket, at=Instant(START + HOUR), evidence="monitor"))
    with pytest.raises(BadInput, match="that was before INC-10001 was resolved"):
        desk.do("lea", c.confirm(ticket, at=Instant(START + HOUR), evidence="mail"))
    desk.do("lea", c.confirm(ticket, at=Instant(START + 3 * HOUR), evidence="mail"))
    row = desk.row(ticket)
    assert (row.restored_at, row.resolved_at, row.confirmed_at) == (START + HOUR, START + 2 * HOUR, START + 3 * HOUR)
    facts = {fact.what: fact for fact in desk.facts(ticket)}
    assert [facts[name].late for name in ("restored", "resolved", "confirmed")] == [True, False, True]
    for again, words in ((c.restore(ticket), "restored before"), (c.confirm(ticket), "confirmed before")):
        with pytest.raises(Refused, match=words):
            desk.do("lea", again)
    desk.do("lea", c.reopen(ticket, "not-fixed", "again"))
    row = desk.row(ticket)
    assert (row.restored_at, row.confirmed_at) == (None, None)
    with pytest.raises(Refused, match="was opened again after that"):
        desk.do("lea", c.restore(ticket, at=Instant(START + HOUR), evidence="monitor"))


def test_restored_leaves_the_resolution_open(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    desk.do("ana", c.restore(ticket, "by the other line"))
    assert desk.row(ticket).state == "new"
    assert desk.clocks(ticket)["resolution"] == ("running", START + 8 * HOUR)
    desk.do("ana", c.undo())
    assert desk.row(ticket).restored_at is None


def test_seen_is_no_answer(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.acknowledge(ticket))
    assert desk.clocks(ticket)["response"][0] == "running"
    with pytest.raises(Refused, match="was acknowledged before"):
        desk.do("ana", c.acknowledge(ticket))
