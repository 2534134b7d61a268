"""What is asked about tickets: the queue, one ticket, its clocks and its timeline."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

# Standing of a ticket in the queue: what breaches next comes first (frames, "Sort of a queue").
RUNNING, PAUSED, NO_FIGURE = 0, 1, 2


class QueueRow(NamedTuple):
    """One line of a queue: the ticket and the clock that breaches next (fields from `metric` on, None without one)."""

    standing: int
    breaches_at: int
    id: int
    number: str
    title: str | None
    """None: erased."""
    priority: int | None
    state: str | None
    held_for: str | None
    held_until: Instant | None
    owner: str | None
    team: str | None
    customer: str | None
    service: str | None
    tags: str | None
    opened_at: Instant | None
    touched_at: Instant | None
    calendar: int | None
    """Calendar version the clock is measured in."""
    metric: str | None
    """response · next · resolution · closure"""
    clock_state: str | None
    """running · paused · stopped · cancelled · unmeasurable"""
    target_s: int | None
    start_at: Instant | None
    since: Instant | None
    counted: int | None
    due: Instant | None
    breached_at: Instant | None
    risk_at: Instant | None
    """Running: from when it is at risk."""
    allowed: int | None = None
    """µs of business time at which it is due; left = allowed - counted - what counted since."""
    late: Instant | None = None
    """Beyond this instant it is breached."""
    resumes: Instant | None = None
    """Paused: when the limit of its hold lets it run again."""
    also_held: str | None = None
    """The other reasons it is held for, parted by spaces."""


_QUEUE = """
select t.standing, t.breaches_at, t.id, t.number, p.text, t.priority, t.state, t.held_for, t.held_until, t.owner,
       team.name, customer.name, service.name, t.tags, t.opened_at, t.touched_at,
       a.calendar, c.metric, c.state, c.target_s, c.start, c.since, c.counted, c.due, c.breached_at,
       c.risk_at, c.allowed, c.late, c.resumes, t.also_held
from ticket t
left join private_text p on p.id = t.title
left join team on team.id = t.team
left join customer on customer.id = t.customer
left join service on service.id = t.service
left join clock c on c.ticket = t.id and c.agreement = t.clock_agreement
     and c.metric = t.clock_metric and c.cycle = t.clock_cycle
