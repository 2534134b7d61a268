"""Undo: it puts every row back as it was, once, and says why where it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskconsole.core.desk import Call
from deskconsole.core.errors import Refused
from deskconsole.core.instants import DAY
from deskconsole.features.promises import commands as p
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk

STEPS: dict[str, tuple[Callable[[TestDesk, int], object], Callable[[int], Call]]] = {
    "claim": (lambda desk, t: None, lambda t: c.claim(t)),
    "assign": (lambda desk, t: None, lambda t: c.assign(t, "ben")),
    "route": (lambda desk, t: desk.do("ben", c.claim(t)), lambda t: c.to_team(t, "network")),
    "work": (lambda desk, t: None, lambda t: c.work(t)),
    "note": (lambda desk, t: None, lambda t: c.note(t, "hm")),
    "hold": (lambda desk, t: None, lambda t: c.hold(t, "vendor")),
    "hold instead": (lambda desk, t: _held(desk, t, "vendor"), lambda t: c.hold(t, "caller")),
    "resume": (lambda desk, t: _held(desk, t, "caller"), lambda t: c.resume(t)),
    "priority": (lambda desk, t: None, lambda t: c.prioritise(t, "2", "change", "whole floor")),
    "tag": (lambda desk, t: desk.do("ben", c.tag(t, "old")), lambda t: c.tag(t, "vip -old")),
    "resolve": (lambda desk, t: None, lambda t: c.resolve(t, "fixed", "cable")),
    "resolve held": (lambda desk, t: _held(desk, t, "caller"), lambda t: c.resolve(t, "fixed", "cable")),
    "close": (lambda desk, t: desk.do("ben", c.resolve(t, "fixed", "cable")), lambda t: c.close(t)),
    "reopen": (lambda desk, t: desk.do("ben", c.resolve(t, "fixed", "x")), lambda t: c.reopen(t, "not-fixed", "x")),
    "cancel": (lambda desk, t: None, lambda t: c.cancel(t, "sent twice")),
    "hold as well": (lambda desk, t: _held(desk, t, "caller"), lambda t: c.hold(t, "vendor")),
    "acknowledge": (lambda desk, t: None, lambda t: c.acknowledge(t)),
    "restore": (lambda desk, t: None, lambda t: c.restore(t, "by the other line")),
    "confirm": (lambda desk, t: desk.do("ben", c.resolve(t, "fixed", "x")), lambda t: c.confirm(t)),
    "contact": (lambda desk, t: None, lambda t: c.contact(t, True, note="told them")),
    "their call": (lambda desk, t: _held(desk, t, "caller"), lambda t: c.contact(t, True, "in")),
    "reclassify": (lambda desk, t: None, lambda t: c.reclassify(t, "it was theirs", customer="globex")),
    "received": (lambda desk, t: desk.do("ben", c.dispatch(t, "fibre")), lambda t: c.received(t, "F-1")),
    "rejected": (lambda desk, t: desk.do("ben", c.dispatch(t, "fibre", "F")), lambda t: c.rejected(t, "not theirs")),
    "resolve at a vendor": (
        lambda desk, t: desk.do("ben", c.dispatch(t, "fibre")),
        lambda t: c.resolve(t, "fixed", "x"),
    ),
    "child": (lambda desk, t: desk.new(by="lea"), lambda t: c.parent(t, "INC-10002")),
    "merge": (lambda desk, t: desk.new(by="lea"), lambda t: c.merge(t, "INC-10002", "the same")),
    "promise": (lambda desk, t: None, lambda t: p.make(t, "call back", START + DAY)),
    "promise kept": (lambda desk, t: _promised(desk, t), lambda t: p.keep(t)),
    "promise kept by a call": (lambda desk, t: _promised(desk, t), lambda t: c.contact(t, True, keeps="next")),
    "promise moved": (lambda desk, t: _promised(desk, t), lambda t: p.move(t, START + 2 * DAY, "they know")),
    "promise broken": (lambda desk, t: _promised(desk, t), lambda t: p.break_(t, "no part")),
    "promise dropped": (lambda desk, t: _promised(desk, t), lambda t: p.drop(t, "gone")),
    "transfer": (lambda desk, t: None, lambda t: s.transfer(t, "network")),
    "link": (lambda desk, t: desk.new(by="lea"), lambda t: c.link(t, "INC-10002", "duplicate")),
}


def _promised(desk: TestDesk, ticket: int) -> None:
    desk.do("ben", p.make(ticket, "call back", START + DAY))


def _held(desk: TestDesk, ticket: int, reason: str) -> None:
    desk.do("ben", c.reply(ticket, "Which one?"))
    desk.do("ben", c.hold(ticket, reason))


@pytest.mark.parametrize("name", STEPS)
def test_every_row_is_as_it_was_and_as_it_was_done_when_done_again(desk: TestDesk, name: str) -> None:
    ready, step = STEPS[name]
    ticket = desk.new(by="lea", impact="2", urgency="2")
    ready(desk, ticket)
    desk.pass_("7m")
    before = desk.record()
    timers = _timers(desk)
    desk.do("ana", step(ticket))
    after = desk.record(), _timers(desk)
    assert after[0] != before
    desk.pass_("9m")
    desk.do("ana", c.undo())
    assert desk.record() == before
    assert _timers(desk) == timers
    assert desk.last("kind")[0].endswith(".reverted")
    with pytest.raises(Refused, match="there is nothing of yours to undo"):
        desk.do("ana", c.undo())
    desk.pass_("9m")
    desk.do("ana", c.redo())
    assert (desk.record(), _timers(desk)) == after
    with pytest.raises(Refused, match="there is nothing of yours to do again"):
        desk.do("ana", c.redo())
    desk.pass_("9m")
    desk.do("ana", c.undo())  # done again, it counts from then
    assert (desk.record(), _timers(desk)) == (before, timers)
    desk.do("ana", step(ticket))  # and it can be done anew
    with pytest.raises(Refused, match="you have done something else since"):
        desk.do("ana", c.redo())


def _timers(desk: TestDesk) -> list[tuple[object, ...]]:
    return desk.all("select kind, subject, fire_at from timer order by kind, subject")


def test_undo_takes_the_last_call_first_and_then_the_one_before(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.do("ana", c.undo())
    assert (desk.row(ticket).state, desk.row(ticket).owner) == ("open", "ana")
    desk.do("ana", c.undo())
    assert (desk.row(ticket).state, desk.row(ticket).owner) == ("new", None)


def test_an_answer_has_left_the_house(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.reply(ticket, "Hello"))
    with pytest.raises(Refused, match="the answer has left the house: write another one"):
        desk.do("ana", c.undo())


@pytest.mark.parametrize(
    ("step", "left", "way"),
    [("hold", "an answer", "resume it"), ("hold", "a vendor", "resume it"), ("resolve", "an answer", "reopen it")],
)
def test_what_others_know_of_by_now_is_not_undone(desk: TestDesk, step: str, left: str, way: str) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.hold(ticket, "vendor") if step == "hold" else c.resolve(ticket, "fixed", "cable"))
    done = int(desk.last("call")[0])
    desk.do("ben", c.reply(ticket, "It waits for a part.") if left == "an answer" else c.dispatch(ticket, "fibre"))
    with pytest.raises(Refused, match=rf"something has left the house since: {way} \(rule 31\)"):
        desk.do("ana", c.undo(done))
    desk.do("ana", c.resume(ticket) if step == "hold" else c.reopen(ticket, "not-fixed", "x"))


def test_what_bounced_has_not_left_the_house(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.do("ben", c.reply(ticket, "It waits for a part."))
    desk.do("bot", c.bounced(ticket))
    desk.do("ana", c.undo())
    assert desk.row(ticket).state == "new"


def test_after_ten_minutes_it_stands(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.pass_("10m1s")
    with pytest.raises(Refused, match="that was over ten minutes ago: undo is not allowed any more"):
        desk.do("ana", c.undo())
    assert desk.row(ticket).owner == "ana"


def test_what_somebody_has_changed_since_is_theirs(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    desk.do("lea", c.assign(ticket, "ben"))
    with pytest.raises(Refused, match="somebody has changed owner since: set it anew"):
        desk.do("ana", c.undo())
    assert desk.row(ticket).owner == "ben"
    desk.do("lea", c.undo())
    desk.do("ana", c.undo())  # now nobody has
    assert desk.row(ticket).owner is None


def test_what_somebody_has_changed_beside_it_stays(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.tag(ticket, "vip"))
    desk.do("ben", c.assign(ticket, "ben"))
    desk.do("ana", c.undo())
    assert ((desk.row(ticket).tags or "").split(), desk.row(ticket).owner) == ([], "ben")


def test_a_new_ticket_stays(desk: TestDesk) -> None:
    desk.new(by="ana")
    with pytest.raises(Refused, match="a new ticket cannot be undone: cancel it"):
        desk.do("ana", c.undo())


def test_a_hold_that_a_robot_or_the_desk_has_ended_is_not_undone(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.hold(ticket, "vendor", desk.now + 60_000_000))
    desk.pass_("2m")
    desk.tick()
    with pytest.raises(Refused, match="somebody has changed held_for, held_until, state since"):
        desk.do("ana", c.undo())


def test_only_one_s_own_calls_are_undone(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("ana", c.claim(ticket))
    with pytest.raises(Refused, match="there is nothing of yours to undo"):
        desk.do("ben", c.undo())
    assert desk.row(ticket).owner == "ana"


def test_the_clocks_are_as_if_it_had_never_been_held(desk: TestDesk) -> None:
    ticket = desk.new(by="lea")
    desk.do("lea", c.reply(ticket, "Which one?"))
    before = desk.clocks(ticket)
    desk.do("ana", c.hold(ticket, "caller"))
    assert desk.clocks(ticket)["resolution"][0] == "paused"
    desk.pass_("5m")
    desk.do("ana", c.undo())
    assert desk.clocks(ticket) == before
