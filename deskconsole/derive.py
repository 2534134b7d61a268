"""What follows from a subject's events: a ticket's clocks, its place in the queue, and when to look at it next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event, Query
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.events import AgreementTookOver, AgreementVersioned, ThresholdReached
from deskconsole.features.agreements.views import (
    AGREEMENTS,
    CALENDAR,
    CLOCKS_OF,
    ClockRow,
    FigureRow,
    agreement_of,
    calendar_of,
    time_of,
)
from deskconsole.features.directory.views import TEAM_KEY_OF
from deskconsole.features.exclusions import views as exclusions
from deskconsole.features.exclusions.events import ExclusionApproved, ExclusionRevoked
from deskconsole.features.maintenance import views as maintenance
from deskconsole.features.tickets.events import TicketReclassified
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import ATTRIBUTES, OPEN_STATES, Attributes
from deskconsole.features.tickets.waits import columns
from deskconsole.sla.agreements import Target
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.cuts import BusinessTime, Cut
from deskconsole.sla.facts import Fact
from deskconsole.store.merge import Derived
from deskconsole.store.rows import Table
from deskconsole.store.transaction import Folding, Rules

CLOCK, HOLD, REMEASURE, TAKE_OVER = "clock", "hold", "remeasure", "take over"
"""Timers: a ticket's next threshold, the end of its hold, an agreement under which tickets are to be measured anew, one
that open tickets go over to."""
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
    figures: list[FigureRow]


def measure(desk: Folding, ticket: int, events: Sequence[Event]) -> Measured:
    """The clocks of a ticket, by its events and the agreement versions that match it."""
    is_ = desk.one(ATTRIBUTES, ticket=ticket)
    if is_.opened_at is None:
        return Measured(is_, [], [])
    by = rules.Measure(desk.versions(AGREEMENTS), Calendars(desk), cuts_of(desk, ticket, is_))
    known, of = known_facts(desk, with_teams(desk, facts(events)), events), subject(ticket, is_, events)
    return Measured(is_, rules.live(known, of, by), rules.figures(ticket, known, of, by))


_MATCHED = ("type", "category", "customer", "tier", "service", "team")


_EARLIER = 31 * DAY
"""How long before a ticket was logged its clocks may have begun (rule 5)."""


def cuts_of(desk: Folding, ticket: int, is_: Attributes) -> Callable[[str], Sequence[Cut]] | None:
    """What does not count of a ticket's clocks, by the name of the agreement; None where there is nothing of it."""
    begin = Instant((is_.opened_at or 0) - _EARLIER)
    windows = maintenance.cuts(desk, is_.service_id, begin)
    if not windows and not desk.once(exclusions.Exclusions):
        return None

    def of(agreement: str) -> list[Cut]:
        return [*windows, *exclusions.cuts(desk, ticket, is_.service_id, is_.customer_id, agreement, begin)]

    return of


class Uncut:
    """Tells of many clocks, one after the other, whether no span is cut out of them."""

    def __init__(self, desk: Folding) -> None:
        self._windows = desk.once(maintenance.Windows)
        self._exclusions = desk.once(exclusions.Exclusions) or None

    def may_fail(self, service: int | None) -> bool:
        """Whether there is anything at all that may be cut out of clocks of a service's tickets."""
        return self._exclusions is not None or bool(self._windows.of(service).cuts)

    def __call__(
        self, agreement: str, ticket: int, service: int | None, customer: int | None, begin: Instant, end: Instant
    ) -> bool:
        """Whether none is, in [begin, end), for a ticket of a service and a customer under an agreement."""
        windows, excluded = self._windows.of(service), self._exclusions
        if windows.cuts and windows.between(begin, end):
            return False
        return excluded is None or not excluded.of(ticket, service, customer, agreement, begin, end)


def known_facts(desk: Folding, known: list[Fact], events: Sequence[Event]) -> list[Fact]:
    """A ticket's facts with the thresholds that were recorded."""
    if told := rules.told(events):
        known = sorted(known + told, key=lambda fact: fact.at)
    return known


