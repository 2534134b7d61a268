"""Runs of a policy: which step comes when, whom it tells, and what moves it."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, Refused
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk
from tests.features.escalation.worlds import passing, proved, states, steps, ticket_of, told

EIGHTY, BREACH = 384.0, 480.0
"""Minutes at which 80 and 100 % of eight hours are used."""


def test_a_chain_runs_to_its_end_where_nobody_answers(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    passing(desk, 10)
    assert [(round(at), *rest) for at, *rest in steps(desk, ticket)] == [
        (384, 1, "told", "ana"),
        (399, 2, "told", "mia"),
        (409, 2, "told", "mia"),
        (480, 3, "told", "sofia"),
    ]
    assert told(desk)[0] == (EIGHTY, "ana", "page")
    assert states(desk, ticket) == [("exhausted", 3)]
    proved(desk)


def test_an_acknowledgement_keeps_others_quiet_until_it_lapses_but_not_a_step_that_comes_in_any_case(
    desk: TestDesk,
) -> None:
    ticket = ticket_of(desk)
    passing(desk, 6.5)
    desk.do("ana", x.acknowledge(ticket))
    assert states(desk, ticket) == [("acknowledged", 1)]
    assert desk.all("select state from notification") == [("read",)]
    passing(desk, 2)  # acknowledged from minute 390 to 450
    assert [(round(at), *rest) for at, *rest in steps(desk, ticket)] == [
        (384, 1, "told", "ana"),
        (450, 2, "told", "mia"),
        (460, 2, "told", "mia"),
        (480, 3, "told", "sofia"),
    ]
    proved(desk)


def test_what_was_taken_over_tells_only_those_who_are_to_hear_in_any_case(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    passing(desk, 6.5)
    desk.do("ana", x.take_over(ticket))
    passing(desk, 3)
    assert [(round(at), *rest) for at, *rest in steps(desk, ticket)] == [
        (384, 1, "told", "ana"),
        (480, 2, "bypassed", ""),
        (480, 3, "told", "sofia"),
    ]
    assert states(desk, ticket) == [("taken over", 3)]
    proved(desk)


def test_who_reaches_nobody_is_passed_over_in_the_same_tick(desk: TestDesk) -> None:
    ticket = ticket_of(desk, owner=None)
    desk.pass_("6h24m")
    desk.tick()
    assert steps(desk, ticket) == [(EIGHTY, 1, "nobody", ""), (EIGHTY, 2, "told", "mia")]
    proved(desk)


def test_a_p1_passes_over_the_first_and_says_so(desk: TestDesk) -> None:
    ticket = ticket_of(desk, urgency="1")
    desk.pass_("3h12m")
    desk.tick()
    assert steps(desk, ticket) == [(192.0, 1, "bypassed", ""), (192.0, 2, "told", "mia")]


def test_a_hold_moves_what_is_to_come_and_a_ticket_that_is_done_is_told_of_no_more(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.pass_("6h")
    desk.do("ana", c.hold(ticket, "caller"))
    passing(desk, 3)
    assert steps(desk, ticket) == []
    desk.do("ana", c.resume(ticket, "caller"))
    desk.pass_("24m")
    desk.tick()
    assert [(round(at), step) for at, step, *_ in steps(desk, ticket)] == [(540 + 24, 1)]
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    passing(desk, 5)
    assert len(steps(desk, ticket)) == 1
    assert states(desk, ticket) == [("stopped", 1)]
    desk.do("ana", c.reopen(ticket, "not-fixed", "still"))
    passing(desk, 0.5)
    assert [step for _, step, *_ in steps(desk, ticket)] == [1, 2, 2, 3]  # the closed span counted
    proved(desk)


def test_undoing_a_resolution_has_the_run_go_on(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    passing(desk, 6.5)
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    assert states(desk, ticket) == [("stopped", 1)]
    desk.do("ana", c.undo())
    assert states(desk, ticket) == [("running", 1)]
    passing(desk, 0.25)
    assert [step for _, step, *_ in steps(desk, ticket)] == [1, 2]
    proved(desk)


def test_an_acknowledgement_can_be_taken_back(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    passing(desk, 6.5)
    desk.do("ana", x.acknowledge(ticket))
    desk.do("ana", c.undo())
    assert states(desk, ticket) == [("running", 1)]
    proved(desk)


def test_a_higher_priority_has_several_steps_due_at_once_in_order(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.pass_("6h")
    desk.do("mia", c.prioritise(ticket, "1", "correction", "whole site"))
    desk.pass_("1s")
    desk.tick()
    assert [(round(at), *rest) for at, *rest in steps(desk, ticket)] == [
        (360, 1, "bypassed", ""),
        (360, 2, "told", "mia"),
        (360, 3, "told", "sofia"),
    ]
    proved(desk)


def test_people_skip_stop_and_go_on_and_only_who_decides_stops(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.do("ana", x.now(ticket))
    assert steps(desk, ticket) == [(0.0, 1, "told", "ana")]
    with pytest.raises(Refused, match=r"escalation\.decide"):
        desk.do("ana", x.skip(ticket))
    desk.do("mia", x.skip(ticket))
    assert states(desk, ticket) == [("running", 2)]
    desk.do("ana", x.now(ticket))
    assert [(step, who) for _, step, _, who in steps(desk, ticket)] == [(1, "ana"), (3, "sofia")]
    passing(desk, 0.1)
    assert states(desk, ticket) == [("exhausted", 3)]
    proved(desk)


def test_from_a_step_on_only_who_is_named_decides(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    for _ in range(2):
        desk.do("ana", x.now(ticket))
    desk.do("mia", x.stop(ticket, "the vendor is on it"))
    assert states(desk, ticket) == [("stopped", 2)]
    other = ticket_of(desk)
    for _ in range(2):
        desk.do("ana", x.now(other))
    desk.do("ana", x.take_over(other))
    desk.do("ana", x.now(other))
    with pytest.raises(Refused, match="executive decides: max, sofia"):
        desk.do("mia", x.stop(other, "no"))
    with pytest.raises(BadInput, match="reason is empty"):
        desk.do("sofia", x.stop(other, " "))
    desk.do("sofia", x.stop(other, "agreed with the customer"))
    with pytest.raises(Refused, match="is over: by sofia"):
        desk.do("ana", x.acknowledge(other))
    proved(desk)


def test_turns_hours_counts_and_another_policy(desk: TestDesk) -> None:
    first, second = (ticket_of(desk, "beta") for _ in range(2))
    passing(desk, 5)
    assert [step[:3] for step in steps(desk, first)][:2] == [(240.0, 1, "told"), (245.0, 2, "condition")]
    assert {steps(desk, first)[0][3], steps(desk, second)[0][3]} <= {"ana", "ben", "mia"}
    assert steps(desk, first)[0][3] != steps(desk, second)[0][3]
    assert [outcome for _, _, outcome, _ in steps(desk, second)][:3] == ["told", "condition", "told"]
    assert desk.row(second).team == "Network"
    assert desk.row(second).priority == 1
    passing(desk, 5)
    assert steps(desk, second)[-1][2:] == ("told", "max sofia")
    proved(desk)


def test_what_people_were_told_is_not_taken_back(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.do("ana", x.now(ticket))
    with pytest.raises(Refused, match="people know of it"):
        desk.do("ana", c.undo())
