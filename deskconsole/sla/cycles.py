"""One clock through one cycle: what it has counted, when it is due, what it breached. No `now` in here."""

from __future__ import annotations

from collections.abc import Set
from typing import Literal, NamedTuple

from deskconsole.core.instants import SECOND, Instant
from deskconsole.sla.cuts import BusinessTime

State = Literal["running", "paused", "stopped", "cancelled", "unmeasurable"]

NEVER = Instant(1 << 62)
"""Later than any instant; also the allowance of a clock that has no target just now."""


class Clock(NamedTuple):
    """A clock as its facts leave it. µs are open business time of its calendar; instants are UTC.

    It holds for every moment from the last fact until the next one: what depends on the moment is asked with
    `now` of the functions in `clocks`.
    """

    agreement: int
    metric: str
    cycle: int
    """From 1."""
    state: State
    priority: int
    """The priority it is judged under; a breach keeps the one in force at that instant (rule 8)."""
    target_s: int
    """The target of that priority, in business seconds."""
    allowed: int
    """Counted µs at which it is due: the target, or what a change of priority left of it (rule 8)."""
    start: Instant
    since: Instant
    """Running: from when it counts on top of `counted`. Paused: from when it is. Ended: the end."""
    counted: int
    """µs counted up to `since`."""
    paused: int
    """µs between start and `since` that did not count: holds, and closed spans under `continue`."""
    stopped: Instant | None
    due: Instant | None
    """When `counted` reaches `allowed`, the earliest such instant (rule 2); None while paused before that."""
    late: Instant | None
    """Live: beyond this instant more than `allowed` has counted, which is a breach (rule 2: at a closing time
    that is the next opening). None while ended, or paused without a limit."""
    breached_at: Instant | None
    """When it breached, if the facts prove it: the due instant, or that of the raise that made it late."""
    reason: str | None
    """`raised_late` (a raise was past due at once), `late_evidence` (met, but by what was entered afterwards, rule 27),
    or why it is cancelled or not measurable."""
    resumes: Instant | None
    """Paused: the instant at which the limits of its holds let it run again by itself (rule 15)."""
    first_stop: Instant | None
    """Where it was reopened: its first stop, which stays visible (rule 22)."""
    reached: tuple[tuple[int, Instant], ...]
    """Shares that the facts prove reached and that were not told, with their instants, in order (rule 29)."""
    pending: tuple[int, ...]
    """Live: shares neither told nor yet reached when last counted, rising."""
    next_share: int | None
    next_at: Instant | None
    """Running: the first share not yet told and when it is reached."""