def with_teams(desk: Folding, known: list[Fact]) -> list[Fact]:
    """Facts with teams by the keys that agreements between teams name; as they are where there are none."""
    if not any(agreement_of(row).layer == "ola" for row in desk.versions(AGREEMENTS)):
        return known
    keys = dict(desk.versions(TEAM_KEY_OF))
    return [fact._replace(value=keys.get(fact.value)) if fact.what == "owned" else fact for fact in known]  # type: ignore[call-overload]


def subject(ticket: int, is_: Attributes, events: Sequence[Event]) -> rules.Subject:
    """A ticket as agreements see it, with what it was taken for before (rule 10)."""
    assert is_.opened_at is not None
    learned = Instant(max(is_.opened_at, is_.rings_from or 0))
    now: dict[str, str | None] = {name: getattr(is_, name) for name in _MATCHED}
    unknown = dict.fromkeys(_MATCHED) | {"team": is_.team}
    was = tuple((event.at, unknown | event.was) for event in events if isinstance(event, TicketReclassified))
    return rules.Subject(ticket, is_.opened_at, learned, now, was)


def of_ticket(desk: Folding, ticket: int, events: Sequence[Event]) -> Derived:
    """A ticket's clocks, its standing, and its timers."""
    is_, clocks, figures = measure(desk, ticket, events)
    rows: list[ClockRow] = [rules.row_of(ticket, timed) for timed in clocks]
    waiting = columns(events, is_.state)
    is_ = is_._replace(**{name: waiting[name] for name in ("state", "held_until") if name in waiting})
    return Derived(
        row={**waiting, "is_open": int(is_.state in OPEN_STATES), **standing_of(rows, is_.held_until)},
        rows={"clock": rows, "clock_figure": figures},
        wakes={
            CLOCK: rules.first_wake(clocks, is_.rings_from),
            HOLD: is_.held_until if is_.state == "held" else None,
        },
    )


def standing_of(rows: Sequence[ClockRow], held_until: Instant | None) -> dict[str, object]:
    """What a ticket's row says of its clocks: what a queue is sorted by."""
    place, at, first = rules.standing(rows, held_until)
    return {
        "standing": place,
        "breaches_at": at,
        "clock_agreement": first and first.agreement,
        "clock_metric": first and first.metric,
        "clock_cycle": first and first.cycle,
    }


def promised(desk: Folding) -> rules.MeasuredBy:
    """Finds target and calendar of a clock's row."""
    agreements = {row.id: row for row in desk.versions(AGREEMENTS)}
    calendars = Calendars(desk)

    def promise(row: ClockRow) -> tuple[Target, BusinessTime]:
        agreement = agreement_of(agreements[row.agreement])
        target = next(t for t in agreement.targets if t.metric == row.metric)
        return target, time_of(row.cuts, calendars[agreement.calendar])

    return promise


def of_told(desk: Folding, ticket: int, news: Sequence[Event]) -> Derived | None:
    """What follows where only thresholds were recorded: there may be thousands at once."""
    told = [event for event in news if isinstance(event, ThresholdReached)]
    if len(told) < len(news):
        return None
    rows = desk.all(CLOCKS_OF, ticket=ticket)
    if desk.once(exclusions.Exclusions) or any(row.cuts for row in rows):
        return None
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
        "agreement_version",
        "s.effective_at, s.took_over_at",
        "(s.effective_at is null or t.opened_at >= s.effective_at"
        " or (s.took_over_at is not null and t.closed_at is null))",
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
    took_over = [event for event in events if isinstance(event, AgreementTookOver)]
    planned = made and made[-1].existing == "move" and not took_over
    retired = len(made) + len(took_over) < len(events)
    return Derived(
        wakes={
            REMEASURE: None if retired or not made else Instant((took_over or made)[-1].at),
            TAKE_OVER: made[-1].effective_at if planned and not retired else None,  # type: ignore[dict-item]
        }
    )


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
    tables={"clock": Table(ClockRow._fields, 4), "clock_figure": Table(FigureRow._fields, 5)},
    step={"ticket": of_told},
    alone=frozenset({"ticket"}),
)
"""How subjects' rows follow from their events."""
