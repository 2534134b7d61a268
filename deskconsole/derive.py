"""What follows from a subject's events: a ticket's clocks, its place in the queue, and when to look at it next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from deskconsole import crisis
from deskconsole.core.desk import Event, Folding, Query
from deskconsole.core.instants import DAY, Instant
from deskconsole.escalating import ESCALATED, MUTE, escalated, of_escalated, of_mute
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.events import (
    AgreementTookOver,
    AgreementVersioned,
    ClockBreached,
    ThresholdReached,
)
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
from deskconsole.features.changes import events as _changes  # noqa: F401 - some happen to tickets: whoever reads those must know them
from deskconsole.features.delivery.checks import checked_next
from deskconsole.features.directory.views import TEAM_KEY_OF
from deskconsole.features.escalation.views import RunRow
from deskconsole.features.exclusions.events import ExclusionApproved, ExclusionRevoked
from deskconsole.features.exclusions.views import Exclusions
from deskconsole.features.handover.rules import wakes_at
from deskconsole.features.mail.events import MailQueued
from deskconsole.features.maintenance import views as maintenance
from deskconsole.features.notices.rules import facts_of
from deskconsole.features.notices.views import notices_of
from deskconsole.features.offline.events import SheetDue, SheetPlanned
from deskconsole.features.people import rules as people
from deskconsole.features.people.events import PersonErased
from deskconsole.features.people.views import ADDRESSES, KEYED_BY
from deskconsole.features.promises.events import PromiseMade
from deskconsole.features.promises.rules import OPEN, standing
from deskconsole.features.staffing.rules import rerouted_at, watched
from deskconsole.features.tickets import tagged
from deskconsole.features.tickets.events import TicketReclassified
from deskconsole.features.tickets.searched import said, tags
from deskconsole.features.tickets.silence import next_step
from deskconsole.features.tickets.story import begun_before, facts
from deskconsole.features.tickets.views import ATTRIBUTES, OPEN_STATES, Attributes
from deskconsole.features.tickets.waits import columns, owes_answer
from deskconsole.features.war_room.standing import standing as standing_of_room
from deskconsole.sla.agreements import Target
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.cuts import BusinessTime, Cut
from deskconsole.sla.facts import Fact
from deskconsole.store.merge import Derived
from deskconsole.store.rows import Table
from deskconsole.store.transaction import Rules
from deskconsole.wording import WORDING

CLOCK, HOLD, REMEASURE, TAKE_OVER = "clock", "hold", "remeasure", "take over"
"""Timers: a ticket's next threshold, the end of its hold, an agreement under which tickets are to be measured anew, one
that open tickets go over to."""
SILENCE = "silence"
"""Timer: what a ticket comes to by itself where nobody answers (rule 16)."""
PROMISE = "promise"
"""Timer: a promise is to be called to mind, or due."""
UNCLAIMED = "unclaimed"
"""Timer: when a ticket that nobody took goes to another team."""
MAINTAINED, EXCLUDED = "remeasure maintenance", "remeasure exclusion"
"""Timers: a maintenance window, and an exclusion, for which tickets are to be measured anew."""
POLICED = "remeasure policy"
"""Timer: an escalation policy for which open tickets are to be looked at anew."""

CHECK = "check"
"""Timer: when the next check goes through a channel that others fall back on."""

ROOM = "war room"
"""Timer: a room that was proposed and that nobody answers, or that nobody commands."""
HANDOVER = "handover"
"""Timer: a handover is to be drafted, is late, or is to be scored."""
OFFLINE = "offline sheet"
"""Timer: a shift begins, and its offline sheet is to be put."""

SUBJECT = {
    TAKE_OVER: "agreement", PROMISE: "promise", CHECK: "channel", ROOM: "war_room", HANDOVER: "handover",
    OFFLINE: "offline_sheet", MUTE: "escalation_mute", **crisis.SUBJECT,
}  # fmt: skip
"""What a timer is about, where that is no ticket."""

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
    by = rules.Measure(desk.versions(AGREEMENTS), Calendars(desk), cuts_of(desk, ticket, is_, begun_before(events)))
    known, of = known_facts(desk, with_teams(desk, facts(events)), events), subject(ticket, is_, events)
    return Measured(is_, rules.live(known, of, by), rules.figures(ticket, known, of, by))


_MATCHED = ("type", "category", "customer", "tier", "service", "team")


_EARLIER = 31 * DAY
"""How long before a ticket was logged its clocks may have begun (rule 5)."""


def cuts_of(
    desk: Folding, ticket: int, is_: Attributes, before: Instant | None = None
) -> Callable[[str], Sequence[Cut]] | None:
    """What does not count of a ticket's clocks, by the name of the agreement; None where there is nothing of it.

    `before` is the earliest start of what was merged into it.
    """
    opened = is_.opened_at or 0
    begin = Instant(min(opened, opened if before is None else before) - _EARLIER)
    windows = maintenance.cuts(desk, is_.service_id, begin)
    excluded = desk.once(Exclusions)
    if not windows and not excluded:
        return None

    def of(agreement: str) -> list[Cut]:
        return [*windows, *excluded.of(ticket, is_.service_id, is_.customer_id, agreement, begin)]

    return of


class Uncut:
    """Tells of many clocks, one after the other, whether no span is cut out of them."""

    def __init__(self, desk: Folding) -> None:
        self._windows = desk.once(maintenance.Windows)
        self._exclusions = desk.once(Exclusions) or None

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


def known_facts(
    desk: Folding, known: list[Fact], events: Sequence[Event], places: dict[int, int] | None = None
) -> list[Fact]:
    """A ticket's facts with the thresholds that were recorded, and what moves its notices.

    `places` is filled, if given, with the place of the event behind each fact of a notice, by the fact's identity.
    """
    owed = facts_of(desk.once(Notices).known, events)
    if places is not None:
        places |= {id(fact): place for place, fact in owed}
    if more := [*rules.told(events), *(fact for _, fact in owed)]:
        known = sorted(known + more, key=lambda fact: fact.at)
    return known


class Notices:
    """What agreements say of notices; whether a breach may lead to one."""

    def __init__(self, desk: Folding) -> None:
        self.known = notices_of(desk.versions(AGREEMENTS))
        self.by_breach = any(each.since == "breach" for of in self.known.values() for each in of)


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
    runs = escalated(desk, ticket, rows, events, waiting)
    is_open, stands = int(is_.state in OPEN_STATES or _still_waits(clocks, events)), standing_of(rows, is_.held_until)
    return Derived(
        row={**waiting, "is_open": is_open, "starts_at": begun_before(events), **stands},
        rows={
            "clock": rows,
            "clock_figure": figures,
            "search_text": said(ticket, events),
            tagged.TABLE: tagged.entries(ticket, tags(events), is_open, *(stands[name] for name in tagged.MOVES)),
            **runs.rows,
        },
        wakes={
            CLOCK: rules.first_wake(clocks, is_.rings_from),
            HOLD: is_.held_until if is_.state == "held" else None,
            SILENCE: silent.at if (silent := next_step(events)) else None,
            UNCLAIMED: unclaimed_at(events, clocks) if is_.state in OPEN_STATES else None,
            **runs.wakes,
        },
    )


def _still_waits(clocks: Sequence[rules.Timed], events: Sequence[Event]) -> bool:
    """Whether somebody waits though the ticket has ended: for an answer (rules 24, 25), or for a notice (rule 37)."""
    live = [t.target.measures for t in clocks if t.clock.state in ("running", "paused")]
    return any(m.notice for m in live) or (any(m.requester for m in live) and owes_answer(events))


def unclaimed_at(events: Sequence[Event], clocks: Sequence[rules.Timed]) -> Instant | None:
    """When a ticket goes to another team because nobody took it: at a share of the clock that breaches next."""
    found = watched(events)
    running = [timed for timed in clocks if timed.clock.state == "running" and timed.clock.due is not None]
    if found is None or not running:
        return None
    watch, since = found
    first = min(running, key=lambda timed: (timed.clock.due, timed.clock.metric))
    return rerouted_at(rules.share_at(first, watch.share), watch, since)


def standing_of(rows: Sequence[ClockRow], held_until: Instant | None) -> dict[str, Any]:
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
    """What follows where only thresholds were recorded, steps of an escalation, or mail to many: there may be many.

    That a message of a war room is to leave moves nothing: what is said to all is no answer to one.
    """
    if all(isinstance(event, MailQueued) and event.notice is None and event.title is None for event in news):
        return Derived()
    told = [event for event in news if isinstance(event, ThresholdReached)]
    if len(told) < len(news):
        return of_escalated(desk, ticket, news)
    rows = desk.all(CLOCKS_OF, ticket=ticket)
    if desk.once(Exclusions) or any(row.cuts for row in rows):
        return None
    if desk.once(Notices).by_breach and any(isinstance(event, ClockBreached) for event in told):
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
    f"coalesce(t.starts_at, t.opened_at) < s.{{to}} + {31 * DAY} and"  # its clocks may have begun before (rules 5, 24)
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
    POLICED: Reach("escalation_policy", "s.id", "t.is_open = 1"),
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


def of_policy(desk: Folding, policy: int, events: Sequence[Event]) -> Derived:
    """Another version of a policy: on open tickets runs may begin at another time."""
    return Derived(wakes={POLICED: max((event.at for event in events), default=None)})


def of_maintenance(desk: Folding, maintenance: int, events: Sequence[Event]) -> Derived:
    """Whatever is said of a window may move the clocks of the tickets that it concerns."""
    return Derived(wakes={MAINTAINED: max((event.at for event in events), default=None)})


def of_exclusion(desk: Folding, exclusion: int, events: Sequence[Event]) -> Derived:
    """Approval and revocation move clocks; that it expires is known from the beginning and moves none."""
    decided = [event.at for event in events if isinstance(event, ExclusionApproved | ExclusionRevoked)]
    return Derived(wakes={EXCLUDED: max(decided, default=None)})


def of_promise(desk: Folding, promise: int, events: Sequence[Event]) -> Derived:
    """How a promise stands, and when it is called to mind or due."""
    if not any(isinstance(event, PromiseMade) for event in events):
        return Derived(wakes={PROMISE: None})  # it was taken back: there is no row of it
    stands = standing(events)
    return Derived(
        row={"state": stands.state, "is_open": int(stands.state in OPEN)},
        wakes={PROMISE: stands.wakes_at},
    )


def of_person(desk: Folding, person: int, events: Sequence[Event]) -> Derived:
    """What a person is found by, from those of their texts that have not been erased; of who was, their marks."""
    name = desk.all(KEYED_BY, person=person)
    addresses = [(row.kind, row.value) for row in desk.all(ADDRESSES, person=person) if row.value is not None]
    keys = people.keys_of(name[0] if name else None, addresses)
    marks = {(people.ERASED, mark) for event in events if isinstance(event, PersonErased) for mark in event.marks}
    return Derived(rows={"person_key": [(person, *key) for key in sorted({*keys, *marks})]})


def of_channel(desk: Folding, channel: int, events: Sequence[Event]) -> Derived:
    """When a channel is checked next: some time after it was defined, or after the last check began."""
    return Derived(wakes={CHECK: checked_next(events)})


def of_room(desk: Folding, room: int, events: Sequence[Event]) -> Derived:
    """When the desk does something about a room by itself."""
    return Derived(wakes={ROOM: standing_of_room(events).wake, **crisis.of_room(events)})


def of_handover(desk: Folding, handover: int, events: Sequence[Event]) -> Derived:
    """When something of it is due by itself."""
    return Derived(wakes={HANDOVER: wakes_at(events)})


def of_sheet(desk: Folding, sheet: int, events: Sequence[Event]) -> Derived:
    """When the next shift begins."""
    planned = [event.next_at for event in events if isinstance(event, SheetDue | SheetPlanned)]
    return Derived(wakes={OFFLINE: Instant(planned[-1]) if planned and planned[-1] is not None else None})


RULES = Rules(
    derive={
        "ticket": of_ticket,
        "promise": of_promise,
        "agreement": of_agreement,
        "maintenance": of_maintenance,
        "exclusion": of_exclusion,
        "person": of_person,
        "channel": of_channel,
        "handover": of_handover,
        "offline_sheet": of_sheet,
        "escalation_policy": of_policy,
        "escalation_mute": of_mute,
        "review": crisis.of_review,
        "war_room": of_room,
    },
    tables={
        "clock": Table(ClockRow._fields, 4),
        "clock_figure": Table(FigureRow._fields, 5),
        "person_key": Table(("person", "kind", "key"), 3),
        "search_text": Table(("ticket", "text", "title"), 2),
        tagged.TABLE: Table(tagged.Entry._fields, 2),
        ESCALATED: Table(RunRow._fields, 2),
    },
    step={"ticket": of_told},
    alone=frozenset(
        {
            "ticket",
            "person",
            "promise",
            "notification",
            "channel",
            "operator_contact",
            "war_room",
            "review",
            "handover",
            "offline_sheet",
            "escalation_mute",
        }
    ),
    referring=frozenset({"notification"}),
    wording=WORDING,
)
"""How subjects' rows follow from their events."""
