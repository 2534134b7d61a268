"""What a vector asks of a calendar alone: to add, to measure, to subtract, whether it is open, working days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from typing import NamedTuple, Protocol

from deskconsole.core.instants import Instant
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.conformance.nodes import Node
from deskconsole.sla.conformance.tickets import Unclear, read_life


class Question(Protocol):
    """Something a vector asks."""

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> Mapping[str, object]:
        """What the engine says, by the names the vector uses; raises BadInput where the engine refuses."""
        ...


class Add(NamedTuple):
    start: Instant
    micros: int
    boundary: str

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> Mapping[str, object]:
        earliest = _moved(calendar, self.start, self.micros)
        rolled = calendar.opens(earliest)
        chosen = _chosen(self.boundary, {"earliest": earliest, "next_open": rolled})
        return {"due": chosen, "due_earliest": earliest, "due_next_open": rolled}


class Subtract(NamedTuple):
    end: Instant
    micros: int
    boundary: str

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> Mapping[str, object]:
        latest = _moved(calendar, self.end, -self.micros)
        rolled = calendar.last_close(latest)
        chosen = _chosen(self.boundary, {"earliest": latest, "latest": latest, "prev_close": rolled})
        return {"start": chosen, "start_latest": latest, "start_prev_close": rolled}


class Elapsed(NamedTuple):
    start: Instant
    end: Instant

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> Mapping[str, object]:
        return {"seconds": calendar.elapsed(self.start, self.end)}


class IsOpen(NamedTuple):
    at: Instant

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> Mapping[str, object]:
        return {"open": calendar.is_open(self.at)}


class AddDays(NamedTuple):
    """Working days, by one of the rules that the sources follow; a vector says its own in words."""

    start: Instant | date
    days: int
    rule: str

    def answer(self, calendar: Calendar, wanted: Mapping[str, object]) -> Mapping[str, object]:
        if "dates only" in self.rule:
            return {"due": self._date(calendar)}
        start = self.start if isinstance(self.start, int) else calendar.local_instant(self.start)
        due = calendar.add_days(start, self.days)
        if "roll" in self.rule:
            return {"due": calendar.opens(due) if self.days >= 0 else calendar.last_close(due)}
        if "wall time" in self.rule:
            return {"due": due}
        raise Unclear(f"rule “{self.rule[:60]}”: it has to say “dates only”, “roll”, or “keep the wall time”")

    def _date(self, calendar: Calendar) -> date:
        """A day that is no working day first moves on to one, back where it counts back; then it counts."""
        day = calendar.local_date(Instant(self.start)) if isinstance(self.start, int) else self.start
        on = calendar.working_day(day, 0)
        if on != day and self.days < 0:
            on = calendar.working_day(day, -1)
        return calendar.working_day(on, self.days)


def _add(vector: Node, asked: Node, zone: tzinfo) -> Question:
    return Add(asked.instant("start", zone), asked.micros("seconds"), vector.of(str, "boundary", "earliest"))


def _subtract(vector: Node, asked: Node, zone: tzinfo) -> Question:
    return Subtract(asked.instant("end", zone), asked.micros("seconds"), vector.of(str, "boundary", "latest"))


def _elapsed(vector: Node, asked: Node, zone: tzinfo) -> Question:
    return Elapsed(asked.instant("start", zone), asked.instant("end", zone))


def _is_open(vector: Node, asked: Node, zone: tzinfo) -> Question:
    return IsOpen(asked.instant("at", zone))


def _add_days(vector: Node, asked: Node, zone: tzinfo) -> Question:
    return AddDays(asked.moment("start", zone), asked.of(int, "days"), vector.of(str, "rule", ""))


KINDS: Mapping[str, Callable[[Node, Node, tzinfo], Question]] = {
    "add_business_time": _add,
    "business_elapsed": _elapsed,
    "subtract_business_time": _subtract,
    "is_open": _is_open,
    "add_business_days": _add_days,
    "sla_clock": read_life,
}
"""Every kind of vector: from the vector, its input and its zone to what it asks."""


def _moved(calendar: Calendar, at: Instant, micros: int) -> Instant:
    """On by so much business time, back where it is negative."""
    return calendar.add(at, micros) if micros >= 0 else calendar.subtract(at, -micros)


def _chosen(boundary: str, known: Mapping[str, Instant]) -> Instant:
    if boundary not in known:
        raise Unclear(f"boundary “{boundary[:20]}” is none of {', '.join(known)}")
    return known[boundary]
