"""Which step of a policy comes when, and what a run comes to: pure. What runs and what is told beforehand is `plan`.

A step's instant is a function of the clock as it stands and of what the run has come to; nothing is copied, so that a
hold, another priority or a waiver moves what is still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.escalation import events as e
from deskconsole.features.escalation.mutes import Mute
from deskconsole.features.escalation.policies import Policy
from deskconsole.sla.cuts import BusinessTime

RUNNING, ACKNOWLEDGED, TAKEN_OVER = "running", "acknowledged", "taken over"
STOPPED, EXHAUSTED, NOBODY = "stopped", "exhausted", "nobody"
ANSWERED = (ACKNOWLEDGED, TAKEN_OVER)
OVER = (STOPPED, EXHAUSTED, NOBODY)
"""How a run stands: three that go on, and three that have ended."""

TOLD, DONE, MET_NOBODY, CONDITION, BYPASSED, LEFT_OUT = "told", "done", "nobody", "condition", "bypassed", "skipped"
WITHHELD = "withheld"
"""What came of a step: it told people, did something, reached nobody, was for other circumstances, was left out; or its
rule is muted, and it waits for the end of that."""
WAITED_FOR = (TOLD, DONE, LEFT_OUT)
"""After these the next step waits for its time; after the others it comes in the same tick."""


class Gauge(NamedTuple):
    """A clock as a policy looks at it: from when it counts on, and how much there is."""

    start: Instant
    allowed: int
    counted: int
    counts_from: Instant | None
    """None: it is paused, or over; nothing comes by itself."""
    late: Instant | None
    """After which instant it is breached, if no fact comes."""
    calendar: BusinessTime

    def at(self, share: int) -> Instant | None:
        """When a share of the target is used; where it was before it counted on, when it counted on."""
        if self.counts_from is None:
            return None
        if share == 100 and self.late is not None:
            return Instant(max(self.late + 1, self.counts_from))  # exactly the target is met (rule 2)
        left = -(-self.allowed * share // 100) - self.counted
        return self.calendar.add(self.counts_from, left) if left > 0 else self.counts_from


class Course(NamedTuple):
    """What a run has come to by its own events."""

    state: str
    at: Instant
    """When something last happened in it: nothing of it comes earlier."""
    step: int = 0
    """The step that was settled last, from 1 on; 0: none yet."""
    round: int = 0
    outcome: str | None = None
    reached: bool = False
    ack_until: Instant | None = None
    why: str | None = None
    muted_until: Instant | None = None
    """When the step that was settled last is due again, where its rule was muted."""


class Due(NamedTuple):
    """What comes next in a run, and when: a step, the end of an acknowledgement, or the end of the run."""

    kind: str
    """step · lapse · end"""
    at: Instant
    step: int = 0
    round: int = 1


class Met(NamedTuple):
    """What a step meets when it is settled: its outcome, whom it tells, why so."""

    outcome: str
    told: tuple[str, ...] = ()
    why: str | None = None
    mute: Mute | None = None
    """By which it is withheld."""


class Planned(NamedTuple):
    """What becomes of one thing that is due. `answer_by`: when the next comes unless somebody acknowledges."""

    due: Due
    met: Met
    answer_by: Instant | None = None


Meets = Callable[[Policy, Due], Met]
"""Says what a step meets at its instant: whom it reaches, whether its conditions hold."""


def plan(policy: Policy, gauge: Gauge, course: Course, until: Instant, meets: Meets) -> Iterator[Planned]:
    """All that comes of a run up to an instant, if nobody acts, in order: done by the engine, or foretold."""
    while (due := upcoming(policy, gauge, course)) is not None and due.at <= until:
        met = settled(policy, course, due, meets)
        course = _after(course, due, met)
        following = upcoming(policy, gauge, course) if met.outcome == TOLD and due.kind == "step" else None
        asks = due.step and policy.steps[due.step - 1].acknowledge is not None
        yield Planned(due, met, following.at if following and asks else None)


def settled(policy: Policy, course: Course, due: Due, meets: Meets) -> Met:
    """What comes of what is due: a step that nobody is to hear of now is left out, and that is recorded."""
    if due.kind == "end":
        return Met(EXHAUSTED if course.reached else NOBODY)
    if due.kind == "lapse":
        return Met(RUNNING)
    if course.state in ANSWERED and not policy.steps[due.step - 1].always:
        return Met(BYPASSED, (), course.state)
    return meets(policy, due)


def upcoming(policy: Policy, gauge: Gauge, course: Course) -> Due | None:
    """What comes next, and when; None while nothing does by itself."""
    if course.state in OVER or gauge.counts_from is None:
        return None
    soonest = Instant(max(course.at, gauge.counts_from))
    found = [
        due for due in (_again(policy, course), _held(course), _next(policy, gauge, course), _lapse(course)) if due
    ]
    if not found and course.state == RUNNING and course.step == len(policy.steps):
        found = [Due("end", _answer_by(policy, course))]
    if not found:
        return None
    # Of what is due at once, an acknowledgement ends first, and a step that comes is not preceded by one that came.
    first = min(found, key=lambda due: (max(due.at, soonest), due.kind != "lapse", -due.step))
    return first._replace(at=Instant(max(first.at, soonest)))


def _lapse(course: Course) -> Due | None:
    if course.state != ACKNOWLEDGED or course.ack_until is None:
        return None
    return Due("lapse", course.ack_until)


def _again(policy: Policy, course: Course) -> Due | None:
    """The step that was taken last, once more, where it repeats."""
    if course.state != RUNNING or course.outcome != TOLD:
        return None
    step = policy.steps[course.step - 1]
    if step.every is None or (step.most is not None and course.round > step.most):
        return None
    return Due("step", Instant(course.at + step.every * SECOND), course.step, course.round + 1)


def _held(course: Course) -> Due | None:
    """The step that was withheld last, once its rule is muted no more: the one that is due then, not all before it."""
    if course.outcome != WITHHELD or course.muted_until is None:
        return None
    return Due("step", course.muted_until, course.step, course.round)


def _next(policy: Policy, gauge: Gauge, course: Course) -> Due | None:
    """The step after the one that was settled last.

    It comes at its own instant, or with a later one that comes at a share of the target, if that is sooner: none is
    left out, none overtakes.
    """
    place = course.step
    if place >= len(policy.steps):
        return None
    instants = [_own(policy, gauge, course, place)]
    for step in policy.steps[place + 1 :]:
        if step.share is not None and (course.state == RUNNING or step.always):
            instants.append(gauge.at(step.share))
    known = [at for at in instants if at is not None]
    return Due("step", min(known), place + 1) if known else None


def _own(policy: Policy, gauge: Gauge, course: Course, place: int) -> Instant | None:
    """When a step comes by what it says itself; None while it does not."""
    step = policy.steps[place]
    if course.state in ANSWERED and not step.always:
        return None
    if step.share is not None:
        return gauge.at(step.share)
    if course.outcome == WITHHELD:
        return None  # nobody was told: nobody's time to answer has begun
    if course.step == 0:
        return Instant(gauge.start + (step.after or 0) * SECOND)
    if _again(policy, course) is not None:
        return None  # after the last time
    if course.outcome not in WAITED_FOR:
        return course.at
    if step.after is None:
        return _answer_by(policy, course)
    return Instant(course.at + step.after * SECOND)


def _answer_by(policy: Policy, course: Course) -> Instant:
    """Until when an acknowledgement of the step that was settled last is waited for."""
    last = policy.steps[course.step - 1]
    wait = (last.acknowledge or 0) if course.outcome in WAITED_FOR else 0
    return Instant(course.at + wait * SECOND)


# --- where it begins -------------------------------------------------------------------------------------------------


def begins(policy: Policy, gauge: Gauge, rings_from: Instant | None = None) -> Due | None:
    """With which step a run would begin on a clock, and when; None where no step comes by itself.

    What imported history passed before we learned of it rings nobody (rule 30): the run begins with the first step that
    lies ahead.
    """
    if rings_from is None:
        return upcoming(policy, gauge, Course(RUNNING, policy.since))
    once = policy._replace(steps=tuple(step._replace(every=None) for step in policy.steps))
    for due, _, _ in plan(once, gauge, Course(RUNNING, Instant(0)), _NEVER, lambda policy, due: Met(TOLD)):
        if due.kind == "step" and due.at > rings_from:
            return due._replace(at=Instant(max(due.at, policy.since)))
    return None


_NEVER = Instant(1 << 62)


# --- what it comes to ------------------------------------------------------------------------------------------------


def _after(course: Course, due: Due, met: Met) -> Course:
    """The course once what was due is settled, as its event will say."""
    if due.kind == "lapse":
        return _lapsed(course, due.at)
    if due.kind == "end":
        return course._replace(state=EXHAUSTED if course.reached else NOBODY, at=due.at)
    until = met.mute.ends_at if met.mute else None
    return _stepped(course, due.at, due.step, due.round, met.outcome)._replace(muted_until=until)


def _stepped(course: Course, at: Instant, step: int, again: int, outcome: str) -> Course:
    reached = course.reached or outcome == TOLD
    return course._replace(at=at, step=step, round=again, outcome=outcome, reached=reached, muted_until=None)


def _lapsed(course: Course, at: Instant) -> Course:
    """It goes on at once: whoever was waited for has had their time."""
    return course._replace(state=RUNNING, at=at, ack_until=None, outcome=None, round=_SPENT)


_SPENT = 1 << 30
"""More rounds than any step has: after an acknowledgement it is the next one's turn."""


