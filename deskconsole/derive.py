"""What follows from a subject's events: a ticket's clocks, its place in the queue, and when to look at it next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event, Query
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.events import AgreementVersioned, ThresholdReached
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, CLOCKS_OF, ClockRow, agreement_of, calendar_of
from deskconsole.features.exclusions.events import ExclusionApproved, ExclusionRevoked
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import ATTRIBUTES, OPEN_STATES, Attributes
from deskconsole.sla.agreements import Target
from deskconsole.sla.calendars import Calendar
from deskconsole.store.merge import Derived
from deskconsole.store.rows import Table
from deskconsole.store.transaction import Folding, Rules

CLOCK, HOLD, REMEASURE = "clock", "hold", "remeasure"
"""Timers: a ticket's next threshold, the end of its hold, an agreement under which tickets are to be measured anew."""
MAINTAINED, EXCLUDED = "remeasure maintenance", "remeasure exclusion"
"""Timers: a maintenance window, and an exclusion, for which tickets are to be measured anew."""

RINGS_FROM = Query[Instant | None]("select rings_from from ticket where id = :ticket", lambda at: at)


class Calendars(dict[int, Calendar]):
    """Compiled calendars by number, read when first asked for."""

    def __init__(self, desk: Folding) -> None:
        self.desk = desk

    def __missing__(self, number: int) -> Calendar:
        self[number] = calendar_of(self.desk.version(CALENDAR, number))
        return self[number]


class Measured(NamedTuple):
    """A ticket with its clocks."""

    is_: Attributes
    clocks: list[rules.Timed]


def measure(desk: Folding, ticket: int, events: Sequence[Event]) -> Measured:
    """The clocks of a ticket, by its events and the agreement versions that match it."""
    is_ = desk.one(ATTRIBUTES, ticket=ticket)
    if is_.opened_at is None:
        return Measured(is_, [])
    attributes = {name: getattr(is_, name) for name in ("type", "category", "customer", "tier", "service", "team")}
    learned = max(is_.opened_at, is_.rings_from or 0)
    agreements = rules.matching(desk.versions(AGREEMENTS), is_.opened_at, Instant(learned), attributes)
    known = facts(events)
    if told := rules.told(events):
        known = sorted(known + told, key=lambda fact: fact.at)
    return Measured(is_, rules.clocks(known, agreements, Calendars(desk)))


def of_ticket(desk: Folding, ticket: int, events: Sequence[Event]) -> Derived:
    """A ticket's clocks, its standing, and its timers."""
    is_, clocks = measure(desk, ticket, events)
    rows: list[ClockRow] = [rules.row_of(ticket, timed) for timed in clocks]
    place, at, first = rules.standing(rows, is_.held_until)
    return Derived(
        row={
            "is_open": int(is_.state in OPEN_STATES),
            "standing": place,
            "breaches_at": at,
            "clock_agreement": first and first.agreement,
            "clock_metric": first and first.metric,
            "clock_cycle": first and first.cycle,
        },
        rows={"clock": rows},
        wakes={
            CLOCK: rules.first_wake(clocks, is_.rings_from),
            HOLD: is_.held_until if is_.state == "held" else None,
        },
    )


def promised(desk: Folding) -> rules.Promise:
    """Finds target and calendar of a clock's row."""
    agreements = {row.id: row for row in desk.versions(AGREEMENTS)}
    calendars = Calendars(desk)

    def promise(row: ClockRow) -> tuple[Target, Calendar]:
        agreement = agreement_of(agreements[row.agreement])
        return next(t for t in agreement.targets if t.metric == row.metric), calendars[agreement.calendar]

    return promise


def of_told(desk: Folding, ticket: int, news: Sequence[Event]) -> Derived | None:
    """What follows where only thresholds were recorded: there may be thousands at once."""
    told = [event for event in news if isinstance(event, ThresholdReached)]
    if len(told) < len(news):
        return None
    rows = desk.all(CLOCKS_OF, ticket=ticket)
    changed = rules.once_told(rows, told, promised(desk))
    if changed is None:
        return None
    now = {row[:4]: row for row in (*rows, *changed)}
    wake = rules.next_wake([*now.values()], desk.one(RINGS_FROM, ticket=ticket))
    return Derived(rows={"clock": changed}, wakes={CLOCK: wake})


class Reach(NamedTuple):
    """Which tickets (`t`) a row (`s`) may move, as SQL: its table, the columns that say so, and what they say.

    `grouped` makes one of many rows that reach alike: a calendar file may bring hundreds of windows.
    """

    table: str
    columns: str
    moves: str
    grouped: str = ""


_WHILE = (
    f"t.opened_at < s.{{to}} + {31 * DAY} and"  # its clocks may have begun before it was logged (rule 5)
    " (t.closed_at is null or t.closed_at > s.{since} or t.touched_at > s.{since})"
)
REACH = {
    REMEASURE: Reach(
        "agreement_version", "s.effective_at", "(s.effective_at is null or t.opened_at >= s.effective_at)"
    ),
    MAINTAINED: Reach(
        "maintenance",
        "s.service, s.item, s.rescoped, min(s.first_at) as first_at, max(s.last_at) as last_at",
        "((s.service is null and s.item is null) or s.service = t.service or s.rescoped = 1) and "
        + _WHILE.format(since="first_at", to="last_at"),
        " group by s.service, s.item, s.rescoped",
    ),
    EXCLUDED: Reach(
        "exclusion",
        "s.ticket, s.service, s.customer, s.from_at, s.to_at",
        "(s.ticket is null or s.ticket = t.id) and (s.service is null or s.service = t.service)"
        " and (s.customer is null or s.customer = t.customer) and " + _WHILE.format(since="from_at", to="to_at"),
    ),
}
"""By the kind of the timer that works through these tickets."""


def of_agreement(desk: Folding, agreement: int, events: Sequence[Event]) -> Derived:
    """A new version is looked at once: which tickets does it measure?"""
    made = [event for event in events if isinstance(event, AgreementVersioned)]
    return Derived(wakes={REMEASURE: Instant(made[-1].at) if len(events) == len(made) else None})


def of_maintenance(desk: Folding, maintenance: int, events: Sequence[Event]) -> Derived:
    """Whatever is said of a window may move the clocks of the tickets that it concerns."""
    return Derived(wakes={MAINTAINED: max((event.at for event in events), default=None)})


def of_exclusion(desk: Folding, exclusion: int, events: Sequence[Event]) -> Derived:
    """Approval and revocation move clocks; that it expires is known from the beginning and moves none."""
    decided = [event.at for event in events if isinstance(event, ExclusionApproved | ExclusionRevoked)]
    return Derived(wakes={EXCLUDED: max(decided, default=None)})


RULES = Rules(
    derive={
        "ticket": of_ticket,
        "agreement": of_agreement,
        "maintenance": of_maintenance,
        "exclusion": of_exclusion,
    },
    tables={"clock": Table(ClockRow._fields, 4)},
    step={"ticket": of_told},
)
"""How subjects' rows follow from their events."""
