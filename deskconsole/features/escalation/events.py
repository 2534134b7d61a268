"""What happens when a promise is about to be broken: a run of a policy begins, takes its steps, is answered or ends.

Events of a run belong to the history of its ticket: beside its clocks they say how the run stands (`derive`), so that
whatever moves a clock moves what is still to come. They set no rows themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.events import json_of

# --- what the desk file says -----------------------------------------------------------------------------------------


@event("policy.versioned", about="escalation_policy")
class PolicyVersioned(Event):
    """A policy says this from now on; runs that have begun go on as they began."""

    at: Instant
    escalation_policy: int
    name: str
    version: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        values = {"name": self.name, "version": self.version, "since": self.at, "body": json_of(self.body)}
        yield Set("escalation_policy", self.escalation_policy, values)


@event("policy.retired", about="escalation_policy")
class PolicyRetired(Event):
    """No run begins under this version of a policy any more."""

    at: Instant
    escalation_policy: int

    def changes(self) -> Iterator[Set]:
        yield Set("escalation_policy", self.escalation_policy, {"retired_at": self.at})


# --- a run -----------------------------------------------------------------------------------------------------------


class EscalationEvent(Event):
    """Something that happens to a run: of all of them together it follows how the run stands."""

    ticket: int
    run: int


@event("escalation.started", about="ticket")
class EscalationStarted(EscalationEvent):
    """A clock came to where its policy begins: a run of the policy, as it is in this version and stays for it."""

    at: Instant
    ticket: int
    run: int
    agreement: int
    metric: str
    cycle: int
    policy: int
    body: dict[str, Any]


@event("escalation.step_taken", about="ticket")
class EscalationStepTaken(EscalationEvent):
    """A step was settled, for the `round`-th time.

    `outcome`: told (these people) · nobody (it reaches none) · condition (it is for other circumstances) · bypassed (it
    is left out, for `why`) · done (it tells nobody, and does something). `did` is what was done beside telling.
    """

    at: Instant
    ticket: int
    run: int
    step: int
    round: int
    outcome: str
    told: tuple[str, ...] = ()
    why: str | None = None
    did: tuple[str, ...] = ()


@event("escalation.acknowledged", about="ticket")
class EscalationAcknowledged(EscalationEvent):
    """Somebody says that they have it; `until` when that holds, None: until the run ends."""

    at: Instant
    ticket: int
    run: int
    until: int | None = None


@event("escalation.lapsed", about="ticket")
class AcknowledgementLapsed(EscalationEvent):
    """Nothing came of an acknowledgement in its time: the run goes on where it was."""

    at: Instant
    ticket: int
    run: int


@event("escalation.taken_over", about="ticket")
class EscalationTakenOver(EscalationEvent):
    """Somebody answers for it themselves from now on: nobody else is told."""

    at: Instant
    ticket: int
    run: int


@event("escalation.skipped", about="ticket")
class EscalationSkipped(EscalationEvent):
    """Somebody left out the step that was to come."""

    at: Instant
    ticket: int
    run: int
    step: int


@event("escalation.withheld", about="ticket")
class EscalationWithheld(EscalationEvent):
    """A step came that tells nobody for now: its rule is muted, until `until`; then the step that is due is taken."""

    at: Instant
    ticket: int
    run: int
    step: int
    round: int
    withheld: int
    mute: int
    rule: str
    by: str
    until: int

    def changes(self) -> Iterator[Set]:
        values = {"mute": self.mute, "at": self.at, "ticket": self.ticket, "run": self.run, "step": self.step}
        yield Set("escalation_withheld", self.withheld, values)


@event("escalation.released", about="ticket")
class EscalationReleased(EscalationEvent):
    """The rule is muted no more, sooner than was said: the step that was withheld last is due."""

    at: Instant
    ticket: int
    run: int
    mute: int


@event("escalation.stopped", about="ticket")
class EscalationStopped(EscalationEvent):
    """Somebody ended a run, and said why."""

    at: Instant
    ticket: int
    run: int
    why: str
    reason: Private | None = None


@event("escalation.exhausted", about="ticket")
class EscalationExhausted(EscalationEvent):
    """No step is left and nobody has answered; `reached`: whether anybody was told at all."""

    at: Instant
    ticket: int
    run: int
    reached: bool


# --- what is muted ---------------------------------------------------------------------------------------------------


@event("mute.begun", about="escalation_mute")
class RuleMuted(Event):
    """Somebody mutes a rule until an instant: a policy (`of` is escalation), or a rule of war rooms (war room).

    Of `service`, `customer` and `ci` it is narrowed to what is named. `p1`: also what has the highest priority.
    """

    at: Instant
    escalation_mute: int
    of: str
    rule: str
    until: int
    by: str
    reason: Private
    service: int | None = None
    customer: int | None = None
    ci: str | None = None
    p1: bool = False

    def changes(self) -> Iterator[Set]:
        values = {
            "kind": self.of, "rule": self.rule, "service": self.service, "customer": self.customer, "ci": self.ci,
            "p1": self.p1, "from_at": self.at, "until_at": self.until, "ends_at": self.until, "by_whom": self.by,
            "reason": self.reason,
        }  # fmt: skip
        yield Set("escalation_mute", self.escalation_mute, values)


@event("mute.lifted", about="escalation_mute")
class RuleUnmuted(Event):
    """Somebody ends a mute sooner than was said."""

    at: Instant
    escalation_mute: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set(
            "escalation_mute", self.escalation_mute, {"ends_at": self.at, "ended_at": self.at, "ended_by": self.by}
        )


@event("mute.ended", about="escalation_mute")
class MuteEnded(Event):
    """A mute has come to its end by itself."""

    at: Instant
    escalation_mute: int

    def changes(self) -> Iterator[Set]:
        yield Set("escalation_mute", self.escalation_mute, {"ended_at": self.at})


@event("mute.released", about="escalation_mute")
class RunsReleased(Event):
    """So many runs that a mute had withheld go on; `more`: others follow."""

    at: Instant
    escalation_mute: int
    runs: int
    more: bool


@event("mute.room_withheld", about="escalation_mute")
class RoomWithheld(Event):
    """A rule would have proposed a war room for a cause, and is muted; `ticket` is the one that brought it about."""

    at: Instant
    escalation_mute: int
    withheld: int
    ticket: int
    cause_kind: str
    cause: str
    why: str

    def changes(self) -> Iterator[Set]:
        values = {
            "mute": self.escalation_mute, "at": self.at, "ticket": self.ticket, "cause_kind": self.cause_kind,
            "cause": self.cause, "why": self.why,
        }  # fmt: skip
        yield Set("escalation_withheld", self.withheld, values)


@event("mute.room_settled", about="escalation_mute")
class RoomSettled(Event):
    """The mute is over: whether the room that it had withheld is proposed now, since what was so still is."""

    at: Instant
    escalation_mute: int
    withheld: int
    proposed: bool

    def changes(self) -> Iterator[Set]:
        yield Set("escalation_withheld", self.withheld, {"settled_at": self.at, "proposed": self.proposed})


class MuteBack(Event):
    """Something about a mute counts as if it had not been: events, by number."""

    of: tuple[int, ...]

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


@event("mute.reverted", about="escalation_mute")
class MuteReverted(MuteBack):
    """A call was undone: its events (by number) count as if they had not been."""

    at: Instant
    escalation_mute: int
    of: tuple[int, ...]
    command: str


@event("mute.redone", about="escalation_mute")
class MuteRedone(MuteBack):
    """What was undone was done again: the undoing (`of`, by number) counts as if it had not been."""

    at: Instant
    escalation_mute: int
    of: tuple[int, ...]
    command: str
