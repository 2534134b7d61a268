"""`sla_clock` vectors: their policy as a target, their events as facts, put to `sla.clocks.fold`.

What the vectors call a policy becomes an agreement that says the same: targets in force from creation whatever the
priority was before (`final`), a closed span that does not count (`continue`), states that pause as hold reasons.
Three things are the sources' own and are said here, not in the engine:

- Where closing is a pause state (Zammad), it holds the clocks that wait for an answer and does not end them.
- `first_response` events are the first response where a vector names any, else the first reply by an agent is.
- A further customer message, a reply without a question, and closing what is closed already do nothing: so facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, NamedTuple, get_args

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.sla.agreements import Agreement, Reopen, Target
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.clocks import Clock, elapsed_us, fold, is_breached, paused_us
from deskconsole.sla.conformance.nodes import Node
from deskconsole.sla.facts import Fact, What
from deskconsole.sla.metrics import SHIPPED

_METRICS = {"first_response": "response", "next_response": "next"}
"""Names of the vectors; the others are ours."""
_WAITING = ("response", "next", "acknowledge")
"""Metrics that wait for an answer: closing as a pause state holds them."""
_SAID: Mapping[str, What] = {"customer_reply": "asked", "acknowledged": "acknowledged", "restored": "restored"}
_LEADS_TO = {"resolved": "resolved", "closed": "closed", "reopened": "open"}
"""The state after an event that does not name one."""
_OVER = frozenset({"resolved", "solved", "closed"})
_CALENDAR_NUMBER = 1


class Unclear(BadInput):
    """A vector in words that this check does not know: it is failed, not passed as refused."""


class Event(NamedTuple):
    """One thing that happened; `fields` are those that a policy may ask for, such as the priority."""

    at: Instant
    kind: str
    state: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Promise:
    """A metric of a policy and its seconds, or its seconds by priority; None: no promise."""

    name: str
    seconds: int | Mapping[str, int] | None
    starts: Instant | None

    @property
    def metric(self) -> str:
        metric = _METRICS.get(self.name, self.name)
        if metric not in SHIPPED or self.name in _METRICS.values():
            raise Unclear(f"there is no metric “{self.name}”: {', '.join([*_METRICS, 'resolution'])}")
        return metric


class Threshold(NamedTuple):
    """A share of a target, written as seconds before it is due, and until when it has to be reached."""

    before: int
    metric: str | None


@dataclass(frozen=True)
class Policy:
    promises: tuple[Promise, ...]
    pauses: frozenset[str]
    pausing: frozenset[str] | None
    """Names of the metrics that pause; None: all."""
    applies_to: Mapping[str, tuple[Any, ...]]
    starts: Instant | None
    reopen: Reopen


@dataclass(frozen=True)
class Life:
    """A question about a ticket's clocks: what was promised, what happened, and when to look."""

    policy: Policy
    events: tuple[Event, ...]
    at: Instant
    thresholds: tuple[Threshold, ...]
    kind: str
    """SLA, OLA or whatever the vector calls the agreement."""
    rolls: bool
    """Whether a due instant at closing time is shown as the next opening."""

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> dict[str, object]:
        """What the clocks say at that instant, as `resolution.due` and so on; raises BadInput where refused."""
        found: dict[str, object] = {}
        for promise in self.policy.promises:
            target = self._target(promise, 0)
            clocks = fold(self._facts(promise), self._agreement(target), target, calendar)
            for name, value in self._say(clocks, calendar, wanted.get(f"{promise.name}.due") is not None):
                found[f"{promise.name}.{name}"] = value
            for threshold in self.thresholds:
                if threshold.metric in (None, promise.name):
                    found[named(promise.name, threshold)] = self._reached(promise, threshold, calendar)
        return found

    def _say(self, clocks: Sequence[Clock], calendar: Calendar, instant: bool) -> Iterator[tuple[str, object]]:
        """What the clocks of a metric say.

        Null asserts that nothing is due any more, as of a clock that stands still; asked for an `instant`, such a
        clock keeps the one by which it is judged.
        """
        last = clocks[-1] if clocks else None
        due = last.due if last is not None and (instant or last.state == "running") else None
        rolled = None if due is None else calendar.opens(due)
        yield "due", rolled if self.rolls else due
        yield "due_earliest", due
        yield "due_next_open", rolled
        if not clocks:
            return
        # The worst of several cycles is the figure: the longest wait for an answer.
        yield "elapsed_seconds", max(elapsed_us(clock, calendar, self.at) for clock in clocks)
        yield "paused_seconds", sum(paused_us(clock, calendar, self.at) for clock in clocks)
        yield "breached", any(is_breached(clock, self.at) for clock in clocks)

    def _reached(self, promise: Promise, threshold: Threshold, calendar: Calendar) -> Instant | None:
        """When the clock has used all but the last seconds of its target: when a target shorter by them is due."""
        whole = threshold.before >= max(self._levels(promise).values(), default=0)
        target = self._target(promise, 0 if whole else threshold.before)
        clocks = fold(self._facts(promise), self._agreement(target), target, calendar)
        if not clocks:
            return None
        return clocks[-1].start if whole else clocks[-1].due

    def _agreement(self, target: Target) -> Agreement:
        return Agreement(1, self.kind, 1, _CALENDAR_NUMBER, (target,))

    def _target(self, promise: Promise, before: int) -> Target:
        seconds = {number: seconds - before for number, seconds in self._levels(promise).items()}
        pauses = self._pauses(promise)
        return Target(promise.metric, seconds, pauses=pauses, priority="final", reopen=self.policy.reopen)

    def _pauses(self, promise: Promise) -> frozenset[str]:
        """The states that pause this metric."""
        on = self.policy.pausing is None or promise.name in self.policy.pausing
        return self.policy.pauses if on else frozenset()

    def _levels(self, promise: Promise) -> dict[int, int]:
        """Seconds by a priority of ours: each different promise is one, however many names lead to it."""
        said = promise.seconds
        different = set(said.values()) if isinstance(said, Mapping) else set() if said is None else {said}
        return dict(enumerate(sorted(different), 1))

    def _facts(self, promise: Promise) -> list[Fact]:
        """What the engine is told, up to the instant asked about, in order."""
        happened = [event for event in self.events if event.at <= self.at]
        created = next((event for event in happened if event.kind == "created"), None)
        if created is None:
            return []
        metric = promise.metric
        begins = created.at if metric == "next" else promise.starts or self.policy.starts or created.at
        told = [Fact(begins, "opened")] if begins <= self.at else []
        told += self._priorities(happened, promise)
        told += _Course(self._pauses(promise), metric, happened).facts()
        return sorted(told, key=lambda fact: fact.at)

    def _priorities(self, happened: Iterable[Event], promise: Promise) -> Iterator[Fact]:
        """Which promise is in force from when on; one beyond them all where the policy does not apply."""
        levels = {seconds: number for number, seconds in self._levels(promise).items()}
        fields: dict[str, Any] = {}
        before = None
        for event in happened:
            fields |= event.fields
            applies = all(fields.get(name) in values for name, values in self.policy.applies_to.items())
            said = promise.seconds
            seconds = said.get(fields.get("priority", "")) if isinstance(said, Mapping) else said
            now = levels[seconds] if applies and seconds is not None else len(levels) + 1
            if now != before:
                yield Fact(event.at, "priority", (now, "change"))
            before = now


