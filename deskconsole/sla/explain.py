"""One clock, told: from when to when it counted, what stood still and why, and by which rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import Clock, fold
from deskconsole.sla.cuts import BusinessTime, WithCuts
from deskconsole.sla.cycles import NEVER
from deskconsole.sla.effects import NOTICE, Effect, effects
from deskconsole.sla.facts import Fact
from deskconsole.sla.folding import BROADCAST, OF_MERGED, Folding, effects_of

Kind = Literal["running", "held", "closed", "cut", "ended"]

_MOST_OF_A_SPELL = 12
"""Openings and closings of one running spell that are told one by one; of more only the sum."""


class Segment(NamedTuple):
    """A span of a clock's life in which one thing was so. Durations are business µs."""

    begin: Instant
    end: Instant
    counted: int
    total: int
    """Counted since the start, up to `end`."""
    kind: Kind
    what: str
    rules: tuple[int, ...]
    fact: int | None
    """Place of the fact that began it; None: the calendar did."""


class Mark(NamedTuple):
    """From when on a clock stood otherwise, and by which fact."""

    at: Instant
    cycle: int
    kind: Kind
    what: str
    rules: tuple[int, ...]
    fact: int | None
    silent: Instant | None = None
    """Ended for silence: until when what lies before a reopening does not count (rule 16)."""


class Explanation(NamedTuple):
    """A clock with its segments, oldest first; `rules` are those that were at work."""

    clock: Clock
    segments: list[Segment]
    rules: tuple[int, ...]


def explain(
    facts: Sequence[Fact],
    agreement: Agreement,
    target: Target,
    calendar: BusinessTime,
    now: Instant,
    cores: Mapping[int, BusinessTime] | None = None,
) -> list[Explanation]:
    """The clocks of one target, each told up to `now`; the same fold as `clocks.fold`, watched."""
    marks = _marks(facts, agreement, target, calendar, now, cores or {})
    told = []
    for clock in fold(facts, agreement, target, calendar, cores):
        own = _own(marks, clock)
        segments = list(_segments(own, calendar, now, target.reopen == "through"))
        rules = {rule for segment in segments for rule in segment.rules} | {1, 2}
        told.append(Explanation(clock, segments, tuple(sorted(rules))))
    return told


def _own(marks: Sequence[Mark], clock: Clock) -> list[Mark]:
    """The marks of one clock. One that lost its target for good ended there, whatever it did afterwards."""
    own = [mark for mark in marks if mark.cycle == clock.cycle]
    if clock.reason == "no_target":
        own = [mark for mark in own if mark.at <= clock.since]
        last = own[-1]
        own[-1] = last._replace(kind="ended", what=f"ended, {last.what.partition(', ')[2] or last.what}")
    return own


def _marks(
    facts: Sequence[Fact],
    agreement: Agreement,
    target: Target,
    calendar: BusinessTime,
    now: Instant,
    cores: Mapping[int, BusinessTime],
) -> list[Mark]:
    folding = Folding(agreement, target, calendar, facts, cores)
    handlers, table = effects_of(target), effects(target)
    marks: list[Mark] = []
    for place, (at, what, value, late) in enumerate(facts):
        if at > now:
            break
        _by_limit(folding, marks, at)
        handle = handlers.get(what)
        if handle is None:
            continue
        before = _standing(folding)
        folding.late = late
        handle(folding, at, value)
        if (mark := _mark(folding, before, at, table[what], what, value, place)) is not None:
            marks += _from_its_start(mark, before, folding)
    _by_limit(folding, marks, now)
    return marks


def _from_its_start(mark: Mark, before: _Standing, folding: Folding) -> Iterator[Mark]:
    """A cycle may have begun before the fact that shows it: a question that waited while the ticket was done (20)."""
    cycle = folding.cycle
    if cycle is None or mark.cycle == before.cycle or cycle.start >= mark.at:
        yield mark
        return
    yield mark._replace(at=cycle.start, kind="running", what="running, the customer wrote; reopened later")
    if mark.kind == "held":
        yield mark


def _by_limit(folding: Folding, marks: list[Mark], until: Instant) -> None:
    if folding.resumes > until:
        return
    at, paused = folding.resumes, folding.live and folding.cycle is not None and not folding.cycle.running
    folding.resume_by_limit()
    if paused and folding.cycle is not None:
        marks.append(
            Mark(at, folding.cycle.number, "running", "running, the limit of the hold was reached", (15,), None)
        )


class _Standing(NamedTuple):
    cycle: int
    kind: Kind
    aim: tuple[int, int]
    """Priority and µs allowed."""


def _standing(folding: Folding) -> _Standing:
    cycle = folding.cycle
    if cycle is None:
        return _Standing(0, "ended", (0, 0))
    kind: Kind = "ended" if not folding.live else "running" if cycle.running else "held"
    return _Standing(cycle.number, kind, (cycle.priority, cycle.allowed))


