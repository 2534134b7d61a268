"""The clocks of a ticket, from its events and the agreements that match it: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.agreements.events import ClockBreached, ThresholdReached
from deskconsole.features.agreements.views import AgreementRow, ClockRow, FigureRow, agreement_of, written_spans
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import Clock, fold, is_breached, passed
from deskconsole.sla.cuts import COUNTED, BusinessTime, Cut, Figure, WithCuts, without
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.facts import Fact
from deskconsole.sla.matching import Promise, Shadowed, applies, choose, weigh

Attributes = Mapping[str, str | None]

RUNNING, PAUSED, NO_FIGURE = 0, 1, 2
"""Standing of a ticket in a queue: breached and running by due instant, paused by end of hold, no figure last."""

FAR = 1 << 62
"""Sorts behind every instant."""


class Subject(NamedTuple):
    """A ticket as agreements see it: its number, when it was opened and when we learned of it, and what it is.

    `was` are its earlier attributes, each until the instant at which they were corrected (rule 10).
    """

    ticket: int
    opened: Instant
    learned: Instant
    attributes: Attributes
    was: tuple[tuple[Instant, Attributes], ...] = ()


def in_force(rows: Sequence[AgreementRow], of: Subject) -> list[AgreementRow]:
    """The version of each agreement under which a ticket starts its clocks (rules 7, 11).

    History that comes after a version was retired is not measured by it. What happened in the very instant in which
    a version began or ended is told apart by the numbers of the tickets.
    """
    chosen: dict[str, AgreementRow] = {}
    for row in rows:  # by name and version: a later one that holds replaces an earlier
        if _begun(row, of) and (row.retired_at is None or _before_end(row, of)):
            chosen[row.name] = row
    return list(chosen.values())


def _begun(row: AgreementRow, of: Subject) -> bool:
    if row.effective_at is None:
        return True
    return row.effective_at <= of.opened and (row.version == 1 or of.ticket > (row.after_ticket or 0))


def _before_end(row: AgreementRow, of: Subject) -> bool:
    at = row.retired_at or 0
    return of.learned < at or (of.learned == at and row.until_ticket is not None and of.ticket <= row.until_ticket)


def movers(rows: Sequence[AgreementRow], first: Agreement, of: Subject) -> list[AgreementRow]:
    """Later versions of an agreement that open tickets go over to, in order (rule 11)."""
    return [
        row
        for row in rows
        if row.name == first.name and row.version > first.version and row.took_over_at and not _begun(row, of)
    ]


def promises(rows: Sequence[AgreementRow], of: Subject, attributes: Attributes) -> list[Promise]:
    """What a ticket with these attributes is promised."""
    return weighed(rows, of, attributes)[0]


def weighed(rows: Sequence[AgreementRow], of: Subject, attributes: Attributes) -> tuple[list[Promise], list[Shadowed]]:
    """What a ticket with these attributes is promised, and what gave way.

    An agreement that came after the ticket takes no promise from it, however specific it is: what was promised at its
    start stands (rule 11).
    """
    measuring = in_force(rows, of)
    chosen, shadowed = weigh(map(agreement_of, measuring), attributes)
    before = [row for row in measuring if row.version > 1 or of.ticket > (row.after_ticket or 0)]
    if shadowed and len(before) < len(measuring):
        stand = choose(map(agreement_of, before), attributes)
        chosen += [promise for promise in stand if promise not in chosen]
        shadowed = [each for each in shadowed if each.promise not in stand]
    return chosen, shadowed


def told(events: Sequence[Event]) -> list[Fact]:
    """Thresholds that were recorded, as facts of the clock engine."""
    return [
        Fact(e.at, "told", (e.agreement, e.metric, e.cycle, e.target_s, e.share))
        for e in events
        if isinstance(e, ThresholdReached)
    ]


class Timed(NamedTuple):
    """A clock with what it is measured by."""

    target: Target
    calendar: BusinessTime
    clock: Clock
    agreement: Agreement
    facts: Sequence[Fact]


class Measure(NamedTuple):
    """What clocks are folded with: versions of agreements, calendars by number, spans that do not count."""

    rows: Sequence[AgreementRow]
    calendars: Mapping[int, BusinessTime]
    cuts: Callable[[str], Sequence[Cut]] | None = None
    """Of an agreement by its name; None where nothing is cut out of any."""
    figure: Figure = "contractual"
    known_by: Instant | None = None
    """Only what was announced or approved by then; None: all that was."""

    def time(self, agreement: Agreement, target: Target) -> BusinessTime:
        """The calendar of an agreement as a target sees it (rule 17: only where it says so)."""
        calendar = self.calendars[agreement.calendar]
        if self.cuts is None or not COUNTED[self.figure]:
            return calendar
        cuts = [
            cut
            for cut in self.cuts(agreement.name)
            if cut.basis in COUNTED[self.figure]
            and (self.known_by is None or cut.known_at <= self.known_by)
            and target.leaves_out(cut)
        ]
        return without(calendar, cuts, target.metric)

    def fold(self, facts: Sequence[Fact], promise: Promise) -> list[Timed]:
        """The clocks of one promise."""
        agreement, target = promise
        time = self.time(agreement, target)
        folded = fold(facts, agreement, target, time, self.calendars)
        return [Timed(target, time, clock, agreement, facts) for clock in folded]


def clocks(facts: Sequence[Fact], of: Subject, by: Measure) -> list[Timed]:
    """All clocks of a ticket under one of the three figures (rule 32), those that were corrected away last."""
    steady = [fact for fact in facts if fact.what != "reclassified"]
    found: list[Timed] = []
    now = promises(by.rows, of, of.attributes)
    for promise in now:
        found += _moved(steady, promise, of, by)
    held = {(promise.agreement.id, promise.target.metric) for promise in now}
    for until, attributes in of.was:
        for promise in promises(by.rows, of, attributes):
            if (place := (promise.agreement.id, promise.target.metric)) not in held:
                held.add(place)
                found += by.fold(_until(steady, until, "reclassified"), promise)
    return found


def live(facts: Sequence[Fact], of: Subject, by: Measure) -> list[Timed]:
    """All clocks of a ticket as its desk sees them: the contractual ones, but for breaches that an exclusion came
    too late for. No waiver removes a breach (rule 28)."""
    contractual = clocks(facts, of, by)
    if by.cuts is None:
        return contractual
    raw = {_place(timed): timed for timed in clocks(facts, of, by._replace(figure="raw"))}
    return [_sticking(timed, raw.get(_place(timed)), facts, of, by) for timed in contractual]


def _sticking(timed: Timed, raw: Timed | None, facts: Sequence[Fact], of: Subject, by: Measure) -> Timed:
    """The clock, or as it was when it broke, by what had been announced and approved until then."""
    broke = _broke(raw, facts) if raw else None
    if broke is None or timed.clock.breached_at is not None:
        return timed
    in_time = clocks(facts, of, by._replace(known_by=broke))
    then = {_place(each): each for each in in_time}.get(_place(timed))
    return then if then and then.clock.due is not None and then.clock.due <= broke else timed


def _broke(raw: Timed, facts: Sequence[Fact]) -> Instant | None:
    """When a breach was told; else when the events prove one."""
    for at, what, value, _ in facts:
        if what == "told" and value[:3] == raw.clock[:3] and value[4] >= 100:  # type: ignore[index]
            return at
    return raw.clock.breached_at


def _place(timed: Timed) -> tuple[int, str, int]:
    return timed.clock[:3]


def _moved(facts: Sequence[Fact], promise: Promise, of: Subject, by: Measure) -> Iterator[Timed]:
    """The clocks of a promise, each under the version it ended or broke under, or the last that it went over to."""
    found = by.fold(facts, promise)
    later = movers(by.rows, promise.agreement, of) if found else []
    settled: set[int] = set()
    for row in later:
        at = row.took_over_at or Instant(0)
        then = by.fold(_until(facts, at), promise)
        settled |= {t.clock.cycle for t in then if t.clock.state not in _LIVE or is_breached(t.clock, at)}
        yield from (timed for timed in found if timed.clock.cycle in settled)
        successor = _same_promise(agreement_of(row), promise, of)
        if successor is None:
            gone = by.fold(_until(facts, at, "superseded"), promise)
            yield from (timed for timed in gone if timed.clock.cycle not in settled)
            return
        promise = successor
        found = [timed for timed in by.fold(facts, promise) if timed.clock.cycle not in settled]
    yield from found


_LIVE = ("running", "paused")


def _same_promise(agreement: Agreement, promise: Promise, of: Subject) -> Promise | None:
    target = next((target for target in agreement.targets if target.metric == promise.target.metric), None)
    return Promise(agreement, target) if target and applies(agreement, of.attributes) else None


def _until(facts: Sequence[Fact], at: Instant, why: str | None = None) -> list[Fact]:
    """What was known up to an instant; with the reason for which the clocks end there without a result."""
    before = [fact for fact in facts if fact.at <= at]
    return [*before, Fact(at, "reclassified", why)] if why else before


def row_of(ticket: int, timed: Timed) -> ClockRow:
    """A clock as it is stored."""
    clock, time = timed.clock, timed.calendar
    cuts = written_spans(_within_reach(time.spans, clock)) if isinstance(time, WithCuts) else None
    return ClockRow(ticket, *clock[:18], _risk_at(timed), cuts, clock.next_share, clock.next_at)


def figures(ticket: int, facts: Sequence[Fact], of: Subject, by: Measure) -> list[FigureRow]:
    """What a ticket's clocks come to under each of the three figures, as far as anything is cut out of them."""
    if by.cuts is None:
        return []
    internal = {_place(timed): timed for timed in clocks(facts, of, by._replace(figure="internal"))}
    touched = {place for place, timed in internal.items() if row_of(ticket, timed).cuts}
    found: list[FigureRow] = []
    for figure in COUNTED if touched else ():
        for timed in clocks(facts, of, by._replace(figure=figure)):
            if _place(timed) in touched:
                row = row_of(ticket, timed)._asdict() | {"figure": figure}
                found.append(FigureRow(**{name: row[name] for name in FigureRow._fields}))
    return found


