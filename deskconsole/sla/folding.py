"""The fold that makes clocks of facts: what is known on the way, and what each fact does to it (`effects`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deskconsole.core.instants import SECOND, Instant
from deskconsole.sla.agreements import Agreement, Amount, Target
from deskconsole.sla.cuts import BusinessTime
from deskconsole.sla.cycles import NEVER, Clock, Cycle, State
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.effects import effects
from deskconsole.sla.facts import Fact

_LATEST = Instant(7_258_118_400 * SECOND)
"""2200-01-01. Time zone data promises nothing before 1970 and nobody knows it after (rule 4)."""

NO_REQUESTER = "no requester"
"""Value of the fact `opened` of a ticket that nobody asked for (rule 6)."""

OF_MERGED = "of a merged ticket"
"""Value of a start that a ticket takes over from one that is merged into it (rule 24)."""

BROADCAST = "told to many"
"""Value of the end of a ticket that ended with others: by itself it answers nobody (rule 25)."""


class Folding:
    """What is known while the facts of a ticket are read for one target."""

    __slots__ = (
        "agreement", "asked", "calendar", "cores", "cycle", "cycles", "done", "early", "holds", "late", "live", "moved",
        "muted", "opened", "owns", "priority", "resumes", "silent", "target", "told", "unmeasurable",
    )  # fmt: skip

    def __init__(
        self,
        agreement: Agreement,
        target: Target,
        calendar: BusinessTime,
        facts: Sequence[Fact],
        cores: Mapping[int, BusinessTime],
    ) -> None:
        self.agreement, self.target, self.calendar, self.cores = agreement, target, calendar, cores
        self.opened: Instant | None = None
        self.early: tuple[Instant, str] | None = None  # a stop before the start
        self.unmeasurable = ""
        self.muted = False  # whether nobody waits (rule 6)
        self.cycles: list[Cycle] = []
        self.cycle: Cycle | None = None  # the latest
        self.live = False  # whether that one has not ended
        self.holds: dict[str, Instant | None] = {}  # reason → limit, only those that pause this clock
        self.resumes = NEVER  # when the limits of all holds are over
        self.moved: tuple[int, str] | None = None  # a change of priority while there was nothing to move
        self.asked: Instant | None = None  # the oldest message that came after the ticket was done
        self.owns = False  # whether the agreement's team has it
        self.late = False  # whether the fact at hand was entered afterwards (rule 27)
        self.done = False
        self.silent: Instant | None = None  # given up: until when the silence does not count, should it be reopened
        self.told: set[tuple[int, int, int]] = set()
        self.priority: int | None = _last_priority(facts) if target.priority == "final" else None

    # What each fact does: `effects` says which of these.

    def start(self, at: Instant, value: Any) -> None:
        if value == OF_MERGED and self.target.measures.requester:
            return  # each requester waits for themselves (rule 24)
        if value == NO_REQUESTER and self.target.measures.requester:
            self.muted = True
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

    def note(self, at: Instant, value: Any) -> None:
        if value == OF_MERGED and self.target.measures.requester:
            return
        if value == NO_REQUESTER and self.target.measures.requester:
            self.muted = True
        self.opened = at if self.opened is None else self.opened

    def ask(self, at: Instant, value: Any) -> None:
        if self.opened is None or self.live or value != self.agreement.party:
            return  # the oldest unanswered message rules (rule 20)
        if self.done:
            self.asked = self.asked or at
        else:
            self.begin(at, at)

    def own(self, at: Instant, value: Any) -> None:
        self.owns = value == self.agreement.party
        if self.live and not self.owns:
            self.end(at, "stopped")
        elif self.owns and not self.live and not self.done:
            self.begin(at, at)

    def retarget(self, at: Instant, value: Any) -> None:
        priority, why = value
        known, self.priority = self.priority, priority
        cycle = self.cycle
        if cycle is None:
            return
        if known is None:
            for each in self.cycles:  # it was never another one: in force from the start
                each.aim(priority, self.amount(priority, each.start))
        elif self.live:
            self.aim_anew(cycle, at, priority, why)
        else:
            self.moved = (priority, why)

    def pause(self, at: Instant, value: Any) -> None:
        reason, limit = value
        if reason not in self.target.pauses:
            return
        if reason in self.target.limits:
            stricter = Instant(at + self.target.limits[reason] * SECOND)
            limit = stricter if limit is None else min(limit, stricter)
        if limit is not None and limit <= at:
            return
        self.holds[reason] = limit
        self.limits()
        if self.live and self.cycle is not None and self.cycle.running:
            self.cycle.pause(at)

    def resume(self, at: Instant, value: Any) -> None:
        if value not in self.holds:
            return
        del self.holds[value]
        self.holds = {reason: limit for reason, limit in self.holds.items() if limit is None or limit > at}
        self.limits()
        if not self.holds:
            self.run_on(at)

    def go_on(self, at: Instant, value: Any) -> None:
        if self.opened is None:
            self.early = None
        cycle = self.cycle
        if cycle is None or self.live:
            return
        if self.target.reopen == "restart":
            self.begin(at, at)
            return
        through = self.target.reopen == "through"
        if through and self.silent is not None:
            cycle.reopen(Instant(min(at, self.silent)), False)  # nobody's fault but the caller's (rule 16)
        else:
            cycle.reopen(at, through)
        self.live, self.silent = True, None
        if self.moved is not None:
            priority, why = self.moved
            self.aim_anew(cycle, at, priority, why)
            self.moved = None
        if self.holds:
            cycle.pause(at)

    def begin_again(self, at: Instant, value: Any) -> None:
        self.done = False
        if self.live:
            return
        if self.asked is not None:
            self.begin(self.asked, at)
        elif self.owns or self.target.measures.restart:
            self.begin(at, at)

    def restart(self, at: Instant, value: Any) -> None:
        if self.live:
            self.end(at, "stopped")
        if not self.done and self.opened is not None:
            self.begin(at, at)

    def finish(self, at: Instant, value: Any) -> None:
        """A ticket that is done waits for nobody: its holds end."""
        self.done = True
        self.release(at)

    def give_up(self, at: Instant, value: Any) -> None:
        """It is over at the start of the hold; what that hold pauses does not count the silence either (rule 16)."""
        if self.live and value in self.holds:
            limit = self.holds[value]
            self.silent = NEVER if limit is None else limit
        self.stop_by(at, "unanswered")
        self.done = True

    def cancel(self, at: Instant, value: Any) -> None:
        self.done = True
        if self.live:
            self.end(at, "cancelled")
        self.release(at)

    def withdraw(self, at: Instant, value: Any) -> None:
        """It should never have been, or another agreement takes over: whatever it came to is no result."""
        for cycle in self.cycles:
            if cycle.state == "running":
                cycle.end(at, "cancelled")
            cycle.state, cycle.withdrawn = "cancelled", value or "reclassified"
        self.live, self.done = False, True

    def notice(self, at: Instant, value: Any) -> None:
        agreement, metric, cycle, seconds, percent = value
        if agreement == self.agreement.id and metric == self.target.metric:
            self.told.add((cycle, seconds, percent))

    def owe(self, at: Instant, value: Any) -> None:
        """A notice is owed; one that is owed already goes on from when it was."""
        notice = self.target.measures.notice
        if notice is not None and value[0] == notice.trigger and not self.live:
            self.begin(at, at)

    def send(self, at: Instant, value: Any) -> None:
        if value[0] == self.target.metric and self.live:
            self.end(at, "stopped")

    def come_back(self, at: Instant, value: Any) -> None:
        """Nobody was told after all: the time since counts, and the first end stays visible (rule 37)."""
        if value[0] == self.target.metric and self.cycle is not None and self.cycle.state == "stopped":
            self.go_on(at, None)

    def lapse(self, at: Instant, value: Any) -> None:
        """It is not owed: no result, but what is late by then stays so (rule 28)."""
        notice, cycle = self.target.measures.notice, self.cycle
        if notice is None or value[0] not in (self.target.metric, notice.trigger) or cycle is None or not self.live:
            return
        cycle.advance(at)
        if cycle.counted > cycle.allowed:
            self.end(at, "stopped")
        else:
            self.end(at, "cancelled")
            cycle.withdrawn = value[2]

    # What they have in common.

    def begin(self, start: Instant, at: Instant) -> None:
        """A new cycle, from `start`, known at `at`."""
        self.cycle = cycle = Cycle(len(self.cycles) + 1, start, self.calendar)
        self.cycles.append(cycle)
        self.live, self.moved, self.asked = True, None, None
        if self.priority is not None:
            cycle.aim(self.priority, self.amount(self.priority, start))
        if self.holds:
            cycle.pause(at)

    def amount(self, priority: int, start: Instant, at: Instant | None = None) -> int | None:
        """Business µs that a clock which started at `start` is given for a priority, from `at` on (default: its start).

        None: no target.
        """
        amounts = self.target.seconds if not self.target.variants else self.varied(start)
        amount = amounts.get(priority)
        if isinstance(amount, Deadline):
            return amount.allowed(start if at is None else at, self.calendar)
        return None if amount is None else amount * SECOND

    def varied(self, start: Instant) -> Mapping[int, Amount]:
        """The amounts for a clock that starts then: of its season, or outside core hours (CK-5)."""
        for variant in self.target.variants:
            if variant.season is not None:
                day = self.calendar.local_date(start).isoformat()[5:]
                first, last = variant.season
                fits = first <= day <= last if first <= last else day >= first or day <= last
            else:
                core = self.cores[variant.outside or 0]
                fits = core.opens(start) > start
            if fits:
                return variant.amounts
        return self.target.seconds

    def aim_anew(self, cycle: Cycle, at: Instant, priority: int, why: str) -> None:
        micros = self.amount(priority, cycle.start, at if why == "change" else None)
        cycle.retarget(at, priority, micros, why, self.target.grace)

    def stop_by(self, at: Instant, what: str) -> None:
        if self.live:
            self.end(at, "stopped")
        elif self.opened is None and self.early is None:
            self.early = (at, what)

    def end(self, at: Instant, state: State) -> None:
        if self.cycle is not None:
            self.cycle.end(at, state)
            self.cycle.evidence = self.late
        self.live = False
        if at >= _LATEST:
            self.unmeasurable = "outside_history"

    def release(self, at: Instant) -> None:
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
        found: list[Clock] = []
        for cycle in () if self.muted else self.cycles:
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


Handler = Callable[[Folding, Instant, Any], None]
_HANDLERS: dict[str, Handler] = {
    "start": Folding.start,
    "ask": Folding.ask,
    "own": Folding.own,
    "note": Folding.note,
    "restart": Folding.restart,
    "finish": Folding.finish,
    "pause": Folding.pause,
    "resume": Folding.resume,
    "retarget": Folding.retarget,
    "go-on": Folding.go_on,
    "begin-again": Folding.begin_again,
    "cancel": Folding.cancel,
    "withdraw": Folding.withdraw,
    "give-up": Folding.give_up,
    "told": Folding.notice,
    "owe": Folding.owe,
    "send": Folding.send,
    "come-back": Folding.come_back,
    "lapse": Folding.lapse,
}
_FINISH = ("resolved", "closed")


def effects_of(target: Target) -> Mapping[str, Handler]:
    """What each fact does to a target's clock; worked out once for each target."""
    known: Mapping[str, Handler] | None = target.__dict__.get("_effects")
    if known is None:
        known = {
            what: _stopping(what) if effect.does == "stop" else _HANDLERS[effect.does]
            for what, effect in effects(target).items()
            if not _idle(target, what)
        }
        target.__dict__["_effects"] = known
    return known


def _idle(target: Target, what: str) -> bool:
    """Whether a fact cannot move a target's clock, whatever it says: then it is not looked at."""
    return (what == "priority" and target.priority == "final") or (what in ("held", "resumed") and not target.pauses)


def _stopping(what: str) -> Handler:
    """A stop that is known by its fact; the end of a ticket also ends its holds."""

    def stop(folding: Folding, at: Instant, value: Any) -> None:
        if value is None or value == folding.agreement.party:
            folding.stop_by(at, what)

    def stop_and_finish(folding: Folding, at: Instant, value: Any) -> None:
        if value == BROADCAST and folding.target.measures.requester:
            folding.finish(at, value)
            return  # whoever was not told still waits (rule 25)
        folding.stop_by(at, what)
        folding.done = True
        if folding.holds:
            folding.release(at)

    return stop_and_finish if what in _FINISH else stop
