"""Spans that do not count: announced maintenance and approved exclusions, cut out of business time (rule 32)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol

from deskconsole.core.instants import Instant
from deskconsole.sla.calendar_version import CalendarVersion

Basis = Literal["granted", "customer", "internal"]
"""What the agreement grants (maintenance), what the customer signed, what only we allowed ourselves."""
Figure = Literal["raw", "contractual", "internal"]

COUNTED: dict[Figure, frozenset[Basis]] = {
    "raw": frozenset(),
    "contractual": frozenset({"granted", "customer"}),
    "internal": frozenset({"granted", "customer", "internal"}),
}
"""The three figures, by what each of them cuts out (rule 32)."""


class Cut(NamedTuple):
    """A span of a ticket's life that does not count, and why."""

    begin: Instant
    end: Instant
    basis: Basis
    what: str
    """`maintenance MW-3`, `waiver EX-12, agreed by K. Weber`."""
    known_at: Instant
    """When it was announced or approved."""
    metrics: tuple[str, ...] = ()
    """Empty: all of them."""
    code: str = ""
    """What it is known by for ever: `MW-3`, `EX-12`; no name that may change or be forgotten."""


class BusinessTime(Protocol):
    """What a clock asks of its calendar; durations in open µs."""

    @property
    def version(self) -> CalendarVersion: ...
    def elapsed(self, a: Instant, b: Instant) -> int: ...
    def add(self, at: Instant, micros: int) -> Instant: ...
    def opens(self, at: Instant) -> Instant: ...
    def closes(self, at: Instant) -> Instant | None: ...
    def local_date(self, at: Instant) -> date: ...
    def local_instant(self, day: date, minute: int) -> Instant: ...


class WithCuts:
    """A calendar without some spans. It reads as the calendar does; its cost grows with the spans, which are few."""

    __slots__ = ("calendar", "spans", "version")

    def __init__(self, calendar: BusinessTime, spans: Sequence[tuple[Instant, Instant]]) -> None:
        self.calendar = calendar
        self.spans = spans
        """In order, apart from each other."""
        self.version = calendar.version

    def elapsed(self, a: Instant, b: Instant) -> int:
        count = self.calendar.elapsed
        return count(a, b) - sum(count(max(a, begin), min(b, end)) for begin, end in self.spans)

    def add(self, at: Instant, micros: int) -> Instant:
        if micros <= 0:
            return at
        for begin, end in self.spans:
            if end <= at:
                continue
            if (before := self.calendar.elapsed(at, begin)) >= micros:
                break
            micros -= before
            at = end
        return self.calendar.add(at, micros)

    def opens(self, at: Instant) -> Instant:
        at = self.calendar.opens(at)
        for begin, end in self.spans:
            if begin <= at < end:
                at = self.calendar.opens(end)
        return at

    def closes(self, at: Instant) -> Instant | None:
        if self.opens(at) > at:
            return at
        closed = self.calendar.closes(at)
        first = min((begin for begin, _ in self.spans if begin > at), default=None)
        if first is None or (closed is not None and closed <= first):
            return closed
        return first

    def local_date(self, at: Instant) -> date:
        return self.calendar.local_date(at)

    def local_instant(self, day: date, minute: int) -> Instant:
        return self.calendar.local_instant(day, minute)


def without(calendar: BusinessTime, cuts: Iterable[Cut], metric: str) -> BusinessTime:
    """The calendar as a metric sees it: without the spans that concern it, overlapping ones once."""
    spans: list[tuple[Instant, Instant]] = []
    for cut in sorted(cuts):
        if cut.end <= cut.begin or (cut.metrics and metric not in cut.metrics):
            continue
        if spans and cut.begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], cut.end))
        else:
            spans.append((cut.begin, cut.end))
    return WithCuts(calendar, spans) if spans else calendar
