"""How the runs of a ticket stand, and when it is to be looked at again, from its clocks and what happened: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import ClockRow
from deskconsole.features.escalation.events import EscalationEvent, EscalationStarted
from deskconsole.features.escalation.policies import Policy
from deskconsole.features.escalation.rules import OVER, STOPPED, Course, Due, Gauge, advanced, begins, upcoming
from deskconsole.features.escalation.views import Now, RunRow
from deskconsole.sla.cuts import BusinessTime

LIVE = ("running", "paused")
"""A clock that may still break."""


class Watched(NamedTuple):
    """A clock, what it is measured by, and the policy that its agreement names now."""

    row: ClockRow
    name: str
    """Of the agreement, through all of its versions."""
    calendar: BusinessTime
    policy: Policy | None

    @property
    def place(self) -> Place:
        return self.name, self.row.metric, self.row.cycle

    @property
    def gauge(self) -> Gauge:
        row = self.row
        since = {"running": row.since, "paused": row.resumes}.get(row.state)
        return Gauge(row.start, row.allowed, row.counted, since, row.late, self.calendar)


Place = tuple[str, str, int]
"""A clock through all versions of its agreement: its name, the metric, the cycle. It has at most one run."""


class Run(NamedTuple):
    """A run by its own events: where it began, under which policy version, what it has come to."""

    id: int
    place: Place
    agreement: int
    policy: int
    started_at: Instant
    course: Course


class Beginning(NamedTuple):
    """A clock on which a run is to begin, and with which step."""

    watched: Watched
    policy: Policy
    due: Due


class Standing(NamedTuple):
    """The rows of a ticket's runs, where further ones begin, and when it is to be looked at again."""

    rows: list[RunRow]
    beginnings: list[Beginning]
    wake: Instant | None


def runs_of(events: Iterable[Event], name_of: Callable[[int], str]) -> list[Run]:
    """The runs of a ticket, from its events, which stand and are in order."""
    begun: dict[int, EscalationStarted] = {}
    courses: dict[int, Course] = {}
    for happened in events:
        if isinstance(happened, EscalationEvent):
            course = advanced(courses.get(happened.run), happened)
            if isinstance(happened, EscalationStarted):
                begun[happened.run] = happened
            if course is not None:
                courses[happened.run] = course
    return [
        Run(number, (name_of(x.agreement), x.metric, x.cycle), x.agreement, x.policy, x.at, courses[number])
        for number, x in begun.items()
    ]


def run_of(row: RunRow, name_of: Callable[[int], str]) -> Run:
    """A live run as its row has it."""
    place = (name_of(row.agreement), row.metric, row.cycle)
    course = Course(
        row.state, row.last_at, row.step, row.round, row.outcome, bool(row.reached), row.ack_until, None,
        row.muted_until,
    )  # fmt: skip
    return Run(row.id, place, row.agreement, row.policy, row.started_at, course)


def rests(policy: Policy, now: Now) -> str | None:
    """Why nobody is told for the time being: a room has it, or the policy says so; None where somebody is."""
    if now.room:
        return f"in war room {now.room}"
    held = {now.held_for, *(now.also_held or "").split()} - {None} if now.state == "held" else set()
    for word in policy.rests:
        what, _, reason = word.partition(":")
        if what == "held" and held and (not reason or reason in held):
            return f"held for {reason or now.held_for}"
        if what == "owned" and now.owner:
            return f"{now.owner} owns it"
        if what == "acknowledged" and now.acknowledged_at is not None:
            return "acknowledged"
        if what == "restored" and now.restored_at is not None:
            return "restored"
    return None


def over(watched: Watched | None, now: Now) -> str | None:
    """Why a run on a clock is over, whatever it came to; None where it goes on."""
    if now.state not in ("new", "open", "held"):
        return f"the ticket is {now.state}"
    if watched is None:
        return "its clock is no more"
    if watched.row.state not in LIVE:
        return f"its clock is {watched.row.state}"
    return None


def standing(
    ticket: int, clocks: Sequence[Watched], runs: Sequence[Run], policies: Mapping[int, Policy], now: Now
) -> Standing:
    """How the runs stand. A run follows its clock: reopened, held, waived, under another version of its agreement."""
    by_place = {watched.place: watched for watched in clocks}
    rows = [_row(ticket, run, by_place.get(run.place), policies[run.policy], now) for run in runs]
    begun = {run.place for run in runs}
    beginnings = [
        found for watched in clocks if watched.place not in begun and (found := _beginning(watched, now)) is not None
    ]
    wakes = [row.next_at for row in rows if row.next_at is not None] + [each.due.at for each in beginnings]
    return Standing(rows, beginnings, min(wakes, default=None))


def _row(ticket: int, run: Run, watched: Watched | None, policy: Policy, now: Now) -> RunRow:
    course, ended = run.course, over(watched, now)
    if now.left_at is not None and course.state not in OVER:
        course = course._replace(at=Instant(max(course.at, now.left_at)))
    state, why, next_at, ended_at = course.state, course.why, None, course.at if course.state in OVER else None
    if course.state not in OVER:
        if ended is not None:
            state, why, ended_at = STOPPED, ended, watched.row.stopped if watched else None
        elif watched is not None and (why := rests(policy, now)) is None:
            due = upcoming(policy, watched.gauge, course)
            next_at = due.at if due else None
    agreement = watched.row.agreement if watched else run.agreement
    return RunRow(
        ticket, run.id, agreement, *run.place[1:], run.policy, state, course.step, course.round, course.outcome,
        int(course.reached), course.at, next_at, course.ack_until, run.started_at, ended_at, why,
        int(state not in OVER), course.muted_until if state not in OVER else None,
    )  # fmt: skip


def _beginning(watched: Watched, now: Now) -> Beginning | None:
    policy = watched.policy
    if policy is None or over(watched, now) is not None or rests(policy, now) is not None:
        return None
    since = Instant(max(policy.since, now.left_at or 0))
    due = begins(policy._replace(since=since), watched.gauge, now.rings_from)
    return Beginning(watched, policy, due) if due else None