class _Course:
    """The states a ticket goes through, as one metric sees them."""

    def __init__(self, pauses: frozenset[str], metric: str, happened: Sequence[Event]) -> None:
        self.pauses, self.happened = pauses, happened
        over = _OVER | {event.state for event in happened if event.kind in ("resolved", "closed") and event.state}
        self.over = over - pauses if metric in _WAITING else over
        named = metric == "response" and any(event.kind == "first_response" for event in happened)
        self.reply = "first_response" if named else "agent_reply"
        self.state = ""

    def facts(self) -> Iterator[Fact]:
        for event in self.happened:
            after = event.state or _LEADS_TO.get(event.kind)
            if after is not None and after != self.state:
                yield from self._moved(event.at, after)
            if event.kind == self.reply:
                yield Fact(event.at, "replied")
            elif event.kind in _SAID:
                yield Fact(event.at, _SAID[event.kind])

    def _moved(self, at: Instant, after: str) -> Iterator[Fact]:
        before, self.state = self.state, after
        was_over, is_over = before in self.over, after in self.over
        if was_over and not is_over:
            yield Fact(at, "reopened")
        if before in self.pauses and not was_over:
            yield Fact(at, "resumed", before)
        if is_over and not was_over:
            yield Fact(at, "resolved")
        if after in self.pauses and not is_over:
            yield Fact(at, "held", (after, None))