BEYOND = 31 * DAY


def reach(clock: Clock | ClockRow) -> tuple[Instant, Instant]:
    """The time that matters to a clock until something happens to it again, and a month beyond its due instant."""
    return clock.start, clock.stopped or Instant(max(clock.late or 0, clock.due or 0, clock.since) + BEYOND)


def _within_reach(spans: Sequence[tuple[Instant, Instant]], clock: Clock) -> list[tuple[Instant, Instant]]:
    first, last = reach(clock)
    return [(begin, end) for begin, end in spans if end > first and begin < last]


def _risk_at(timed: Timed) -> Instant | None:
    if timed.clock.state != "running" or not timed.target.thresholds:
        return None
    return share_at(timed, timed.target.thresholds[0])


def share_at(timed: Timed, share: int) -> Instant:
    """When a running clock has used a share; where it had before it ran again, when it ran again."""
    clock = timed.clock
    left = -(-clock.allowed * share // 100) - clock.counted
    return timed.calendar.add(clock.since, left) if left > 0 else clock.since


def _broken(row: ClockRow) -> bool:
    return row.state == "paused" and row.breached_at is not None


def standing(rows: Sequence[ClockRow], held_until: Instant | None) -> tuple[int, int, ClockRow | None]:
    """Where a ticket stands in a queue: its standing, the instant to sort by, and the clock that breaches next."""
    # A broken promise stands first also while its clock is paused.
    pressing = [row for row in rows if row.due is not None and (row.state == "running" or _broken(row))]
    if pressing:
        first = min(pressing, key=lambda row: (row.due, row.metric))
        return RUNNING, first.due or 0, first
    paused = [row for row in rows if row.state == "paused"]
    if paused:
        least = min(paused, key=lambda row: row.allowed - row.counted)
        return PAUSED, held_until or FAR, least
    odd = next((row for row in rows if row.state == "unmeasurable"), None)
    return NO_FIGURE, FAR, odd


def next_wake(rows: Sequence[ClockRow], rings_from: Instant | None) -> Instant | None:
    """When the next threshold of any clock is to be noticed.

    A breach is one from the first instant at which more than the target has counted (rule 2), which after closing
    time is the next opening. What imported history passed long ago wakes nobody (rule 30).
    """
    due: list[Instant] = []
    for row in rows:
        if row.next_at is None or (rings_from is not None and row.next_at <= rings_from):
            continue
        due.append(Instant(row.late + 1) if row.next_share == 100 and row.late is not None else row.next_at)
    return min(due, default=None)


def first_wake(clocks: Sequence[Timed], rings_from: Instant | None) -> Instant | None:
    """The same from the clocks themselves, which also know what was reached in an earlier spell and never told."""
    due: list[Instant] = []
    for _, calendar, clock, *_ in clocks:
        due += [at for share, at in clock.reached if _rings(at, rings_from) and _tellable(share, clock)]
        for share in clock.pending if clock.state == "running" else ():
            at = calendar.add(clock.since, -(-clock.allowed * share // 100) - clock.counted)
            if _rings(at, rings_from):
                due.append(Instant(clock.late + 1) if share == 100 and clock.late is not None else at)
                break
    return min(due, default=None)


def _rings(at: Instant, rings_from: Instant | None) -> bool:
    return rings_from is None or at > rings_from


def _tellable(share: int, clock: Clock) -> bool:
    """A target that was used to the last second and no further is met: there is no breach to tell of."""
    return share < 100 or clock.breached_at is not None


def noticed(ticket: int, clocks: Sequence[Timed], rings_from: Instant | None, now: Instant) -> list[ThresholdReached]:
    """The shares that clocks have passed by now and nobody has been told of, at their instants, in order (rule 29)."""
    events: list[ThresholdReached] = []
    for _, calendar, clock, *_ in clocks:
        for share, at in passed(clock, calendar, now):
            if (rings_from is not None and at <= rings_from) or (share >= 100 and not is_breached(clock, now)):
                continue
            kind = ClockBreached if share >= 100 else ThresholdReached
            events.append(kind(at, ticket, clock.agreement, clock.metric, clock.cycle, clock.target_s, share))
    return sorted(events, key=lambda event: event.at)


MeasuredBy = Callable[[ClockRow], tuple[Target, BusinessTime]]
"""What a clock's row is measured by."""


def due(
    ticket: int, rows: Sequence[ClockRow], promise: MeasuredBy, rings_from: Instant | None, now: Instant
) -> list[ThresholdReached] | None:
    """The next share of each clock, where it is reached, from the rows alone; None where only the events can tell."""
    events: list[ThresholdReached] = []
    for row in rows:
        if _may_be_untold(row, promise):
            return None
        if row.next_at is not None and row.next_share is not None and row.next_at <= now:
            if rings_from is not None and row.next_at <= rings_from:
                return None
            if row.next_share < 100 or is_breached(row, now):
                kind = ClockBreached if row.next_share >= 100 else ThresholdReached
                told = (row.agreement, row.metric, row.cycle, row.target_s, row.next_share)
                events.append(kind(row.next_at, ticket, *told))
    return sorted(events, key=lambda event: event.at) or None


def _may_be_untold(row: ClockRow, promise: MeasuredBy) -> bool:
    """Whether a clock that stands may have passed a share that nobody was told of."""
    thresholds = promise(row)[0].thresholds
    return row.state != "running" and bool(thresholds) and 100 * row.counted >= row.allowed * thresholds[0]


def once_told(rows: Sequence[ClockRow], news: Sequence[ThresholdReached], promise: MeasuredBy) -> list[ClockRow] | None:
    """The clocks whose thresholds have been recorded, as the fold has them; None where only the events can tell.

    A threshold moves nothing but the share that comes next. Its instant, though, is one more up to which the fold
    has seen what happened: a breach before it, or a hold that ended by its limit, would show.
    """
    before = {row[1:4]: row for row in rows}
    after: dict[tuple[object, ...], ClockRow] = {}
    latest = max(event.at for event in news)
    for row in rows:
        breaks = row.late is not None and row.late < latest and row.breached_at is None
        if breaks or (row.resumes is not None and row.resumes <= latest) or _may_be_untold(row, promise):
            return None
    for event in news:
        key = (event.agreement, event.metric, event.cycle)
        row = after.get(key) or before.get(key)  # type: ignore[assignment]
        if row is None or (row.state, row.target_s, row.next_share) != ("running", event.target_s, event.share):
            return None
        target, calendar = promise(row)
        share = next((share for share in target.thresholds if share > event.share), None)
        if share is None:
            after[key] = row._replace(next_share=None, next_at=None)
            continue
        need = -(-row.allowed * share // 100) - row.counted
        if need <= 0:
            return None  # reached in an earlier spell
        next_at = row.due if share == 100 else calendar.add(row.since, need)
        after[key] = row._replace(next_share=share, next_at=next_at)
    return list(after.values())


def written_target(target: Target, priority: int) -> str:
    """What is promised for a priority, in words; `4h`, `next business day 17:00`."""
    amount = target.seconds.get(priority)
    if amount is None:
        return "none"
    return str(amount) if isinstance(amount, Deadline) else _hours(amount)


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}h{rest // 60:02}m" if hours else f"{rest // 60}m" if rest >= 60 else f"{rest}s"
