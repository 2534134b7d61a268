"""What would come of a ticket's escalations if nobody acted: each step is taken as the engine takes it, and not kept.

What a step does to the ticket is taken into account for those that follow: whom it gives the ticket to is whom the next
one tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskconsole.core.desk import Event
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.deskfile.amounts import written
from deskconsole.features.directory.views import TEAM_KEY_OF
from deskconsole.features.escalation.events import EscalationEvent, EscalationStepTaken
from deskconsole.features.escalation.mutes import ESCALATION, Mute
from deskconsole.features.escalation.rules import WAITED_FOR, Planned, advanced, plan
from deskconsole.features.escalation.views import MUTES_BETWEEN
from deskconsole.features.tickets.events import TicketAssigned, TicketPrioritised, TicketRouted
from deskconsole.preflight.found import Stage

if TYPE_CHECKING:
    from deskconsole.features.escalation.policies import Policy, Step
    from deskconsole.features.escalation.standings import Run, Watched
    from deskconsole.features.escalation.taking import Taker
    from deskconsole.preflight.people import People

MOST = 80
"""Steps that are told of one chain; who repeats without end is told so."""
LONGEST = 14 * DAY
"""How far ahead a chain is followed."""


@dataclass
class Following:
    """A run that is followed, and what has come of it so far."""

    run: Run
    watched: Watched
    policy: Policy
    now: str = ""
    """How it stands, where it has begun."""
    stages: list[Stage] = field(default_factory=list)
    ends: Instant | None = None
    before: Planned | None = None

    @property
    def more(self) -> bool:
        """Whether it would go on beyond what is told."""
        return len(self.stages) >= MOST

    def next(self, taker: Taker, until: Instant) -> Planned | None:
        """What comes next of it."""
        if self.more or self.ends is not None:
            return None
        return next(
            iter(plan(self.policy, self.watched.gauge, self.run.course, until, taker.meets(self.run.id, self.watched))),
            None,
        )


Measured = Callable[[Sequence[Event]], Sequence["Watched"]]
"""The clocks of the ticket, had these things happened to it as well."""


def follow(taker: Taker, chains: Sequence[Following], until: Instant, people: People, measured: Measured) -> None:
    """Take all that is due of some runs of a ticket by an instant, the earliest first."""
    done: list[Event] = []
    while True:
        due = [(planned.due.at, n, planned) for n, each in enumerate(chains) if (planned := each.next(taker, until))]
        if not due:
            return
        _, place, planned = min(due, key=lambda each: each[:2])
        following = chains[place]
        events = list(taker.events(following.run, following.watched, following.policy, planned))
        _note(following, planned, events, people)
        if moved := [each for each in events if isinstance(each, _MOVING)]:
            done += moved
            _moved(taker, moved)
            if any(isinstance(each, TicketPrioritised) for each in moved):
                clocks = {watched.place: watched for watched in measured(done)}
                for each in chains:
                    each.watched = clocks.get(each.watched.place, each.watched)


_MOVING = (TicketAssigned, TicketPrioritised, TicketRouted)


def _moved(taker: Taker, events: Iterable[Event]) -> None:
    """The ticket as it is once these have happened."""
    taker.moved = False
    for each in events:
        if isinstance(each, TicketAssigned):
            taker.facts = taker.facts._replace(owner=each.owner)
        elif isinstance(each, TicketPrioritised):
            taker.facts = taker.facts._replace(priority=each.priority)
        elif isinstance(each, TicketRouted) and each.team is not None:
            keys = dict(taker.desk.versions(TEAM_KEY_OF))
            taker.facts = taker.facts._replace(team=keys.get(each.team))


def _note(following: Following, planned: Planned, events: Sequence[Event], people: People) -> None:
    """What came of it: the run has gone on, and somebody would have been told."""
    course = following.run.course
    for each in events:
        if isinstance(each, EscalationEvent):
            course = advanced(course, each) or course
    following.run = following.run._replace(course=course)
    if planned.due.kind == "end":
        following.ends = planned.due.at
    else:
        following.stages.append(_stage(following.policy, planned, following.before, events, people))
    following.before = planned


def _stage(policy: Policy, planned: Planned, before: Planned | None, events: Sequence[Event], people: People) -> Stage:
    due, met, answer_by = planned
    if due.kind == "lapse":
        return Stage(due.at, 0, 1, "lapses", (), "lapse", why="the acknowledgement no longer holds")
    step = policy.steps[due.step - 1]
    queued = [each for each in events if isinstance(each, NotificationQueued)]
    told = [people.person(handle, step.by) for handle in met.told]
    did = [what for each in events if isinstance(each, EscalationStepTaken) for what in each.did]
    return Stage(
        due.at, due.step, due.round, _when(policy, planned, before), step.to, met.outcome, tuple(told), met.why or "",
        answer_by, max((each.severity for each in queued), key=_loud, default="info"), tuple(did),
    )  # fmt: skip


def _loud(severity: str) -> int:
    return ("info", "warn", "page").index(severity)


def _when(policy: Policy, planned: Planned, before: Planned | None) -> str:
    """By what it comes: `80 %`, `+15m`, `at once`."""
    due = planned.due
    step = policy.steps[due.step - 1]
    if before is not None and before.met.mute is not None and before.met.mute.ends_at == due.at:
        return "mute ends"
    if due.round > 1:
        return "again"
    if before is not None and before.met.outcome not in WAITED_FOR and before.due.at == due.at:
        return "at once"
    if step.share is not None:
        return f"{step.share} %"
    wait = step.after if step.after is not None else _waited(policy.steps[: due.step - 1])
    return f"+{written(wait)}" if wait else "at once"


def _waited(before: Sequence[Step]) -> int | None:
    return before[-1].acknowledge if before else None


def muted(taker: Taker, at: Instant, policies: Iterable[Policy], priority: int | None) -> tuple[Mute, ...]:
    """What is muted of some policies at an instant, for the ticket that is asked about."""
    rules = {name for policy in policies for name in (policy.name, *(step.policy for step in policy.steps))}
    mutes = [mute for mute in taker.desk.all(MUTES_BETWEEN, at=at, upto=at) if mute.rule in rules]
    where = taker.where() if mutes else None
    return tuple(mute for mute in mutes if where and mute.silences(ESCALATION, rules, where, priority))


def decides(policy: Policy) -> str:
    """Who alone may stop or skip, and from which step on."""
    told = [f"{step.decides}, from step {n}" for n, step in enumerate(policy.steps, 1) if step.decides]
    return "; ".join(dict.fromkeys(told))