def named(metric: str, threshold: Threshold) -> str:
    """How an answer about a threshold is called."""
    return f"{metric}, {threshold.before} s before due.reached_by"


def read_life(vector: Node, asked: Node, zone: tzinfo) -> Life:
    """The question of an `sla_clock` vector; raises BadInput where it cannot be read."""
    events = sorted(_events(asked, zone), key=lambda event: (event.at, event.kind != "created"))
    if not any(event.kind == "created" for event in events):
        raise asked.wrong("events", "none of them is “created”; a clock needs a ticket")
    at = asked.instant("evaluate_at", zone) if asked.has("evaluate_at") else events[-1].at
    return Life(
        policy=_policy(asked.node("policy"), zone),
        events=tuple(events),
        at=at,
        thresholds=tuple(_threshold(node) for node in vector.nodes("thresholds")),
        kind=vector.of(str, "agreement", "SLA"),
        rolls=vector.of(str, "boundary", "earliest") == "next_open",
    )


def wanted_of(vector: Node, zone: tzinfo) -> dict[str, object]:
    """Until when its thresholds have to be reached, by the name of the answer."""
    metrics = [name for name in vector.node("expect").value if isinstance(name, str)]
    return {
        named(metric, threshold): node.instant("reached_by", zone)
        for node in vector.nodes("thresholds")
        for threshold in [_threshold(node)]
        for metric in ([threshold.metric] if threshold.metric else metrics)
    }


def _threshold(node: Node) -> Threshold:
    return Threshold(node.of(int, "seconds_before_due"), node.of(str, "metric", None))


def _policy(node: Node, zone: tzinfo) -> Policy:
    promises = tuple(_promise(metric, zone) for metric in node.nodes("metrics"))
    if not promises:
        raise node.wrong("metrics", "is empty; a policy promises something")
    applies = node.node("applies_to", {})
    reopen: Reopen = node.of(str, "reopen", "continue")
    if reopen not in get_args(Reopen):
        raise node.wrong("reopen", f"“{reopen[:20]}” is none of {', '.join(get_args(Reopen))}")
    return Policy(
        promises=promises,
        pauses=frozenset(node.texts("pause_states")),
        pausing=frozenset(node.texts("pause_applies_to")) if node.has("pause_applies_to") else None,
        applies_to={
            name: tuple(value if isinstance(value, list) else [value]) for name, value in applies.value.items()
        },
        starts=node.instant("clock_starts_at", zone) if node.has("clock_starts_at") else None,
        reopen=reopen,
    )


def _promise(node: Node, zone: tzinfo) -> Promise:
    seconds: int | dict[str, int] | None
    if isinstance(node.value.get("target_seconds"), Mapping):
        by_priority = node.node("target_seconds")
        seconds = {name: by_priority.of(int, name) for name in by_priority.value if by_priority.has(name)}
    else:
        seconds = node.of(int, "target_seconds", None)
    starts = node.instant("clock_starts_at", zone) if node.has("clock_starts_at") else None
    return Promise(node.of(str, "name"), seconds, starts)


def _events(asked: Node, zone: tzinfo) -> Iterator[Event]:
    for node in asked.nodes("events"):
        fields = {name: value for name, value in node.value.items() if name not in ("at", "type", "state")}
        yield Event(node.instant("at", zone), node.of(str, "type"), node.of(str, "state", None), fields)
