"""What people do about an escalation: next step now, acknowledge, take over, skip, stop; and what is due by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, cast

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.escalation import events as e
from deskconsole.features.escalation.looking import look
from deskconsole.features.escalation.muting import end_mute, mute, release, unmute
from deskconsole.features.escalation.policies import Policy
from deskconsole.features.escalation.rules import ACKNOWLEDGED, OVER, TAKEN_OVER, WITHHELD, Due, Planned
from deskconsole.features.escalation.standings import Beginning, Run, Watched, over
from deskconsole.features.escalation.taking import Desk as Deciding
from deskconsole.features.escalation.taking import Taker
from deskconsole.features.escalation.views import NOW
from deskconsole.features.escalation.whom import reached

__all__ = [
    "acknowledge", "end_mute", "go_on", "mute", "now", "release", "skip", "stop", "take_over", "unmute",
]  # fmt: skip

Ticket = Annotated[int, Ask("ticket", kind="ticket")]
Which = Annotated[int | None, Ask("run", hint="its number; empty: the one whose next step comes first")]


@command("escalation.now", needs="escalation.answer", key="e e", label="escalate")
def now(desk: Desk, ticket: Ticket, run: Which = None) -> Iterator[Event]:
    """Take the next step now, whatever its time; where nothing has begun, the first."""
    chain = _Chain(desk, ticket)
    found = chain.named(run) or (chain.beginning() if run is None else None)
    if found is None:
        raise Refused(chain.none())
    if isinstance(found, Beginning):
        begun, events = chain.taker.begun(found._replace(due=found.due._replace(at=desk.now, step=1)))
        yield from events
        yield from chain.step(begun, found.watched, found.policy, desk.now)
        return
    of, watched, policy = found
    yield from chain.step(of, watched, policy, desk.now)


@command("escalation.acknowledge", needs="escalation.answer", key="e k", label="ack")
def acknowledge(
    desk: Desk,
    ticket: Ticket,
    lasting: Annotated[int | None, Ask("for", kind="duration", hint="45m; empty: as the policy says")] = None,
    run: Which = None,
) -> Iterator[Event]:
    """Say that I have it: nobody else is told until that lapses, but by steps that come in any case."""
    chain = _Chain(desk, ticket)
    of, _, policy = chain.one(run)
    if lasting is not None and lasting <= 0:
        raise BadInput("an acknowledgement holds for some time: write 45m, or nothing")
    if of.course.state == TAKEN_OVER:
        raise Refused("somebody has taken it over: nobody else is told already")
    seconds = policy.acknowledged if lasting is None else lasting
    until = None if seconds is None else Instant(desk.now + seconds * SECOND)
    if of.course.state == ACKNOWLEDGED and until == of.course.ack_until:
        raise Refused("it is acknowledged already, until it ends")
    yield e.EscalationAcknowledged(at=desk.now, ticket=ticket, run=of.id, until=until)


@command("escalation.take_over", needs="escalation.answer", key="e t", label="take over")
def take_over(desk: Desk, ticket: Ticket, run: Which = None) -> Iterator[Event]:
    """Answer for it myself from now on: nobody else is told, but by steps that come in any case."""
    of, _, _ = _Chain(desk, ticket).one(run)
    if of.course.state == TAKEN_OVER:
        raise Refused("somebody has taken it over already")
    yield e.EscalationTakenOver(at=desk.now, ticket=ticket, run=of.id)


@command("escalation.skip", needs="escalation.decide", key="e n", label="skip")
def skip(desk: Desk, ticket: Ticket, run: Which = None) -> Iterator[Event]:
    """Leave out the step that comes next; the one after it keeps its time."""
    chain = _Chain(desk, ticket)
    of, _, policy = chain.one(run)
    if of.course.step >= len(policy.steps):
        raise Refused(f"step {of.course.step} was the last one: there is none to leave out")
    chain.may_decide(of, policy)
    yield e.EscalationSkipped(at=desk.now, ticket=ticket, run=of.id, step=of.course.step + 1)


@command("escalation.stop", needs="escalation.decide", key="e s", label="stop")
def stop(
    desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", kind="lines")], run: Which = None
) -> Iterator[Event]:
    """End a run for good, with a reason: nobody is told any more of this clock."""
    chain = _Chain(desk, ticket)
    of, _, policy = chain.one(run)
    if not reason.strip():
        raise BadInput("the reason is empty: whoever looks back wants to know why nobody was told")
    chain.may_decide(of, policy)
    yield e.EscalationStopped(
        at=desk.now, ticket=ticket, run=of.id, why=f"by {desk.actor}", reason=Private(reason.strip())
    )


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("escalation.go_on", needs="desk")
def go_on(desk: Desk, ticket: int, until: int) -> Iterator[Event]:
    """Take what is due of a ticket's escalation by an instant, at its own instants, in order."""
    yield from Taker(cast(Deciding, desk), ticket).due(Instant(min(until, desk.now)))


