"""Taking what is due in a run: what a step meets, and the events that come of it, in one transaction with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from deskconsole.core.desk import Event, Folding, Private
from deskconsole.core.instants import Instant
from deskconsole.core.when import say_instant
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.directory.views import TEAM
from deskconsole.features.escalation import events as e
from deskconsole.features.escalation.conditions import against
from deskconsole.features.escalation.looking import Looked, look
from deskconsole.features.escalation.mutes import ESCALATION, Mute, Where, silencing
from deskconsole.features.escalation.policies import Conditions, Policy, Step
from deskconsole.features.escalation.rules import (
    BYPASSED,
    CONDITION,
    DONE,
    EXHAUSTED,
    MET_NOBODY,
    TOLD,
    WITHHELD,
    Course,
    Due,
    Meets,
    Met,
    Planned,
    plan,
)
from deskconsole.features.escalation.standings import Beginning, Run, Watched
from deskconsole.features.escalation.texts import USUAL, filled
from deskconsole.features.escalation.views import CI_OF, FACTS, HAVE_STARTED, MUTES_BETWEEN, Facts
from deskconsole.features.escalation.whom import People, Recipient, among, nobody, people
from deskconsole.features.tickets.events import TicketAssigned, TicketPrioritised, TicketRouted

R = TypeVar("R")

LATE = "it was so before we learned of it"


class Desk(Folding, Protocol):
    """What is needed of a desk to take steps."""

    @property
    def now(self) -> Instant: ...
    def next_id(self, table: str) -> int: ...


class Taker:
    """Takes steps of the runs of one ticket, and gives numbers to what comes of them."""

    def __init__(self, desk: Desk, ticket: int, looked: Looked | None = None) -> None:
        self.desk, self.ticket = desk, ticket
        self.looked = looked or look(desk, ticket)
        self.facts: Facts = desk.one(FACTS, ticket=ticket)
        self.people: People = people(desk)
        self._notification = self._run = self._withheld = 0
        self.moved = False
        """Whether a step has changed the ticket: what else is due is decided on what is then."""

    # What is due.

    def due(self, until: Instant) -> Iterator[Event]:
        """What has come by an instant: runs that begin, steps, acknowledgements that lapse, ends."""
        for beginning in self.looked.standing.beginnings:
            if beginning.due.at <= until and not self.moved:
                run, events = self.begun(beginning)
                yield from events
                yield from self.go_on(run, beginning.watched, beginning.policy, until)
        next_at = {row.id: row.next_at for row in self.looked.standing.rows}
        for run, watched, policy in self.looked.live():
            at = next_at.get(run.id)
            if at is not None and at <= until and not self.moved:
                yield from self.go_on(run, watched, policy, until)

    def begun(self, beginning: Beginning) -> tuple[Run, list[Event]]:
        """A run that begins, with the steps before the first one recorded as left out."""
        watched, policy, due = beginning
        number, row = self._next_run(), watched.row
        events: list[Event] = [
            e.EscalationStarted(
                at=due.at, ticket=self.ticket, run=number, agreement=row.agreement, metric=row.metric,
                cycle=row.cycle, policy=policy.id, body=dict(policy.body or {}),
            )
        ]  # fmt: skip
        course = Course("running", due.at)
        for step in range(1, due.step):
            events.append(self._taken(number, Due("step", due.at, step), Met(BYPASSED, (), LATE), ()))
            course = course._replace(step=step, round=1, outcome=BYPASSED)
        return Run(number, watched.place, row.agreement, policy.id, due.at, course), events

    def go_on(self, run: Run, watched: Watched, policy: Policy, until: Instant) -> Iterator[Event]:
        """All that is due of a run by an instant, in order; up to a step that changes the ticket itself."""
        for planned in plan(policy, watched.gauge, run.course, until, self.meets(run.id, watched)):
            yield from self.events(run, watched, policy, planned)
            if self.moved:
                return

    def meets(self, run: int, watched: Watched) -> Meets:
        """What steps of a run on a clock meet, for `plan`."""
        return partial(self._unless_muted, run, watched.row.priority)

    def _unless_muted(self, run: int, priority: int | None, policy: Policy, due: Due) -> Met:
        """What a step meets, unless it would do something and its rule is muted."""
        met = self.met(run, policy, due)
        if met.outcome in (BYPASSED, CONDITION) or not (mute := self._muted(policy, priority, due)):
            return met
        until = self._moment(mute.ends_at, due.at)
        return Met(WITHHELD, (), f"{mute.rule} is muted until {until} by {mute.by}, {mute.number}", mute)

    def _muted(self, policy: Policy, priority: int | None, due: Due) -> Mute | None:
        """The mute of a policy, or of the one that wrote the step: then, or at any time since if it comes late."""
        mutes = self.desk.all(MUTES_BETWEEN, at=due.at, upto=max(due.at, self.desk.now))
        rules = {policy.name, policy.steps[due.step - 1].policy}
        return silencing(mutes, ESCALATION, rules, self.where, priority) if mutes else None

    def where(self) -> Where:
        """What a mute may be narrowed to, of this ticket."""
        return Where(self.facts.service, self.facts.customer, self.desk.maybe(CI_OF, ticket=self.ticket))

    # What a step meets.

    def met(self, run: int, policy: Policy, due: Due) -> Met:
        """What comes of a step at its instant."""
        step = policy.steps[due.step - 1]
        if step.bypass and against(step.bypass, self.facts, due.at, self._count) is None:
            return Met(BYPASSED, (), f"it is left out for {_said(step.bypass)}")
        if why := against(step.when, self.facts, due.at, self._count):
            return Met(CONDITION, (), why)
        if not step.to:
            return Met(DONE)
        told = self.recipients(run, step, due)
        if not told:
            return Met(MET_NOBODY, (), "; ".join(nobody(self.facts, target) for target in step.to))
        return Met(TOLD, tuple(each.handle for each in told))

    def recipients(self, run: int, step: Step, due: Due) -> list[Recipient]:
        """Whom a step reaches, each once."""
        turn = run + due.round - 1
        found = [each for target in step.to for each in among(self.people, self.facts, target, due.at, turn)]
        return list(dict.fromkeys(found))

    def _count(self, since: Instant, at: Instant) -> int:
        return self.desk.one(
            HAVE_STARTED, since=since, at=at, ticket=self.ticket, service=self.facts.service_id
        )  # fmt: skip

    # What comes of it.

    def events(self, run: Run, watched: Watched, policy: Policy, planned: Planned) -> Iterator[Event]:
        """The events of something that was due, and who is told of it."""
        due, met, _ = planned
        if due.kind == "lapse":
            yield e.AcknowledgementLapsed(at=due.at, ticket=self.ticket, run=run.id)
            return
        if due.kind == "end":
            reached = met.outcome == EXHAUSTED
            yield e.EscalationExhausted(at=due.at, ticket=self.ticket, run=run.id, reached=reached)
            return
        if met.mute is not None:
            yield self._held_back(run.id, due, met.mute)
            return
        step = policy.steps[due.step - 1]
        done = list(self._done(policy, step, due)) if met.outcome in (TOLD, DONE, MET_NOBODY) else []
        yield self._taken(run.id, due, met, tuple(what for what, _ in done))
        for _, event in done:
            if event is not None:
                yield event
        if met.outcome == TOLD:
            yield from self._told(run, watched, policy, planned)
        for hook in step.call if met.outcome in (TOLD, DONE, MET_NOBODY) else ():
            yield self._queued(run, watched, policy, planned, None, (hook,))

    def _taken(self, run: int, due: Due, met: Met, did: tuple[str, ...]) -> e.EscalationStepTaken:
        return e.EscalationStepTaken(
            at=due.at, ticket=self.ticket, run=run, step=due.step, round=due.round, outcome=met.outcome,
            told=met.told, why=met.why, did=did,
        )  # fmt: skip

    def _held_back(self, run: int, due: Due, mute: Mute) -> e.EscalationWithheld:
        self._withheld += 1
        return e.EscalationWithheld(
            at=due.at, ticket=self.ticket, run=run, step=due.step, round=due.round,
            withheld=self.desk.next_id("escalation_withheld") + self._withheld - 1, mute=mute.id, rule=mute.rule,
            by=mute.by, until=mute.ends_at,
        )  # fmt: skip

    def _done(self, policy: Policy, step: Step, due: Due) -> Iterator[tuple[str, Event | None]]:
        """What a step does beside telling, in words, with the event where it changes the ticket."""
        by, why = f"escalation {policy.name}", (f"step {due.step} of escalation {policy.name}",)
        if step.reassign:
            yield from self._reassigned(step.reassign, due, by, why)
        if step.priority is not None and (self.facts.priority or 5) > step.priority:
            self.moved = True
            yield (
                f"raised to P{step.priority}",
                TicketPrioritised(
                    at=due.at, ticket=self.ticket, priority=step.priority, why="change", reason=Private(why[0])
                ),
            )
        if step.war_room:
            yield "war room proposed", None
        for hook in step.call:
            yield f"called {hook}", None

    def _reassigned(
        self, to: str, due: Due, by: str, why: tuple[str, ...]
    ) -> Iterator[tuple[str, Event | None]]:  # fmt: skip
        """To a team, where nobody owns it then; or to the first of those who are meant."""
        about: dict[str, Any] = {"at": due.at, "ticket": self.ticket, "rule": by, "why": why}
        if (team := self.desk.maybe(TEAM, word=to)) is not None:
            if team.key != self.facts.team:
                self.moved = True
                yield f"to team {team.key}", TicketRouted(team=team.id, **about)
                if self.facts.owner:
                    yield f"no longer {self.facts.owner}’s", TicketAssigned(at=due.at, ticket=self.ticket, owner=None)
            return
        found = among(self.people, self.facts, to, due.at)
        if found and found[0].handle != self.facts.owner:
            self.moved = True
            yield f"to {found[0].handle}", TicketAssigned(owner=found[0].handle, **about)

    def _told(self, run: Run, watched: Watched, policy: Policy, planned: Planned) -> Iterator[Event]:
        step = policy.steps[planned.due.step - 1]
        for each in self.recipients(run.id, step, planned.due):
            yield self._queued(run, watched, policy, planned, each, step.by)

    def _queued(
        self, run: Run, watched: Watched, policy: Policy, planned: Planned, to: Recipient | None, by: tuple[str, ...]
    ) -> NotificationQueued:
        due, step = planned.due, policy.steps[planned.due.step - 1]
        self._notification += 1
        number = self.desk.next_id("notification") + self._notification - 1
        late = watched.row.late if watched.row.late is not None and watched.row.late > due.at else None
        urgent = (self.facts.priority or 5) <= 2
        return NotificationQueued(
            at=due.at, notification=number, purpose="escalation",
            severity=step.severity or ("page" if urgent else "warn"), ticket=self.ticket, run=run.id, step=due.step,
            text=Private(self.text(watched, policy, planned, to)), operator=to.id if to else None, channels=by, by=late,
        )  # fmt: skip

    def text(self, watched: Watched, policy: Policy, planned: Planned, to: Recipient | None) -> str:
        """What somebody is told."""
        facts, due = self.facts, planned.due
        values = {
            "number": facts.number, "title": facts.title, "state": facts.state, "desk": facts.desk,
            "priority": f"P{facts.priority}" if facts.priority else None, "customer": facts.customer_name,
            "service": facts.service_name, "team": facts.team_name, "owner": facts.owner or "nobody",
            "due": self._moment(watched.row.due, due.at), "clock": watched.row.metric, "policy": policy.name,
            "step": f"{due.step} of {len(policy.steps)}", "answer_by": self._moment(planned.answer_by, due.at),
            "whom": to.handle if to else None,
        }  # fmt: skip
        written = policy.steps[due.step - 1].text or USUAL
        return filled(written, {name: value or "–" for name, value in values.items()}).text

    def _moment(self, at: Instant | None, now: Instant) -> str | None:
        return None if at is None else say_instant(at, now, ZoneInfo(self.facts.zone))

    def _next_run(self) -> int:
        self._run += 1
        return self.desk.next_id("escalation_run") + self._run - 1


def _said(when: Conditions) -> str:
    return ", ".join(
        " or ".join(f"P{value}" if key == "priority" else value for value in values) for key, values in when
    )
