"""Redo: what was undone is as it was done, unless something has come between; and nobody's work is lost for it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.desk import Call
from deskconsole.core.errors import Refused
from deskconsole.core.instants import DAY
from deskconsole.features.promises import commands as p
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk, copied


def test_what_others_changed_meanwhile_is_theirs(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.undo())
    desk.do("lea", c.assign(ticket, "ben"))
    with pytest.raises(Refused, match="somebody has changed owner since: do it anew"):
        desk.do("ana", c.redo())
    assert desk.row(ticket).owner == "ben"


def test_what_others_did_beside_it_stays(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.undo())
    desk.do("lea", c.tag(ticket, "vip"))
    desk.do("ana", c.redo())
    assert ((desk.row(ticket).tags or "").split(), desk.row(ticket).owner) == (["vip"], "ana")


def test_a_broken_promise_that_was_told_is_not_taken_back_by_a_hold(desk: TestDesk) -> None:
    ticket = desk.new(by="lea", impact="1", urgency="1")
    desk.do("lea", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(ticket, "caller"))
    due = dict(desk.all("select metric, due from clock where ticket = :t", t=ticket))
    desk.do("ana", c.undo())
    resolution = desk.clocks(ticket)["resolution"][1]
    assert resolution is not None
    assert due["resolution"] is None
    desk.clock.passed = resolution - desk.anchor - 60_000_000
    desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.undo())
    desk.pass_("2m")
    desk.tick()
    with pytest.raises(Refused, match="a promise was broken since: do it anew, it counts from now"):
        desk.do("ana", c.redo())


def test_after_an_answer_a_hold_is_made_anew(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.do("ana", c.undo())
    desk.do("lea", c.reply(ticket, "We are on it."))
    with pytest.raises(Refused, match=r"something has left the house since: do it anew \(rule 31\)"):
        desk.do("ana", c.redo())


def test_a_merge_is_not_done_again_once_either_ticket_has_changed(desk: TestDesk) -> None:
    ticket, stays = desk.new(by="lea"), desk.new(by="lea")
    desk.do("ana", c.merge(ticket, desk.row(stays).number, "the same"))
    desk.do("ana", c.undo())
    desk.do("lea", c.resolve(stays, "fixed", "cable"))
    with pytest.raises(Refused, match="one of these tickets was changed since: do it anew"):
        desk.do("ana", c.redo())


def test_ten_minutes_after_the_undo_it_stands(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.undo())
    desk.pass_("10m1s")
    with pytest.raises(Refused, match="that was taken back over ten minutes ago: do it anew"):
        desk.do("ana", c.redo())


def test_only_one_s_own_undo_is_done_again_and_only_an_undo(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    claimed = int(desk.last("call")[0])
    with pytest.raises(Refused, match="that is no undo of yours which still stands"):
        desk.do("ana", c.redo(claimed))
    desk.do("ana", c.undo())
    undone = int(desk.last("call")[0])
    with pytest.raises(Refused, match=f"call {undone} is none of yours"):
        desk.do("ben", c.redo(undone))
    with pytest.raises(Refused, match="you have done something else since, or undone nothing"):
        desk.do("ben", c.redo())


def test_several_are_done_again_in_the_order_in_which_they_were_done(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.tag(ticket, "vip"))
    for _ in range(2):
        desk.do("ana", c.undo())
    desk.do("ana", c.redo())
    assert (desk.row(ticket).owner, desk.row(ticket).tags) == ("ana", None)
    desk.do("ana", c.redo())
    assert (desk.row(ticket).tags or "").split() == ["vip"]


def test_a_promise_of_which_something_came_is_not_taken_back(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", p.make(ticket, "call back", START + DAY))
    desk.do("ben", p.move(ticket, START + 2 * DAY, "they know"))
    with pytest.raises(Refused, match=r"something came of the promise since: promise\.drop says"):
        desk.do("ana", c.undo())


def test_a_promise_that_was_taken_back_leaves_its_number_to_nobody(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", p.make(ticket, "call back", START + DAY))
    desk.do("ana", c.undo())
    desk.do("ben", p.make(ticket, "send a part", START + DAY))
    assert desk.all("select id, made_by from promise") == [(2, "ben")]


# --- properties ------------------------------------------------------------------------------------------------------

STEPS: dict[str, Callable[[int], Call]] = {
    "claim": lambda t: c.claim(t),
    "assign": lambda t: c.assign(t, "ben"),
    "route": lambda t: c.to_team(t, "network"),
    "note": lambda t: c.note(t, "hm"),
    "hold": lambda t: c.hold(t, "vendor"),
    "resume": lambda t: c.resume(t),
    "priority": lambda t: c.prioritise(t, "1", "change", "whole floor"),
    "tag": lambda t: c.tag(t, "vip"),
    "untag": lambda t: c.tag(t, "-vip"),
    "resolve": lambda t: c.resolve(t, "fixed", "cable"),
    "reopen": lambda t: c.reopen(t, "not-fixed", "still"),
    "cancel": lambda t: c.cancel(t, "sent twice"),
    "acknowledge": lambda t: c.acknowledge(t),
    "contact": lambda t: c.contact(t, True),
    "transfer": lambda t: s.transfer(t, "network"),
    "promise": lambda t: p.make(t, "call back", START + DAY),
    "keep": lambda t: p.keep(t),
    "link": lambda t: c.link(t, "INC-10001", "related"),
    "child": lambda t: c.parent(t, "INC-10001"),
}
_numbers = count()
MOVES = st.lists(
    st.tuples(st.sampled_from(("ana", "ben")), st.sampled_from(sorted(STEPS)), st.integers(1, 2), st.integers(0, 90)),
    min_size=3,
    max_size=7,
)
Moves = list[tuple[str, str, int, int]]


def undone_and_done_again(path: Path, moves: Moves) -> int:
    """Carry out moves; take each of ana's back at once and do it again. How many there were."""
    desk, seen = TestDesk(path), 0
    for _ in range(2):
        desk.new(by="lea", impact="2", urgency="2")
    for who, step, ticket, seconds in moves:
        desk.pass_(f"{seconds}s")
        before = desk.record()
        try:
            desk.do(who, STEPS[step](ticket))
        except Refused:
            continue
        after = desk.record()
        desk.do(who, c.undo())
        assert desk.record() == before, step
        desk.do(who, c.redo())
        assert desk.record() == after, step
        seen += 1
    desk.store.close()
    return seen


