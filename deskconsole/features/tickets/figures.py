"""Figures of a log: how many rows, states, transitions, months; counted from the events themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import pairwise

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant, to_datetime
from deskconsole.features.tickets import events as e


@dataclass
class Figures:
    """Counts over tickets; a row is one observation of a state, imported or our own."""

    zone: tzinfo
    rows: int = 0
    incidents: int = 0
    rows_by_state: Counter[str] = field(default_factory=Counter)
    rows_by_priority: Counter[str] = field(default_factory=Counter)
    state_first: Counter[str] = field(default_factory=Counter)
    state_last: Counter[str] = field(default_factory=Counter)
    priority_first: Counter[str] = field(default_factory=Counter)
    priority_final: Counter[str] = field(default_factory=Counter)
    priority_changed: int = 0
    opened: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    transitions: Counter[str] = field(default_factory=Counter)
    reopened: int = 0
    not_closed: int = 0
    unresolved: Counter[str] = field(default_factory=Counter)

    def add(self, events: Sequence[Event], final_priority: str | None = None) -> None:
        """Count one ticket; its events stand and are in order. `final_priority` is what it ended with, if asked."""
        seen = list(_observations(events))
        self._facts(events, final_priority or (seen[-1][1] if seen else "?"))
        if not seen:
            return
        self.incidents += 1
        self.rows += len(seen)
        states = [state for state, _ in seen]
        priorities = [priority for _, priority in seen]
        self.rows_by_state.update(states)
        self.rows_by_priority.update(priorities)
        self.state_first[states[0]] += 1
        self.state_last[states[-1]] += 1
        self.priority_first[priorities[0]] += 1
        self.priority_final[priorities[-1]] += 1
        self.priority_changed += priorities[0] != priorities[-1]
        self.transitions.update(f"{one} -> {other}" for one, other in pairwise(states))

    def _facts(self, events: Sequence[Event], priority: str) -> None:
        opened = resolved = closed = None
        channel, times = None, 0
        for x in events:
            if isinstance(x, e.TicketObserved):  # most of a log
                times = max(times, x.reopened or 0)
            elif isinstance(x, e.TicketImported | e.TicketCreated):
                opened, channel = x.at, x.channel
            elif isinstance(x, e.ResolutionReported | e.TicketResolved):
                resolved = x.at
            elif isinstance(x, e.ClosureReported | e.TicketClosed | e.TicketCancelled):
                closed = x.at
            elif isinstance(x, e.TicketRestated):
                channel = x.channel or channel
            elif isinstance(x, e.TicketReopened):
                times, resolved, closed = max(times, x.times), None, None
            elif isinstance(x, e.FactReported):
                times, resolved, closed = _reported(x, times, resolved, closed)
        if opened is not None:
            self.opened[self._month(opened)] += 1
            self.not_closed += closed is None
            self.unresolved.update([priority] if resolved is None else [])
        if closed is not None:
            self.closed[self._month(closed)] += 1
        if channel:
            self.channels[channel] += 1
        self.reopened += times > 0

    def _month(self, at: Instant) -> str:
        day = to_datetime(at, self.zone)
        return f"{day.year:04}-{day.month:02}"

    def as_dict(self) -> dict[str, object]:
        """The figures under the names that public analyses of such logs use."""
        return {
            "rows": self.rows,
            "incidents": self.incidents,
            "rows_by_state": dict(self.rows_by_state.most_common()),
            "rows_by_priority": dict(self.rows_by_priority.most_common()),
            "incidents_by_state_first": dict(self.state_first.most_common()),
            "asof_states": dict(self.state_last.most_common()),
            "incidents_by_priority_first": dict(self.priority_first.most_common()),
            "incidents_by_priority_final": dict(self.priority_final.most_common()),
            "priority_changed_first_to_final": self.priority_changed,
            "incidents_by_opened_month": dict(sorted(self.opened.items())),
            "incidents_by_closed_month": dict(sorted(self.closed.items())),
            "not_closed": self.not_closed,
            "unresolved": self.unresolved.total(),
            "unresolved_by_priority": dict(self.unresolved.most_common()),
            "contact_type": dict(self.channels.most_common()),
            "transitions": dict(self.transitions.most_common()),
            "reopened": {
                "n": self.reopened,
                "rate": round(self.reopened / self.incidents, 6) if self.incidents else None,
            },
        }


def _reported(
    x: e.FactReported, times: int, resolved: Instant | None, closed: Instant | None
) -> tuple[int, Instant | None, Instant | None]:
    """How often it was reopened, when resolved and closed, after what another system says."""
    if x.what == "reopened":
        return max(times, x.times or 0), None, None
    return times, resolved, x.at if x.what == "cancelled" else closed


def _observations(events: Iterable[Event]) -> Iterable[tuple[str, str]]:
    """State and priority, as the desk of origin words them, each time a state was told."""
    priority = "?"
    for x in events:
        if isinstance(x, e.TicketObserved):
            priority = x.priority_label or "?"
            yield x.label, priority
            continue
        if isinstance(x, e.TicketCreated | e.TicketPrioritised):
            priority = f"P{x.priority}"
        if isinstance(x, e.TicketImported):
            continue  # what it says of a state is no row of the log
        state = x.columns().get("state") if isinstance(x, e.TicketEvent) else None
        if state:
            yield str(state), priority