def advanced(course: Course | None, happened: Event) -> Course | None:
    """What a run has come to with one more of its events; None before it has begun."""
    if isinstance(happened, e.EscalationStarted):
        return Course(RUNNING, happened.at)
    if course is None:
        return None
    at = Instant(max(course.at, happened.at))
    match happened:
        case e.EscalationStepTaken():
            return _stepped(course, at, happened.step, happened.round, happened.outcome)
        case e.EscalationWithheld():
            course = _stepped(course, at, happened.step, happened.round, WITHHELD)
            return course._replace(muted_until=Instant(happened.until))
        case e.EscalationReleased():
            return course._replace(muted_until=at)
        case e.EscalationSkipped():
            return _stepped(course, at, happened.step, 1, LEFT_OUT)
        case e.EscalationAcknowledged(until=until):
            ack = None if until is None else Instant(until)
            return course._replace(state=ACKNOWLEDGED, at=at, ack_until=ack)
        case e.EscalationTakenOver():
            return course._replace(state=TAKEN_OVER, at=at, ack_until=None)
        case e.AcknowledgementLapsed():
            return _lapsed(course, at)
        case e.EscalationStopped():
            return course._replace(state=STOPPED, at=at, why=happened.why)
        case e.EscalationExhausted():
            return course._replace(state=EXHAUSTED if happened.reached else NOBODY, at=at)
    return course
