"""Clocks that go over to a later version of their agreement, told from their rows alone: pure (rule 11).

An edited calendar may move every open clock of a desk, and folding each ticket from its events would take minutes.
A clock that has run on since its start needs none of them: its start and its target tell all. Whatever is less plain
is left to the fold (`rules.clocks`), which any answer here must equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.agreements.views import AgreementRow, CalendarRow, ClockRow, agreement_of, calendar_of
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import is_breached
from deskconsole.sla.cuts import BusinessTime
from deskconsole.sla.cycles import NEVER

_PLAIN = (
    "c.state = 'running' and c.since = c.start and c.counted = 0 and c.first_stop is null and c.cuts is null"
    " and c.allowed = cast(c.target_s as bigint) * 1000000 and c.breached_at is null and c.late >= :at"
)
"""A pause, a resumption or another priority since the start would have counted up to there: `since` would be later."""


Instants = tuple[Instant, Instant, Instant | None]
"""Of a plain clock: when it is due, after which it is late, and when its first threshold is reached."""


class Terms:
    """What a plain clock of a priority is measured by once it has gone over at an instant."""

    def __init__(self, at: Instant, agreement: int, target: Target, seconds: int, time: BusinessTime) -> None:
        self.at, self.agreement, self.seconds, self.time = at, agreement, seconds, time
        self.allowed = seconds * SECOND
        self.share = target.thresholds[0] if target.thresholds else None
        """Its first threshold, in per cent."""
        self._run: tuple[Instant, int, Instants] = (Instant(0), 0, (Instant(0), Instant(0), None))

    def measured(self, start: Instant) -> Instants:
        """The instants of a clock with this start.

        Starts of the same opening hours whose dues fall into the same opening hours move them one to one: tickets
        come in the order of time, so most are answered by the one before.
        """
        since, length, (due, late, first) = self._run
        on = start - since
        if 0 <= on < length:
            return Instant(due + on), Instant(late + on), None if first is None else Instant(first + on)
        time = self.time
        due = time.add(start, self.allowed)
        first = None if self.share is None else time.add(start, -(-self.allowed * self.share // 100))
        found = due, time.opens(due), first
        if time.opens(start) == start:
            length = min((time.closes(at) or NEVER) - at for at in (start, due, first) if at is not None)
            self._run = (start, length, found)  # at once: threads share it
        return found


class TakeOver(NamedTuple):
    """A version that open clocks of earlier ones go over to at an instant."""

    at: Instant
    after_ticket: int
    """Number of the last ticket that was there before it: later ones begin under it."""
    earlier: frozenset[int]
    """Numbers of the versions before it."""
    terms: Mapping[tuple[int, str, int], Terms]
    """By version, metric and priority of the clock; what is absent only the events can tell."""


@lru_cache(maxsize=16)
def take_overs(
    taking: tuple[AgreementRow, ...], versions: tuple[AgreementRow, ...], calendars: tuple[CalendarRow, ...]
) -> list[TakeOver]:
    """What versions that take over do to the clocks of those before them, in order; `calendars` are theirs."""
    found: list[TakeOver] = []
    times = {row.id: calendar_of(row) for row in calendars}
    for row in sorted(taking, key=lambda row: row.took_over_at or 0):
        earlier = [each for each in versions if each.name == row.name and each.version < row.version]
        at, to = row.took_over_at or Instant(0), agreement_of(row)
        terms = {
            (old.id, target.metric, priority): Terms(at, to.id, target, seconds, times[to.calendar])
            for old in map(agreement_of, earlier)
            for target in to.targets
            if _alike(old, to, target)
            for priority, seconds in target.seconds.items()
            if isinstance(seconds, int)
        }
        found.append(TakeOver(at, row.after_ticket or 0, frozenset(each.id for each in earlier), terms))
    return found


def _alike(old: Agreement, to: Agreement, target: Target) -> bool:
    """Whether a clock means the same under both, but for how long it may take."""
    if (old.match, old.layer, old.party) != (to.match, to.layer, to.party) or target.variants:
        return False
    return any(
        target == replace(before, seconds=target.seconds, thresholds=target.thresholds, grace=target.grace)
        for before in old.targets
    )


def taken_by(by: Sequence[TakeOver]) -> str:
    """SQL of the clocks (`c`) under versions that these take."""
    numbers = sorted(frozenset[int]().union(*(each.earlier for each in by)))
    return f"c.agreement in ({', '.join(map(str, numbers)) or 'null'})"


def plain_under(by: Sequence[TakeOver]) -> str:
    """SQL of those among them that were not broken by `:at`, and that start and target tell."""
    return f"{taken_by(by)} and {_PLAIN}"


class Plain(NamedTuple):
    """What tells a plain clock."""

    ticket: int
    agreement: int
    metric: str
    cycle: int
    priority: int
    start: Instant


class Courses(dict[tuple[int, str, int], list[tuple[Instant, Terms | None]]]):
    """What plain clocks come under, one after the other, by their version, metric and priority: there are few of these.

    Beside the instant of each take-over are its terms; None where only the events can tell, which ends the course.
    """

    def __init__(self, by: Sequence[TakeOver]) -> None:
        self._by = by

    def __missing__(self, key: tuple[int, str, int]) -> list[tuple[Instant, Terms | None]]:
        number, metric, priority = key
        course = self[key] = []
        for each in self._by:
            if number in each.earlier:
                terms = each.terms.get((number, metric, priority))
                course.append((each.at, terms))
                if terms is None:
                    break
                number = terms.agreement
        return course


def gone_over(clock: Plain, courses: Courses) -> ClockRow | None:
    """The row of a plain clock once it has gone over, to one version after the other; None where only events can tell.

    Nothing has happened to its ticket since the first of them took over, and one of them takes it.
    """
    row = None
    for at, terms in courses[clock.agreement, clock.metric, clock.priority]:
        if row is not None and is_breached(row, at):
            break
        row = _under(terms, clock) if terms else None
        if row is None:
            return None
    return row


def _under(terms: Terms, clock: Plain) -> ClockRow | None:
    ticket, _, metric, cycle, priority, start = clock
    due, late, first = terms.measured(start)
    if late <= terms.at:
        return None  # broken as soon as it goes over
    return ClockRow(
        ticket, terms.agreement, metric, cycle, "running", priority, terms.seconds, terms.allowed, start, start, 0, 0,
        None, due, late, None, None, None, None, first, None, terms.share, first,
    )  # fmt: skip


def stays(row: ClockRow, by: Sequence[TakeOver]) -> bool:
    """Whether a clock that is not plain stays under its version: it had ended by then, or was broken (rule 11)."""
    taken = [each.at for each in by if row.agreement in each.earlier]
    if not taken:
        return True
    if row.state in ("running", "paused"):
        return is_breached(row, taken[0])
    return row.stopped is not None and row.stopped <= taken[0]
