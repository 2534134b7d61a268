"""Clocks of a vector's ticket from its states alone: which spans count for what, in minutes open by membership.

Shares nothing with the clock engine or with the translation of vectors into facts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from deskconsole.core.instants import SECOND, Instant, from_iso
from tests.sla.membership import Cells

OVER = ("closed", "resolved", "solved")


class Answer(NamedTuple):
    """What a metric says at an instant; all None where there is no clock."""

    due: Instant | None
    elapsed: int | None
    breached: bool


class Stepping:
    """One metric of a vector's ticket, up to the instant that the vector asks about."""

    def __init__(self, asked: Mapping[str, Any], cells: Cells, metric: str) -> None:
        self.cells = cells
        self.now = from_iso(asked["evaluate_at"])
        self.events = [event for event in asked["events"] if from_iso(event["at"]) <= self.now]
        self.times = [from_iso(event["at"]) for event in self.events]
        policy = asked["policy"]
        self.metric = metric
        self.pauses = set(policy["pause_states"]) if metric in policy["pause_applies_to"] else set()
        self.starts = from_iso(policy["clock_starts_at"]) if "clock_starts_at" in policy else self.times[0]
        (promise,) = [each for each in policy["metrics"] if each["name"] == metric]
        self.target = self._target(promise["target_seconds"], policy.get("applies_to", {}))
        self.states = list(self._states())

    def _target(self, seconds: Any, applies: Mapping[str, Any]) -> int | None:
        """Under the last priority, whatever it was before (policies of the vectors are retroactive)."""
        priority = [event["priority"] for event in self.events if "priority" in event][-1:]
        if applies and (not priority or priority[0] not in applies["priority"]):
            return None
        found = seconds.get(priority[0] if priority else None) if isinstance(seconds, dict) else seconds
        return None if found is None else int(found) * SECOND

    def _states(self) -> Iterator[str]:
        state = ""
        for event in self.events:
            state = event.get("state", state)
            yield state

    def state(self, at: Instant) -> str:
        return self.states[bisect_right(self.times, at) - 1]

    def counts(self, at: Instant) -> bool:
        """Whether an instant counts for the metric, as far as the state of the ticket goes."""
        state = self.state(at)
        return state not in self.pauses and not (self.metric == "resolution" and state in OVER)

    def ended(self, state: str) -> bool:
        """Whether a state ends what waits for an answer: closing does, unless it is a pause."""
        return state in OVER and state not in self.pauses

    def cycles(self) -> Sequence[tuple[Instant, Instant | None]]:
        """From when to when the metric runs; None: it still does."""
        if self.metric == "resolution":
            return [(self.starts, None)] if self.starts <= self.now else []
        return self._waits() if self.metric == "next_response" else self._response()

    def _response(self) -> list[tuple[Instant, Instant | None]]:
        named = any(event["type"] == "first_response" for event in self.events)
        for at, event, state in zip(self.times, self.events, self.states, strict=True):
            if self.ended(state) or event["type"] == ("first_response" if named else "agent_reply"):
                return [(self.starts, at)]
        return [(self.starts, None)] if self.starts <= self.now else []

    def _waits(self) -> list[tuple[Instant, Instant | None]]:
        found: list[tuple[Instant, Instant | None]] = []
        since: Instant | None = None
        later: Instant | None = None
        for at, event, state in zip(self.times, self.events, self.states, strict=True):
            if self.ended(state) and since is not None:
                found, since = [*found, (since, at)], None
            if not self.ended(state) and later is not None:
                since, later = later, None
            if event["type"] == "customer_reply" and self.ended(state):
                later = later or at
            elif event["type"] == "customer_reply":
                since = since or at
            elif event["type"] == "agent_reply":
                later = None
                if since is not None:
                    found, since = [*found, (since, at)], None
        return found if since is None else [*found, (since, None)]

    def answer(self) -> Answer:
        cycles = self.cycles()
        if not cycles or self.target is None:
            return Answer(None, None, False)
        counted = [self._count(begin, self.now if end is None else end) for begin, end in cycles]
        begin, end = cycles[-1]
        running = end is None and self.counts(self.now)
        due = self._due(begin) if running else None
        return Answer(due, max(counted), any(each > self.target for each in counted))

    def _count(self, begin: Instant, end: Instant) -> int:
        return sum(self.cells.elapsed(a, b) for a, b in self._spells(begin, end))

    def _spells(self, begin: Instant, end: Instant) -> Iterator[tuple[Instant, Instant]]:
        """The spans between two events in which the ticket's state lets the metric count."""
        points = [begin, *(at for at in self.times if begin < at < end), end]
        return ((a, b) for a, b in pairwise(points) if a < b and self.counts(a))

    def _due(self, begin: Instant) -> Instant | None:
        """Where the target is used up if it runs on; None where these days do not show it."""
        assert self.target is not None
        left = self.target
        for a, b in (*self._spells(begin, self.now), (self.now, self.cells.end)):
            if (used := self.cells.elapsed(a, b)) >= left:
                return self.cells.add(a, left)
            left -= used
        return None
