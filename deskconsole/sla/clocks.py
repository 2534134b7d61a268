"""Clocks from facts: one fold for each target, and what a clock says at a moment as the rule table says (`effects`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from deskconsole.core.instants import Instant
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.cuts import BusinessTime
from deskconsole.sla.cycles import Clock, State
from deskconsole.sla.facts import Fact
from deskconsole.sla.folding import Folding, effects_of

__all__ = ["Clock", "State", "elapsed_us", "fold", "is_breached", "left_us", "passed", "paused_us", "share"]


def fold(
    facts: Sequence[Fact],
    agreement: Agreement,
    target: Target,
    calendar: BusinessTime,
    cores: Mapping[int, BusinessTime] | None = None,
) -> list[Clock]:
    """The clocks of one target of a ticket, one for each cycle; empty where there is none.

    A pure function of its arguments. Facts are in order of their instants; those before `opened` say how things
    stood when the clock started. A ticket whose priority was never told has no clocks. `cores` are the calendars
    that variants of the target name, by number.
    """
    if not facts:
        return []
    folding = Folding(agreement, target, calendar, facts, cores or {})
    effects = effects_of(target)
    for at, what, value, late in facts:
        if folding.resumes <= at:
            folding.resume_by_limit()
        effect = effects.get(what)
        if effect is not None:
            if late:
                folding.late = True
            effect(folding, at, value)
            if late:
                folding.late = False
    return folding.clocks(facts[-1].at)


def elapsed_us(clock: Clock, calendar: BusinessTime, now: Instant) -> int:
    """Business µs counted by `now`; final once it has ended."""
    since = _counts_from(clock)
    return clock.counted if since is None else clock.counted + calendar.elapsed(since, now)


def paused_us(clock: Clock, calendar: BusinessTime, now: Instant) -> int:
    """Business µs by `now` that did not count; final once it has ended."""
    if clock.state != "paused":
        return clock.paused
    until = now if clock.resumes is None else min(now, clock.resumes)
    return clock.paused + calendar.elapsed(clock.since, until)


def left_us(clock: Clock, calendar: BusinessTime, now: Instant) -> int:
    """Business µs left at `now`; negative beyond the target."""
    return clock.allowed - elapsed_us(clock, calendar, now)


class Breaking(Protocol):
    """What tells whether it is breached: a clock, or its row."""

    @property
    def late(self) -> Instant | None: ...
    @property
    def breached_at(self) -> Instant | None: ...


def is_breached(clock: Breaking, now: Instant) -> bool:
    """Whether more than the target has counted by `now`; exactly the target is met (rule 2)."""
    return clock.breached_at is not None or (clock.late is not None and now > clock.late)


def share(clock: Clock, calendar: BusinessTime, now: Instant) -> int:
    """Per cent of the target used by `now`, cut, not rounded (rule 33)."""
    return 100 * elapsed_us(clock, calendar, now) // clock.allowed


def passed(clock: Clock, calendar: BusinessTime, now: Instant) -> list[tuple[int, Instant]]:
    """Shares reached by `now` and not told, each with the instant at which it was reached, in order.

    The engine records each at its instant; the `told` facts this leaves behind make it exactly once (rule 29).
    A share of 100 is reached at the due instant.
    """
    found = [(percent, at) for percent, at in clock.reached if at <= now]
    since = _counts_from(clock)
    if since is None:
        return found
    for percent in clock.pending:
        at = calendar.add(since, -(-clock.allowed * percent // 100) - clock.counted)
        if at > now:
            break
        found.append((percent, at))
    return found


def _counts_from(clock: Clock) -> Instant | None:
    """From when a live clock counts on: at once, or when the limit of its holds is over."""
    if clock.state == "running":
        return clock.since
    return clock.resumes if clock.state == "paused" else None