class _Chain:
    """The runs of a ticket, for whoever acts on one."""

    def __init__(self, desk: Desk, ticket: int) -> None:
        self.desk, self.ticket = desk, ticket
        if desk.maybe(NOW, ticket=ticket) is None:
            raise NotFound(f"there is no ticket with the inner number {ticket}")
        self.looked = look(cast(Deciding, desk), ticket)
        self.taker = Taker(cast(Deciding, desk), ticket, self.looked)
        self.runs = self._by_next()

    def _by_next(self) -> list[tuple[Run, Watched, Policy]]:
        next_at = {row.id: row.next_at for row in self.looked.standing.rows}
        return sorted(self.looked.live(), key=lambda found: (next_at.get(found[0].id) or 1 << 62, found[0].id))

    def named(self, run: int | None) -> tuple[Run, Watched, Policy] | None:
        """The run of a number, or the one whose next step comes first; None where none is live."""
        if run is None:
            return self.runs[0] if self.runs else None
        found = next((found for found in (*self.runs, *self.looked.answerable()) if found[0].id == run), None)
        if found is None:
            row = next((row for row in self.looked.rows if row.id == run), None)
            if row is None:
                raise NotFound(f"{self.taker.facts.number} has no escalation {run}")
            raise Refused(f"escalation {run} is over: {row.why or row.state}")
        return found

    def one(self, run: int | None) -> tuple[Run, Watched, Policy]:
        """The same; where none is live, the last one that came to its end unanswered."""
        found = self.named(run) or next(reversed(self.looked.answerable()), None)
        if found is None:
            raise Refused(self.none())
        return found

    def none(self) -> str:
        """Why there is nothing to act on, and what there is to do."""
        number = self.taker.facts.number
        if any(row.state in OVER for row in self.looked.rows):
            last = self.looked.rows[-1]
            return f"the escalation of {number} is over: {last.why or last.state}"
        if not any(watched.policy for watched in self.looked.clocks):
            return f"no agreement of {number} names an escalation: assign it, or tell somebody yourself"
        return f"nothing of {number} is escalated yet: `e e` takes the first step now"

    def beginning(self) -> Beginning | None:
        """The clock on which a run would begin next."""
        found = self.looked.standing.beginnings
        if found:
            return min(found, key=lambda each: each.due.at)
        begun = {(self.looked.known.name_of(row.agreement), row.metric, row.cycle) for row in self.looked.rows}
        for watched in self.looked.clocks:
            if watched.policy and watched.place not in begun and over(watched, self.looked.now) is None:
                return Beginning(watched, watched.policy, Due("step", self.desk.now, 1))  # its clock is paused
        return None

    def step(self, run: Run, watched: Watched, policy: Policy, at: Instant) -> Iterator[Event]:
        """The next step of a run, now; whoever asks for it knows of a mute."""
        place = run.course.step + (run.course.outcome != WITHHELD)
        if place > len(policy.steps):
            raise Refused(f"step {run.course.step} was the last one: all who are to know were told")
        due = Due("step", at, place)
        met = self.taker.met(run.id, policy, due)
        asks = policy.steps[place - 1].acknowledge
        by = None if asks is None else Instant(at + asks * SECOND)
        yield from self.taker.events(run, watched, policy, Planned(due, met, by))

    def may_decide(self, run: Run, policy: Policy) -> None:
        """Refuse whom the policy does not let decide from the step on at which the run is."""
        says = [step.decides for step in policy.steps[: max(run.course.step, 1)] if step.decides]
        if not says:
            return
        who = [each.handle for each in reached(cast(Deciding, self.desk), says[-1], self.ticket, self.desk.now)]
        if self.desk.actor not in who:
            names = ", ".join(who) or "nobody at the moment"
            raise Refused(f"from step {max(run.course.step, 1)} on {says[-1]} decides: {names}")
