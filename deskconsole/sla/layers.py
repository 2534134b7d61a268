"""What the layers below a promise leave of it: an operational agreement or a contract that takes all of its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.sla.agreements import Agreement, Target, stops_of
from deskconsole.sla.cuts import BusinessTime
from deskconsole.sla.folding import Folding
from deskconsole.sla.matching import Promise

_WORK: frozenset[str] = frozenset({"restored", "resolved", "confirmed", "closed"})


class Buffer(NamedTuple):
    """How much of a customer's target the layer below may use up, at the worst hour of a week to begin."""

    begin: Instant
    target: int
    """Business µs of the customer."""
    used: int
    """The same, when the layer below takes all that it was promised."""

    @property
    def left(self) -> int:
        return self.target - self.used


def is_work(target: Target) -> bool:
    """Whether a target is met by getting the work done, so that those who work on it must be faster than it."""
    metric = target.measures
    return not metric.party and not metric.repeat and not metric.restart and stops_of(target) <= _WORK


def buffer(
    promise: Promise, below: Promise, priority: int, calendars: Mapping[int, BusinessTime], weeks: Iterable[Instant]
) -> Buffer | None:
    """What is left of a promise when the layer below takes all of its own, both begun at any full hour of these weeks
    in which the customer's time runs; None where one of them promises nothing for that priority."""
    customer, theirs = calendars[promise.agreement.calendar], calendars[below.agreement.calendar]
    wanted, taken = _fold(promise, calendars), _fold(below, calendars)
    worst: Buffer | None = None
    for at in _hours(weeks):
        if customer.opens(at) > at:
            continue
        target, most = wanted.amount(priority, at), taken.amount(priority, at)
        if target is None or most is None:
            continue
        found = Buffer(at, target, customer.elapsed(at, theirs.add(at, most)))
        if worst is None or found.left < worst.left:
            worst = found
    return worst


def _fold(promise: Promise, calendars: Mapping[int, BusinessTime]) -> Folding:
    """It knows what a clock is given that starts then: in season, outside core hours, by deadline."""
    agreement, target = promise
    return Folding(agreement, target, calendars[agreement.calendar], (), calendars)


def _hours(weeks: Iterable[Instant]) -> Iterator[Instant]:
    for week in weeks:
        yield from (Instant(at) for at in range(week, week + 7 * DAY, HOUR))


def pairs(agreements: Iterable[Agreement]) -> Iterator[tuple[Promise, Promise]]:
    """Each promise of work to a customer with each of those that stand below it."""
    every = [Promise(agreement, target) for agreement in agreements for target in agreement.targets]
    for promise in every:
        if promise.agreement.layer == "sla" and is_work(promise.target):
            yield from ((promise, below) for below in every if below.agreement.layer != "sla")
