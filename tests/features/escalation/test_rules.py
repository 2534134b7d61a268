"""Which step comes when: whatever steps meet, none is left out, none overtakes, and a policy comes to rest."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant
from deskconsole.features.escalation import events as e
from deskconsole.features.escalation.policies import Policy, Step
from deskconsole.features.escalation.rules import Course, Due, Gauge, Met, Planned, advanced, begins, plan, upcoming
from tests.sla.worlds import ALWAYS, at

START = at("04-05 09:00")
GAUGE = Gauge(START, 4 * HOUR, 0, START, Instant(START + 4 * HOUR), ALWAYS)
FAR = Instant(START + 400 * HOUR)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies that a desk file may hold: shares rise, and nothing comes after what repeats without end but a share."""
    steps: list[Step] = []
    share, endless = 0, False
    for place in range(draw(st.integers(1, 5))):
        by_share = place == 0 or endless or draw(st.booleans())
        share = min(share + draw(st.integers(0, 60)), 400) if by_share else share
        repeats = draw(st.booleans())
        most = draw(st.none() | st.integers(1, 3)) if repeats else None
        endless = repeats and most is None
        steps.append(
            Step(
                share=share if by_share else None,
                after=None if by_share else draw(st.none() | st.integers(0, 7200)),
                to=("owner",),
                acknowledge=draw(st.none() | st.integers(1, 3600)),
                every=draw(st.integers(60, 3600)) if repeats else None,
                most=most,
                always=draw(st.booleans()),
            )
        )
    return Policy(1, "any", 1, START, tuple(steps))


OUTCOMES = st.lists(st.sampled_from(["told", "told", "nobody", "condition", "done"]), min_size=1, max_size=8)


def all_of(policy: Policy, course: Course, outcomes: list[str], until: Instant) -> list[Planned]:
    def meets(policy: Policy, due: Due) -> Met:
        return Met(outcomes[(due.step * 7 + due.round) % len(outcomes)], ("ana",))

    return list(plan(policy, GAUGE, course, until, meets))


def recorded(course: Course, planned: Planned) -> Course:
    """The course as the events of what was planned lead on to it."""
    due, met, _ = planned
    happened = (
        e.EscalationExhausted(due.at, 1, 1, met.outcome == "exhausted")
        if due.kind == "end"
        else e.EscalationStepTaken(due.at, 1, 1, due.step, due.round, met.outcome, met.told)
    )
    after = advanced(course, happened)
    assert after is not None
    return after


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(policies(), OUTCOMES)
def test_steps_come_in_order_and_each_once_a_round(policy: Policy, outcomes: list[str]) -> None:
    found = all_of(policy, Course("running", START), outcomes, Instant(START + 30 * HOUR))
    assert [each.due.at for each in found] == sorted(each.due.at for each in found)
    steps = [each.due for each in found if each.due.kind == "step"]
    firsts = [due.step for due in steps if due.round == 1]
    assert firsts == list(range(1, len(firsts) + 1))
    for before, after in pairwise(steps):
        assert (after.step, after.round) in ((before.step, before.round + 1), (before.step + 1, 1))
    for due in steps:
        most = policy.steps[due.step - 1].most
        assert due.round == 1 or most is None or due.round <= most + 1
    ends = [each for each in found if each.due.kind == "end"]
    assert len(ends) <= 1
    assert not ends or found[-1] is ends[0]
    if ends:
        assert len(firsts) == len(policy.steps)
        assert ends[0].met.outcome == ("exhausted" if any(each.met.outcome == "told" for each in found) else "nobody")


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(policies(), OUTCOMES, st.integers(0, 40))
def test_what_is_foretold_is_what_is_done_step_by_step(policy: Policy, outcomes: list[str], stop: int) -> None:
    """One step at a time, from the record of the one before, comes to what was told beforehand in one go."""
    until = Instant(START + 12 * HOUR)
    whole = all_of(policy, Course("running", START), outcomes, until)
    course = Course("running", START)
    for planned in whole[:stop]:
        assert upcoming(policy, GAUGE, course) == planned.due
        course = recorded(course, planned)
    assert all_of(policy, course, outcomes, until) == whole[stop:]


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(policies(), st.integers(-60, 400))
def test_what_was_passed_before_we_learned_of_it_begins_nothing(policy: Policy, minutes: int) -> None:
    """Imported history rings nobody (rule 30)."""
    learned = Instant(START + minutes * MINUTE)
    found = begins(policy, GAUGE, learned)
    assert found is None or found.at > learned
    assert minutes >= 0 or found is not None


def test_a_clock_that_is_paused_has_nothing_due_and_what_came_due_waits_for_it() -> None:
    policy = Policy(1, "p", 1, START, (Step(share=50, to=("owner",)), Step(after=60, to=("lead",))))
    course = Course("running", Instant(START + 2 * HOUR), 1, 1, "told", True)
    assert upcoming(policy, GAUGE._replace(counts_from=None), course) is None
    again = Instant(START + 9 * HOUR)
    assert upcoming(policy, GAUGE._replace(counts_from=again), course) == Due("step", again, 2)


def test_an_acknowledgement_that_lapses_passes_the_turn_on_at_once() -> None:
    policy = Policy(1, "p", 1, START, (Step(share=50, to=("owner",), acknowledge=900), Step(to=("lead",))))
    until = Instant(START + 3 * HOUR)
    course = Course("acknowledged", Instant(START + 2 * HOUR), 1, 1, "told", True, until)
    found = list(plan(policy, GAUGE, course, FAR, lambda policy, due: Met("told", ("mia",))))
    assert [(each.due.kind, each.due.at - until) for each in found] == [("lapse", 0), ("step", 0), ("end", 0)]


def test_when_an_answer_is_waited_for_until_is_foretold() -> None:
    policy = Policy(1, "p", 1, START, (Step(share=0, to=("owner",), acknowledge=900), Step(to=("lead",))))
    first = next(plan(policy, GAUGE, Course("running", START), FAR, lambda policy, due: Met("told", ("ana",))))
    assert first.answer_by == START + 900 * SECOND