class Cycle:
    """A clock while its facts are read. Everything is kept in counted µs, so a pause moves nothing."""

    __slots__ = (
        "allowed", "armed", "calendar", "counted", "evidence", "first_stop", "lost", "number", "priority", "raised",
        "running", "segments", "since", "start", "state", "target", "waited", "withdrawn",
    )  # fmt: skip

    def __init__(self, number: int, start: Instant, calendar: BusinessTime) -> None:
        self.number = number
        self.start = self.since = start
        self.calendar = calendar
        self.counted = 0
        self.running = True
        self.state: State = "running"
        self.segments: list[tuple[Instant, int]] = []  # each running spell: from when, counted before it
        self.waited = False
        self.priority = 0
        self.target = self.allowed = int(NEVER)
        self.armed = start  # the last change of target: no share of it is reached earlier
        self.raised = False
        self.lost: tuple[Instant, int, int, int] | None = None  # when; counted, target, allowed
        self.first_stop: Instant | None = None
        self.evidence = False  # whether what ended it was entered afterwards (rule 27)
        self.withdrawn: str | None = None  # why it was cancelled, where the ticket was not

    def advance(self, at: Instant) -> None:
        """Count up to `at`."""
        if self.running and at > self.since:
            self.segments.append((self.since, self.counted))
            self.counted += self.calendar.elapsed(self.since, at)
            self.since = at

    def pause(self, at: Instant) -> None:
        self.advance(at)
        self.running, self.waited, self.since = False, True, at

    def resume(self, at: Instant) -> None:
        self.running, self.since = True, at

    def end(self, at: Instant, state: State) -> None:
        self.advance(at)
        self.running, self.since, self.state = False, at, state

    def reopen(self, at: Instant, closed_counts: bool) -> None:
        """Go on after an end: as if it had never stopped, or leaving out the closed span (rule 22)."""
        self.first_stop = self.first_stop or self.since
        self.state, self.running = "running", True
        if not closed_counts:
            self.since, self.waited = at, True

    def aim(self, priority: int, micros: int | None) -> None:
        """The target it starts with."""
        self.priority = priority
        if micros is not None:
            self.target = self.allowed = micros

    def retarget(self, at: Instant, priority: int, target: int | None, why: str, grace: int) -> None:
        """A change of priority at `at` (rule 8)."""
        self.advance(at)
        if self.counted > self.allowed:
            return  # breached under the target in force: nothing later takes it back
        if target is None:
            if self.allowed != NEVER:
                self.lost = (at, self.counted, self.target, self.allowed)
                self.target = self.allowed = NEVER
            return
        before = (self.target, self.allowed)
        excused = why == "correction" and grace > 0 and target < self.counted
        if excused:
            self.allowed = self.counted + grace * SECOND
        elif why == "correction":
            self.allowed = target
        elif target < self.target:
            self.allowed = min(self.allowed, self.counted + target)
        else:
            self.allowed = target if self.allowed == NEVER else max(target, self.allowed)
        self.priority, self.target = priority, target
        if (self.target, self.allowed) != before:
            self.armed, self.raised = at, excused

    def instant(self, counted: int) -> Instant:
        """The earliest instant at which it has counted so much, or would if it went on from `since`."""
        if counted > self.counted:
            return self.calendar.add(self.since, counted - self.counted)
        for since, before in reversed(self.segments):
            if before < counted:
                return self.calendar.add(since, counted - before)
        return self.start

    def clock(
        self,
        agreement: int,
        metric: str,
        thresholds: tuple[int, ...],
        told: Set[tuple[int, int, int]],
        resumes: Instant | None,
        seen: Instant,
    ) -> Clock | None:
        """The finished clock; None if it never had a target. `seen` is the instant of the last fact."""
        allowed, counted, running = self.allowed, self.counted, self.running
        if allowed == NEVER:
            return self._without_target(agreement, metric)
        live = self.state == "running"
        due = self.instant(allowed) if counted >= allowed or running or not live else None
        late = self._late(due, resumes) if live else None
        breached_at = reason = None
        if counted > allowed or (running and late is not None and seen > late):
            first = due or self.start
            breached_at = max(first, self.armed)
            reason = "raised_late" if self.raised or first < self.armed else None
        elif self.evidence:
            reason = "late_evidence"
        reason = self.withdrawn or reason
        reached, pending = self._shares(thresholds, told, live)
        next_share = next_at = None
        if running and reached:
            next_share, next_at = reached[0]
        elif running and pending:
            next_share = pending[0]
            next_at = due if next_share == 100 else self.instant(-(-allowed * next_share // 100))
        return Clock(
            agreement, metric, self.number,
            self.state if running or not live else "paused",
            self.priority, self.target // SECOND, allowed, self.start, self.since, counted,
            self.calendar.elapsed(self.start, self.since) - counted if self.waited else 0,
            None if live else self.since,
            due, late, breached_at, reason,
            None if running or not live else resumes,
            self.first_stop, reached, pending, next_share, next_at,
        )  # fmt: skip

    def _late(self, due: Instant | None, resumes: Instant | None) -> Instant | None:
        """After which instant it is beyond what is allowed, if no fact comes."""
        if self.counted > self.allowed:
            return max(due or self.start, self.armed)
        if self.running:
            return self.calendar.opens(self.since if due is None else max(due, self.since))
        if resumes is None:
            return None
        return self.calendar.opens(self.calendar.add(resumes, self.allowed - self.counted))

    def _shares(
        self, thresholds: tuple[int, ...], told: Set[tuple[int, int, int]], live: bool
    ) -> tuple[tuple[tuple[int, Instant], ...], tuple[int, ...]]:
        """Shares not told: those reached, with their instants, and those still to come."""
        if not told and (not thresholds or 100 * self.counted < self.allowed * thresholds[0]):
            return (), thresholds if live else ()
        reached: list[tuple[int, Instant]] = []
        pending: list[int] = []
        seconds = self.target // SECOND
        for share in thresholds:
            if (self.number, seconds, share) in told:
                continue
            need = -(-self.allowed * share // 100)
            if need <= self.counted:
                reached.append((share, max(self.instant(need), self.armed)))
            elif live:
                pending.append(share)
        return tuple(reached), tuple(pending)

    def _without_target(self, agreement: int, metric: str) -> Clock | None:
        """A clock whose priority lost its target ends there without a result; without any, there is none."""
        if self.lost is None:
            return None
        at, counted, target, allowed = self.lost
        return Clock(
            agreement, metric, self.number, "cancelled",
            self.priority, target // SECOND, allowed, self.start, at, counted,
            self.calendar.elapsed(self.start, at) - counted, at, None, None, None, "no_target", None,
            self.first_stop, (), (), None, None,
        )  # fmt: skip