left join agreement_version a on a.id = t.clock_agreement
where {where}
"""


def queue_page(where: str) -> Query[QueueRow]:
    """Rows that match a compiled filter, in the order of a queue, from a place on.

    Values beside the filter's: `standing`, `breaches_at`, `id` (the place after which to begin; -1, 0, 0 is the
    top) and `limit`.
    """
    place = "(t.standing, t.breaches_at, t.id) > (:standing, :breaches_at, :id)"
    order = " order by t.standing, t.breaches_at, t.id limit :limit"
    return Query(_QUEUE.format(where=f"{place} and {where}") + order, QueueRow)


class Attributes(NamedTuple):
    """What agreements match a ticket by: its own columns and keys that never change, so that its clocks follow from
    its events and a desk file that is changed later moves none of them."""

    opened_at: Instant | None
    type: str | None
    category: str | None
    customer: str | None
    tier: str | None
    service: str | None
    team: str | None
    state: str | None
    held_until: Instant | None
    rings_from: Instant | None
    service_id: int | None
    customer_id: int | None


ATTRIBUTES = Query(
    "select t.opened_at, t.type, t.category, customer.key, t.tier, service.key, team.key, t.state,"
    " t.held_until, t.rings_from, t.service, t.customer from ticket t left join customer on customer.id = t.customer"
    " left join service on service.id = t.service left join team on team.id = t.team where t.id = :ticket",
    Attributes,
)

OPEN_STATES = frozenset({"new", "open", "held"})


def queue_all(where: str) -> Query[QueueRow]:
    """All rows that match a compiled filter, in the order of a queue."""
    return Query(_QUEUE.format(where=where) + " order by t.standing, t.breaches_at, t.id", QueueRow)


def queue_places(where: str) -> Query[tuple[int, int, int]]:
    """Only the places of the rows that match, in order: what a list needs to be scrolled."""
    sql = f"select t.standing, t.breaches_at, t.id from ticket t where {where}"
    return Query(sql + " order by t.standing, t.breaches_at, t.id", lambda *place: place)


class TicketRow(NamedTuple):
    """One ticket with all that is told about it beside its clocks and its history."""

    id: int
    number: str
    type: str
    title: str | None
    requester: str | None
    channel: str | None
    category: str | None
    environment: str | None
    state: str | None
    label: str | None
    held_for: str | None
    held_until: Instant | None
    impact: int | None
    urgency: int | None
    priority: int | None
    priority_label: str | None
    stated_priority: int | None
    team: str | None
    owner: str | None
    customer: str | None
    service: str | None
    tags: str | None
    source: str | None
    opened_at: Instant | None
    touched_at: Instant | None
    responded_at: Instant | None
    resolved_at: Instant | None
    resolution_code: str | None
    cause: str | None
    closed_at: Instant | None
    reopened: int | None
    intake: str | None
    """people · alerts · automation"""
    reported_at: Instant | None
    detected_at: Instant | None
    impact_at: Instant | None
    clamped: str | None
    """Which of these a source had said otherwise: in the future, or too long ago."""
    also_held: str | None
    """The other reasons it is held for, parted by spaces; `held_for` is the hold that ends first."""
    acknowledged_at: Instant | None
    restored_at: Instant | None
    confirmed_at: Instant | None
    outcome: str | None
    """Cancelled: cancelled · duplicate · spam."""
    vendor: str | None
    vendor_reference: str | None


def _tickets(where: str) -> Query[TicketRow]:
    return Query(
        "select t.id, t.number, t.type, p.text, r.text, t.channel, t.category, t.environment, t.state, t.label,"
        " t.held_for, t.held_until, t.impact, t.urgency, t.priority, t.priority_label, t.stated_priority, team.name,"
        " t.owner, customer.name, service.name, t.tags, t.source, t.opened_at, t.touched_at, t.responded_at,"
        " t.resolved_at, t.resolution_code, t.cause, t.closed_at, t.reopened, t.intake, t.reported_at, t.detected_at,"
        " t.impact_at, t.clamped, t.also_held, t.acknowledged_at, t.restored_at, t.confirmed_at, t.outcome,"
        " vendor.name, t.vendor_reference"
        " from ticket t left join private_text p on p.id = t.title left join private_text r on r.id = t.requester"
        " left join team on team.id = t.team left join customer on customer.id = t.customer"
        " left join service on service.id = t.service left join vendor on vendor.id = t.vendor"
        f" where {where}",
        TicketRow,
    )


TICKET = _tickets("t.number = :number")
TICKET_BY_ID = _tickets("t.id = :ticket")


class LinkRow(NamedTuple):
    relation: str
    number: str


LINKS = Query(
    "select l.relation, t.number from ticket_link l join ticket t on t.id = l.other where l.ticket = :ticket"
    " order by l.id",
    LinkRow,
)


class BreachCauseRow(NamedTuple):
    """Why a clock of a ticket breached; a `note` that was erased is None."""

    number: int
    agreement: int
    metric: str
    cycle: int
    cause: str
    layer: str
    """sla · ola · uc · customer"""
    party: str | None
    """Key of the team (ola) or vendor (uc)."""
    note: str | None
    explained_at: Instant


BREACH_CAUSES = Query(
    "select b.id, b.agreement, b.metric, b.cycle, b.cause, b.layer, b.party, p.text, b.explained_at"
    " from breach_cause b left join private_text p on p.id = b.note where b.ticket = :ticket order by b.id",
    BreachCauseRow,
)


ALL_BREACH_CAUSES = Query(
    "select ticket, agreement, metric, cycle, cause, case when party is null then layer else layer || ' ' || party end"
    " from breach_cause order by explained_at, id",
    lambda ticket, agreement, metric, cycle, cause, layer: ((ticket, agreement, metric, cycle), str(cause), str(layer)),
)
"""Clock, cause and responsible layer; of one clock the last counts."""


class TimelineRow(NamedTuple):
    """A line of the journal about a ticket, as stored."""

    seq: int
    kind: str
    v: int
    subject: int
    occurred_at: Instant
    body: str
    known_at: Instant
    recorded_at: Instant
    actor: str
    behind: str | None


TIMELINE = Query(
    "select seq, kind, v, subject, occurred_at, body, known_at, recorded_at, actor, behind from journal"
    " where about = 'ticket' and subject = :ticket order by occurred_at, seq",
    TimelineRow,
)
TEXTS = Query(
    "select id, text from private_text where about = 'ticket' and subject = :ticket",
    lambda number, text: (int(number), str(text)),
)

FINAL_PRIORITY = Query(
    "select id, coalesce(priority_label, 'P' || priority) from ticket where priority is not null",
    lambda ticket, label: (int(ticket), str(label)),
)

SOURCES = Query("select id, source from ticket", lambda ticket, source: (int(ticket), source))
"""The log that each ticket came from; None: it is our own."""

LAST_CALLS = Query(
    "select call, subject, max(recorded_at) from journal where about = 'ticket' and actor = :actor"
    " and seq > (select coalesce(max(seq), 0) from journal) - 5000 group by call, subject order by call desc limit 20",
    lambda call, ticket, at: (int(call), int(ticket), Instant(at)),
)
"""Somebody's latest calls on tickets, the last first, and when they were made; who has done nothing for 5000 events
has nothing to undo."""

NEXT_LINE = Query("select coalesce(max(seq), 0) + 1 from journal", int)
"""A number that nothing ever had, unlike that of the next row of a table whose rows may go (a link taken back)."""

EVENTS_OF = Query("select seq from journal where seq >= :call and call = :call and seq < :call + 100", int)


def queue_counts(where: str) -> Query[tuple[int, int, int]]:
    """How many tickets match, how many of them are breached, and how many at risk, by the clock that breaches next."""
    breached = "(c.breached_at is not null or c.late < :now)"
    return Query(
        f"select count(*), coalesce(sum(case when {breached} then 1 else 0 end), 0), coalesce(sum(case when"
        " c.risk_at <= :now and c.breached_at is null and c.late >= :now then 1 else 0 end), 0)"
        " from ticket t left join clock c on c.ticket = t.id and c.agreement = t.clock_agreement"
        f" and c.metric = t.clock_metric and c.cycle = t.clock_cycle where {where}",
        lambda *counts: (int(counts[0]), int(counts[1]), int(counts[2])),
    )


class Labels(NamedTuple):
    """How the system a ticket came from words its state and priority."""

    label: str | None
    priority_label: str | None


LABELS = Query(
    "select id, label, priority_label from ticket",
    lambda ticket, label, priority: (int(ticket), Labels(label, priority)),
)
