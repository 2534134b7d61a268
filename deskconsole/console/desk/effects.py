"""What a call would do to a ticket and its clocks, said before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from deskconsole.console.desk.source import ClockRow
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import NAMES
from deskconsole.console.painting.glyphs import UNICODE
from deskconsole.console.painting.lines import Line
from deskconsole.core.desk import Call, Recorded
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.features.tickets.events import ChasePlanned
from deskconsole.features.tickets.views import TicketRow

MAKES = frozenset({"ticket.new", "ticket.follow_up"})
"""Commands whose ticket is a new one."""

g = UNICODE
"""Other alphabets are spelled where the lines are shown."""


_NO_RESULT = {
    "no_target": "ends without a result: nothing is promised for that priority",
    "reclassified": "ends without a result, it is measured anew",
    "merged": "ends here, the ticket that stays is measured",
}


class Hours(Protocol):
    """A calendar: when so much business time has passed."""

    def add(self, at: Instant, us: int, /) -> Instant: ...


def lines(
    call: Call,
    before: Sequence[ClockRow],
    ticket: TicketRow,
    after: Sequence[ClockRow],
    now: Instant,
    zone: tzinfo,
    hours: Callable[[int], Hours],
) -> list[Line]:
    """What becomes of the ticket, then a line for each clock that lives before or after."""
    old = {(clock.agreement, clock.metric): clock for clock in before}
    told: list[Line] = [[("  ", ""), (_outcome(call, ticket), "text")]] if _outcome(call, ticket) else []
    wide = max((len(NAMES.get(clock.metric, clock.metric)) for clock in after), default=0)
    clocks = 0
    for clock in after:
        was = old.get((clock.agreement, clock.metric))
        if clock.state in ("running", "paused") or (was is not None and was.state != clock.state):
            words, role = Change(was, clock, ticket, now, zone, hours).said()
            told.append([(f"  {NAMES.get(clock.metric, clock.metric):{wide}}   ", "text"), (words, role)])
            clocks += 1
    return told if clocks else [*told, [("  no clock changes", "dim")]]


def chased(history: Sequence[Recorded], now: Instant, zone: tzinfo) -> list[Line]:
    """How the caller is chased by the hold that was just tried, should nobody answer (rule 16)."""
    plan = history[-1].event if history else None
    if not isinstance(plan, ChasePlanned):
        return []
    parts = []
    if plan.reminders:
        parts.append("reminded " + ", ".join(figures.due(Instant(at), now, zone, g) for at in plan.reminders))
    if plan.resolves_at is not None:
        parts.append(f"resolved {figures.due(Instant(plan.resolves_at), now, zone, g)}")
    return [[(f"  who does not answer is {'; '.join(parts)} (16)", "dim")]]


def _outcome(call: Call, ticket: TicketRow) -> str:
    """What a new ticket would be."""
    if call.command.name not in MAKES:
        return ""
    level = f"impact {ticket.impact} × urgency {ticket.urgency}" if ticket.impact and ticket.urgency else "no impact"
    return f"P{ticket.priority}: {level}{g.dot}{f'goes to {ticket.team}' if ticket.team else 'goes to no team'}"


@dataclass(frozen=True)
class Change:
    """What becomes of one clock: before, and after."""

    was: ClockRow | None
    clock: ClockRow
    ticket: TicketRow
    now: Instant
    zone: tzinfo
    hours: Callable[[int], Hours]

    def said(self) -> tuple[str, str]:
        """In words, with the role that colours them."""
        clock = self.clock
        if clock.state == "paused":
            return self._pause(), "sla-held"
        if clock.state == "stopped":
            used = figures.used(clock.counted).strip()
            if clock.breached_at is not None:
                return f"{g.breached} stops beyond its target, {used} used", "sla-breach"
            return f"{g.met} stops, {used} of {figures.target(clock.target_s)} used", "sla-met"
        if clock.state != "running":
            return _NO_RESULT.get(clock.reason or "", clock.reason or "is measured no more"), "dim"
        words, role = self._runs()
        late = clock.late or clock.due
        if late is not None and late < self.now:
            kept = self.was is not None and self.was.due == clock.due
            told = f"stays beyond its target, due was {self._due(clock.due)}" if kept else f"{words}, which has passed"
            return f"{g.breached} {told}", "sla-breach"
        return words, role

    def _runs(self) -> tuple[str, str]:
        was, due = self.was, self._due(self.clock.due)
        target = f" of {figures.target(self.clock.target_s)}"
        if was is None or was.state in ("stopped", "cancelled"):
            return f"starts{target}, due {due}" if was is None else f"runs again, due {due}", "text"
        if was.state == "paused":
            return f"runs again, due {due}", "text"
        if was.due != self.clock.due or was.target_s != self.clock.target_s:
            targets = f"target {figures.target(was.target_s)} {g.to}{target.removeprefix(' of')}, "
            moved = f"due {self._due(was.due)} {g.to} {due}" if was.due != self.clock.due else f"due stays {due}"
            same = was.target_s == self.clock.target_s
            return f"{'' if same else targets}{moved}", "text"
        return f"keeps running, due {due}{self._although()}", "dim"

    def _although(self) -> str:
        """Why a hold does not stop it (rule 13)."""
        if self.ticket.state != "held":
            return ""
        never = self.clock.metric in ("response", "next")
        reasons = [self.ticket.held_for or "", *(self.ticket.also_held or "").split()]
        does = "does" if len(reasons) == 1 else "do"
        return " (13: it never pauses)" if never else f" (13: {' and '.join(reasons)} {does} not pause it)"

    def _pause(self) -> str:
        """It stands still; and when it would be due if the hold lasts to its end."""
        clock = self.clock
        until = clock.resumes if self.ticket.also_held else self.ticket.held_until
        left = (clock.allowed or clock.target_s * SECOND) - clock.counted
        if left < 0:
            return f"{g.paused} stands still, {figures.beyond(-left, g)} beyond its target"
        word = "stays paused" if self.was is not None and self.was.state == "paused" else "pauses"
        told = f"{g.paused} {word} with {figures.duration(left)} left"
        if word == "pauses" and clock.since is not None and clock.since <= self.now - MINUTE:
            told += f", from {self._due(clock.since)}"  # the question was sent then (rule 14)
        if until is None or until <= self.now:
            return f"{told}; the hold has no end"
        then = self._due(self.hours(clock.calendar).add(until, left))
        before = f"{self._due(self.was.due)} {g.to} " if self.was is not None and self.was.due else ""
        return f"{told}; due {before}{then} if it lasts {figures.hold_end(until, self.now, self.zone)}"

    def _due(self, at: Instant | None) -> str:
        return figures.due(at, self.now, self.zone, g)
