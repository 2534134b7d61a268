"""Clocks from facts: one fold for each target, and what a clock says at a moment (rules 2, 4, 8, 13, 15, 20, 22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deskconsole.core.instants import SECOND, Instant
from deskconsole.sla.agreements import Agreement, Metric, Target
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.cycles import NEVER, Clock, Cycle, State
from deskconsole.sla.facts import Fact

__all__ = [
    "Clock", "State", "elapsed_us", "fold", "is_breached", "left_us", "passed", "paused_us", "share",
]  # fmt: skip

_LATEST = Instant(7_258_118_400 * SECOND)
"""2200-01-01. Time zone data promises nothing before 1970 and nobody knows it after (rule 4)."""


def fold(facts: Sequence[Fact], agreement: Agreement, target: Target, calendar: Calendar) -> list[Clock]:
    """The clocks of one target of a ticket, one for each cycle; empty where there is none.

    A pure function of its arguments. Facts are in order of their instants; those before `opened` say how things
    stood when the clock started. A ticket whose priority was never told has no clocks.
    """
    if not facts:
        return []
    folding = _Fold(agreement, target, calendar, facts)
    handlers = _HANDLERS[target.metric, target.stop]
    for at, what, value, _ in facts:
        if folding.resumes <= at:
            folding.resume_by_limit()
        handle = handlers.get(what)
        if handle is not None:
            handle(folding, at, value)
    return folding.clocks(facts[-1].at)


def elapsed_us(clock: Clock, calendar: Calendar, now: Instant) -> int:
    """Business µs counted by `now`; final once it has ended."""
    since = _counts_from(clock)
    return clock.counted if since is None else clock.counted + calendar.elapsed(since, now)


def paused_us(clock: Clock, calendar: Calendar, now: Instant) -> int:
    """Business µs by `now` that did not count; final once it has ended."""
    if clock.state != "paused":
        return clock.paused
    until = now if clock.resumes is None else min(now, clock.resumes)
    return clock.paused + calendar.elapsed(clock.since, until)


def left_us(clock: Clock, calendar: Calendar, now: Instant) -> int:
    """Business µs left at `now`; negative beyond the target."""
    return clock.allowed - elapsed_us(clock, calendar, now)


def is_breached(clock: Clock, now: Instant) -> bool:
    """Whether more than the target has counted by `now`; exactly the target is met (rule 2)."""
    return clock.breached_at is not None or (clock.late is not None and now > clock.late)


def share(clock: Clock, calendar: Calendar, now: Instant) -> int:
    """Per cent of the target used by `now`, cut, not rounded (rule 33)."""
    return 100 * elapsed_us(clock, calendar, now) // clock.allowed


def passed(clock: Clock, calendar: Calendar, now: Instant) -> list[tuple[int, Instant]]:
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


class _Fold:
    """What is known while the facts of a ticket are read for one target."""

    __slots__ = (
        "agreement", "asked", "calendar", "cycle", "cycles", "done", "early", "holds", "live", "moved", "opened",
        "priority", "resumes", "target", "told", "unmeasurable",
    )  # fmt: skip

    def __init__(self, agreement: Agreement, target: Target, calendar: Calendar, facts: Sequence[Fact]) -> None:
        self.agreement, self.target, self.calendar = agreement, target, calendar
        self.opened: Instant | None = None
        self.early: tuple[Instant, str] | None = None  # a stop before the start
        self.unmeasurable = ""
        self.cycles: list[Cycle] = []
        self.cycle: Cycle | None = None  # the latest
        self.live = False  # whether that one has not ended
        self.holds: dict[str, Instant | None] = {}  # reason → limit, only those that pause this clock
        self.resumes = NEVER  # when the limits of all holds are over
        self.moved: tuple[int, str] | None = None  # a change of priority while there was nothing to move
        self.asked: Instant | None = None  # the oldest message that came after the ticket was done
        self.done = False
        self.told: set[tuple[int, int, int]] = set()
        self.priority: int | None = _last_priority(facts) if target.priority == "final" else None

    # What each fact does.

    def on_opened(self, at: Instant, value: Any) -> None:
        if self.opened is not None:
            return
        self.opened = at
        if not 0 <= at < _LATEST:
            self.unmeasurable = "outside_history"
        elif self.early is not None and self.early[0] < at:
            self.unmeasurable = f"{self.early[1]}_before_opened"
        self.begin(at, at)
        if self.early is not None:
            self.end(at, "stopped")

    def on_opened_next(self, at: Instant, value: Any) -> None:
        self.opened = at if self.opened is None else self.opened

    def on_priority(self, at: Instant, value: Any) -> None:
        if self.target.priority == "final":
            return
        priority, why = value
        known, self.priority = self.priority, priority
        cycle = self.cycle
        if cycle is None:
            return
        if known is None:
            for each in self.cycles:  # it was never another one: in force from the start
                each.aim(priority, self.target.seconds.get(priority))
        elif self.live:
            cycle.retarget(at, priority, self.target.seconds.get(priority), why, self.target.grace)
        else:
            self.moved = (priority, why)

    def on_held(self, at: Instant, value: Any) -> None:
        reason, limit = value
        if reason not in self.target.pauses or (limit is not None and limit <= at):
            return
        self.holds[reason] = limit
        self.limits()
        if self.live and self.cycle is not None and self.cycle.running:
            self.cycle.pause(at)

    def on_resumed(self, at: Instant, value: Any) -> None:
        if value not in self.holds:
            return
        del self.holds[value]
        self.holds = {reason: limit for reason, limit in self.holds.items() if limit is None or limit > at}
        self.limits()
        if not self.holds:
            self.run_on(at)

    def on_reopened(self, at: Instant, value: Any) -> None:
        if self.opened is None:
            self.early = None
        cycle = self.cycle
        if cycle is None or self.live:
            return
        if self.target.reopen == "restart":
            self.begin(at, at)
            return
        cycle.reopen(at, self.target.reopen == "through")
        self.live = True
        if self.moved is not None:
            priority, why = self.moved
            cycle.retarget(at, priority, self.target.seconds.get(priority), why, self.target.grace)
            self.moved = None
        if self.holds:
            cycle.pause(at)

    def on_reopened_next(self, at: Instant, value: Any) -> None:
        self.done = False
        if self.asked is not None:
            self.begin(self.asked, at)

    def on_asked(self, at: Instant, value: Any) -> None:
        if self.opened is None or self.live:
            return  # the oldest unanswered message rules (rule 20)
        if self.done:
            self.asked = self.asked or at
        else:
            self.begin(at, at)

    def on_replied(self, at: Instant, value: Any) -> None:
        self.asked = None
        self.stop(at, "replied")

    def on_resolved(self, at: Instant, value: Any) -> None:
        self.stop(at, "resolved")
        self.release(at)

    def on_resolved_only(self, at: Instant, value: Any) -> None:
        self.release(at)

    def on_closed(self, at: Instant, value: Any) -> None:
        self.stop(at, "closed")
        self.release(at)

    def on_cancelled(self, at: Instant, value: Any) -> None:
        self.done = True
        if self.live:
            self.end(at, "cancelled")
        self.release(at)

    def on_told(self, at: Instant, value: Any) -> None:
        agreement, metric, cycle, seconds, percent = value
        if agreement == self.agreement.id and metric == self.target.metric:
            self.told.add((cycle, seconds, percent))

    # What they have in common.

    def begin(self, start: Instant, at: Instant) -> None:
        """A new cycle, from `start`, known at `at`."""
        self.cycle = cycle = Cycle(len(self.cycles) + 1, start, self.calendar)
        self.cycles.append(cycle)
        self.live, self.moved, self.asked = True, None, None
        if self.priority is not None:
            cycle.aim(self.priority, self.target.seconds.get(self.priority))
        if self.holds:
            cycle.pause(at)

    def stop(self, at: Instant, what: str) -> None:
        if what != "replied":
            self.done = True
        if self.live:
            self.end(at, "stopped")
        elif self.opened is None and self.early is None:
            self.early = (at, what)

    def end(self, at: Instant, state: State) -> None:
        if self.cycle is not None:
            self.cycle.end(at, state)
        self.live = False
        if at >= _LATEST:
            self.unmeasurable = "outside_history"

    def release(self, at: Instant) -> None:
        """A ticket that is resolved waits for nobody: its holds end."""
        if self.holds:
            self.holds = {}
            self.resumes = NEVER
            self.run_on(at)

    def run_on(self, at: Instant) -> None:
        if self.live and self.cycle is not None and not self.cycle.running:
            self.cycle.resume(at)

    def limits(self) -> None:
        """When the limits of all holds are over; never, while one has none."""
        self.resumes = max((NEVER if limit is None else limit for limit in self.holds.values()), default=NEVER)

    def resume_by_limit(self) -> None:
        """A limit ends the pause at its own instant, whatever came later (rule 15)."""
        at, self.holds, self.resumes = self.resumes, {}, NEVER
        self.run_on(at)

    def clocks(self, seen: Instant) -> list[Clock]:
        """The finished clocks, oldest cycle first."""
        resumes = None if self.resumes == NEVER else self.resumes
        agreement, metric, thresholds, told = self.agreement.id, self.target.metric, self.target.thresholds, self.told
        found = []
        for cycle in self.cycles:
            clock = cycle.clock(agreement, metric, thresholds, told, resumes, seen)
            if clock is not None:
                found.append(self._not_measurable(clock) if self.unmeasurable else clock)
        return found

    def _not_measurable(self, clock: Clock) -> Clock:
        """Impossible times: counted nowhere, never met (rule 4)."""
        stopped = self.early[0] if self.early is not None else clock.stopped
        return clock._replace(
            state="unmeasurable", reason=self.unmeasurable, counted=0, paused=0, stopped=stopped, due=None, late=None,
            breached_at=None, resumes=None, reached=(), pending=(), next_share=None, next_at=None,
        )  # fmt: skip


def _last_priority(facts: Sequence[Fact]) -> int | None:
    for fact in reversed(facts):
        if fact.what == "priority":
            priority: int = fact.value[0]  # type: ignore[index]
            return priority
    return None


_Handler = Callable[[_Fold, Instant, Any], None]
_ALWAYS: dict[str, _Handler] = {
    "priority": _Fold.on_priority,
    "held": _Fold.on_held,
    "resumed": _Fold.on_resumed,
    "resolved": _Fold.on_resolved,
    "closed": _Fold.on_closed,  # a ticket closed without a resolution has ended all the same
    "cancelled": _Fold.on_cancelled,
    "told": _Fold.on_told,
}
_RESPONSE = {**_ALWAYS, "opened": _Fold.on_opened, "replied": _Fold.on_replied}
_NEXT = {
    **_ALWAYS,
    "opened": _Fold.on_opened_next,
    "asked": _Fold.on_asked,
    "replied": _Fold.on_replied,
    "reopened": _Fold.on_reopened_next,
}
_RESOLUTION = {**_ALWAYS, "opened": _Fold.on_opened, "reopened": _Fold.on_reopened}
_CLOSURE = {**_RESOLUTION, "resolved": _Fold.on_resolved_only}
_HANDLERS: Mapping[tuple[Metric, str], Mapping[str, _Handler]] = {
    ("response", "resolved"): _RESPONSE,
    ("response", "closed"): _RESPONSE,
    ("next", "resolved"): _NEXT,
    ("next", "closed"): _NEXT,
    ("resolution", "resolved"): _RESOLUTION,
    ("resolution", "closed"): _CLOSURE,
    ("closure", "resolved"): _CLOSURE,
    ("closure", "closed"): _CLOSURE,
}