def fresh(template: Path, folder: Path) -> Path:
    return copied(template, folder / f"redo{next(_numbers)}.db")


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(moves=MOVES)
def test_undone_nothing_has_been_and_done_again_all_is(desk_template: Path, tmp_path: Path, moves: Moves) -> None:
    undone_and_done_again(fresh(desk_template, tmp_path), moves)


@pytest.mark.soak
@settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(moves=MOVES)
def test_undone_nothing_has_been_and_done_again_all_is_often(desk_template: Path, tmp_path: Path, moves: Moves) -> None:
    undone_and_done_again(fresh(desk_template, tmp_path), moves)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    mine=st.sampled_from(("claim", "assign", "priority", "tag")),
    theirs=st.sampled_from(("claim", "untag", "priority", "tag", "resolve", "note")),
)
def test_a_change_in_between_makes_it_refuse_by_name_or_both_stand(
    desk_template: Path, tmp_path: Path, mine: str, theirs: str
) -> None:
    desk = TestDesk(fresh(desk_template, tmp_path))
    ticket = desk.new(by="lea", impact="2", urgency="2")
    desk.do("ana", STEPS[mine](ticket))
    try:
        desk.do("ben", STEPS[theirs](ticket))
    except Refused:
        desk.store.close()
        return
    between = desk.record()
    why = undone(desk)
    assert not why or "somebody has changed " in why
    if not why:
        desk.do("ana", c.redo())
    assert desk.record() == between
    desk.store.close()


def undone(desk: TestDesk) -> str:
    """Undo as ana; why it was refused, if it was."""
    try:
        desk.do("ana", c.undo())
    except Refused as why:
        return str(why)
    return ""