def _mark(
    folding: Folding, before: _Standing, at: Instant, effect: Effect, what: str, value: object, place: int
) -> Mark | None:
    """What a fact changed about the clock, in words; None where it changed nothing that is told."""
    after = _standing(folding)
    words = _words(effect, what, value, after)
    first = before.aim[1] == NEVER or before.cycle == 0
    if after != before and not (what == "priority" and first and after.kind == before.kind):
        silent = folding.silent if what == "unanswered" else None
        return Mark(at, after.cycle, after.kind, words, _rules(effect, what, value), place, silent)
    if what == "held" and after.kind == "running":
        reason = value[0] if isinstance(value, tuple) else value
        return Mark(at, after.cycle, "running", f"running, held for {reason} does not pause it", (13,), place)
    if after.kind == "running" and (what == "merged" or value == BROADCAST):
        return Mark(at, after.cycle, "running", words, (24,) if what == "merged" else (25,), place)
    return None


def _rules(effect: Effect, what: str, value: object) -> tuple[int, ...]:
    """The rules of an effect; a hold for the caller has its own, from the question to the answer (14)."""
    match what, value:
        case "held", ("caller", limit):
            return (13, 14) if limit is None else (13, 14, 15)
        case _, str() if value == OF_MERGED:
            return (*effect.rules, 24)
    return effect.rules


def _words(effect: Effect, what: str, value: object, after: _Standing) -> str:
    match what, value:
        case "held", (reason, limit):
            return f"held for {reason}" + (", up to its limit" if limit is not None else "")
        case (("owed" | "lapsed" | "notified" | "undelivered" | "waived"), (_, str(told), *_)):
            return told if after.kind == "ended" else f"{after.kind}, {told}"
        case "resumed", reason:
            return f"running, the hold for {reason} ended" if after.kind == "running" else f"held, {reason} ended"
        case "priority", (priority, why):
            return f"{after.kind}, P{priority} as a {why}"
        case "reclassified", str():
            return f"ended, {value}"
        case _, str() if value == OF_MERGED:
            return f"{after.kind}, the clock starts with that of a merged ticket"
        case _, str() if value == BROADCAST and after.kind != "ended":
            return f"{after.kind}, {what} with others, which told them nothing"
    return effect.words if after.kind == "ended" else f"{after.kind}, {effect.words}"


def _segments(marks: Sequence[Mark], calendar: BusinessTime, now: Instant, through: bool) -> Iterator[Segment]:
    """Between marks, cut where business time begins or ends; `through`: what lies before a reopening counts."""
    total = 0
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        end = Instant(min(after.at, now) if after else now)
        if mark.kind == "ended" and after is None:
            yield Segment(mark.at, mark.at, 0, total, "ended", mark.what, mark.rules, mark.fact)
            continue
        if end <= mark.at:
            continue
        if mark.kind == "ended" and through and mark.silent is not None:
            silent = Instant(min(mark.silent, end))
            yield Segment(mark.at, silent, 0, total, "ended", mark.what, mark.rules, mark.fact)
            if silent == end:
                continue
            mark = mark._replace(at=silent)
        if mark.kind == "ended" and through:
            mark = mark._replace(kind="running", **_counted_on(mark, after))
        if mark.kind != "running":
            yield Segment(mark.at, end, 0, total, mark.kind, mark.what, mark.rules, mark.fact)
            continue
        for segment in _spell(mark, end, calendar, total):
            total = segment.total
            yield segment


def _counted_on(mark: Mark, after: Mark | None) -> dict[str, Any]:
    """Why the time after an end counts all the same: it was reopened, or a notice came back."""
    if after is not None and NOTICE in after.rules:
        return {"what": f"{mark.what}, and counted on when it came back", "rules": (NOTICE,)}
    return {"what": f"{mark.what}, and counted on once it was reopened", "rules": (22,)}


def _spell(mark: Mark, end: Instant, calendar: BusinessTime, total: int) -> Iterator[Segment]:
    """A running spell, with what was closed or cut out within it."""
    turns = list(islice(_turns(mark.at, end, calendar), _MOST_OF_A_SPELL + 1))  # of a spell of years, no more
    if len(turns) > _MOST_OF_A_SPELL:
        counted = calendar.elapsed(mark.at, end)
        yield Segment(mark.at, end, counted, total + counted, "running", mark.what, mark.rules, mark.fact)
        return
    first = True
    for begin, until, kind, what, rules in turns:
        counted = until - begin if kind == "running" else 0
        total += counted
        told = (mark.what, mark.rules, mark.fact) if first else (what, rules, None)
        if first and kind != "running":
            told = (f"{mark.what}; {what}", (*mark.rules, *rules), mark.fact)
        first = False
        yield Segment(begin, until, counted, total, kind, *told)


def _turns(
    begin: Instant, end: Instant, calendar: BusinessTime
) -> Iterator[tuple[Instant, Instant, Kind, str, tuple[int, ...]]]:
    at = begin
    while at < end:
        opens = calendar.opens(at)
        if opens > at:
            until = min(opens, end)
            if isinstance(calendar, WithCuts) and any(b <= at < e for b, e in calendar.spans):
                yield at, until, "cut", "cut out, does not count", (17, 18)
            else:
                yield at, until, "closed", f"closed, {calendar.version.name}", (1,)
            at = until
            continue
        closes = calendar.closes(at)
        until = end if closes is None else min(closes, end)
        yield at, until, "running", "running", (1,)
        at = until
