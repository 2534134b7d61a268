"""What is asked about tickets: the queue, one ticket, its clocks and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.filter_views import Views, names_in
from deskconsole.features.tickets.filter_words import parse

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
    offered: str | None = None
    """Whom it is offered to: a team or a person who has not accepted it yet."""
    hue: str | None = None
    """What a rule of the view colours its number with."""


_QUEUE = """
select t.standing, t.breaches_at, t.id, t.number, p.text, t.priority, t.state, t.held_for, t.held_until, t.owner,
       team.name, customer.name, service.name, t.tags, t.opened_at, t.touched_at,
       a.calendar, c.metric, c.state, c.target_s, c.start, c.since, c.counted, c.due, c.breached_at,
       c.risk_at, c.allowed, c.late, c.resumes, t.also_held,
       (select coalesce(x.to_owner, o.key) from transfer x left join team o on o.id = x.to_team
        where x.ticket = t.id and x.stage = 'pending'), {hue}
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


def queue_select(where: str, hue: str = "null") -> str:
    """Rows of a queue that match a condition, in no order; `hue` is the SQL of what colours them."""
    return _QUEUE.format(where=where, hue=hue)


def queue_page(where: str, hue: str = "null") -> Query[QueueRow]:
    """Rows that match a compiled filter, in the order of a queue, from a place on.

    Values beside the filter's: `standing`, `breaches_at`, `id` (the place after which to begin; -1, 0, 0 is the
    top) and `limit`.
    """
    place = "(t.standing, t.breaches_at, t.id) > (:standing, :breaches_at, :id)"
    order = " order by t.standing, t.breaches_at, t.id"
    return few(f"ticket t where {place} and {where}", order, hue)


def tagged_page(where: str, hue: str = "null") -> Query[QueueRow]:
    """The same of tickets that carry a `:tag`, open or not as `:open` has it, by the entries of that tag."""
    place = "(g.standing, g.breaches_at, g.ticket) > (:standing, :breaches_at, :id)"
    # A cross join, which SQLite leaves in this order.
    led = "from ticket_tag g cross join ticket t where g.tag = :tag and g.is_open = :open and t.id = g.ticket"
    order = " order by {0}.standing, {0}.breaches_at, {0}."
    chosen = f"select g.ticket {led} and {place} and {where}{order.format('g')}ticket limit :limit"
    return Query(queue_select(f"t.id in ({chosen})", hue) + f"{order.format('t')}id", QueueRow)


def few(chosen_from: str, order: str, hue: str = "null") -> Query[QueueRow]:
    """The first `:limit` rows that match, in an order. Only they are put together, not all that an index found."""
    chosen = f"t.id in (select t.id from {chosen_from}{order} limit :limit)"
    return Query(queue_select(chosen, hue) + order, QueueRow)


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
    return Query(queue_select(where) + " order by t.standing, t.breaches_at, t.id", QueueRow)


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
    person: int | None
    """Who asks, where the desk knows them."""
    mails: int
    """How many mail addresses of theirs are known."""
    survivor: str | None
    """Number of the ticket that it is merged into."""
    outage_at: Instant | None
    """From when it is a known outage; `outage_say` is the sentence for whoever calls about it."""
    outage_say: str | None


def _tickets(where: str) -> Query[TicketRow]:
    return Query(
        "select t.id, t.number, t.type, p.text, r.text, t.channel, t.category, t.environment, t.state, t.label,"
        " t.held_for, t.held_until, t.impact, t.urgency, t.priority, t.priority_label, t.stated_priority, team.name,"
        " t.owner, customer.name, service.name, t.tags, t.source, t.opened_at, t.touched_at, t.responded_at,"
        " t.resolved_at, t.resolution_code, coalesce(t.cause, why.text), t.closed_at, t.reopened, t.intake,"
        " t.reported_at, t.detected_at,"
        " t.impact_at, t.clamped, t.also_held, t.acknowledged_at, t.restored_at, t.confirmed_at, t.outcome,"
        " vendor.name, t.vendor_reference, t.person,"
        " (select count(*) from person_address a where a.person = t.person and a.kind = 'mail'),"
        " survivor.number, t.outage_at, say.text"
        " from ticket t left join private_text p on p.id = t.title left join private_text r on r.id = t.requester"
        " left join team on team.id = t.team left join customer on customer.id = t.customer"
        " left join service on service.id = t.service left join vendor on vendor.id = t.vendor"
        " left join ticket_merge m on m.id = t.id left join ticket survivor on survivor.id = m.survivor"
        " left join private_text say on say.id = t.outage_say left join private_text why on why.id = t.cause_said"
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


_COLUMNS = "select seq, kind, v, subject, occurred_at, body, known_at, recorded_at, actor, behind from journal"
_TOLD = (
    "about = 'ticket' and subject = :ticket",
    "about = 'promise' and subject in (select id from promise where ticket = :ticket)",
)
"""What is told of a ticket: what happened to it, and to what was promised on it."""


def _timeline(more: str, order: str = "occurred_at, seq") -> Query[TimelineRow]:
    """One part after the other, each by its index: a page of a long timeline costs a page."""
    return Query(
        " union all ".join(f"{_COLUMNS} where {told}{more}" for told in _TOLD) + f" order by {order}", TimelineRow
    )


TIMELINE = _timeline("")

PARTS: Mapping[str, str] = {
    "all": "",
    "conversation": " and (kind in ('ticket.created', 'ticket.commented', 'ticket.contacted', 'ticket.bounced',"
    " 'ticket.resolved') or kind like 'mail.%')",
    "clocks": " and (kind in ('ticket.held', 'ticket.resumed', 'ticket.prioritised', 'ticket.acknowledged',"
    " 'ticket.restored', 'ticket.resolved', 'ticket.reopened', 'breach.explained')"
    " or kind like 'clock.%' or kind like 'escalation.%')",
}
"""What of a timeline is looked at: the condition on its lines."""


def timeline_before(part: str) -> Query[TimelineRow]:
    """Lines before one, the latest first: however long a timeline is, a page costs a page."""
    return _timeline(
        f"{PARTS[part]} and occurred_at <= :at and (occurred_at < :at or seq < :seq)",
        "occurred_at desc, seq desc limit :limit",
    )


def timeline_since(part: str) -> Query[TimelineRow]:
    """One line and all after it, the latest first."""
    return _timeline(
        f"{PARTS[part]} and occurred_at >= :at and (occurred_at > :at or seq >= :seq)", "occurred_at desc, seq desc"
    )


TEXTS_BETWEEN = Query(
    f"select id, text from private_text where ({_TOLD[0]} and id between :first and :last)"
    f" or ({_TOLD[1]} and id between :first and :last)",
    lambda number, text: (int(number), str(text)),
)
"""The private texts of some lines; their numbers follow from those of the lines."""

TEXTS = Query(
    f"select id, text from private_text where ({_TOLD[0]}) or ({_TOLD[1]})",
    lambda number, text: (int(number), str(text)),
)

FINAL_PRIORITY = Query(
    "select id, coalesce(priority_label, 'P' || priority) from ticket where priority is not null",
    lambda ticket, label: (int(ticket), str(label)),
)

SOURCES = Query("select id, source from ticket", lambda ticket, source: (int(ticket), source))
"""The log that each ticket came from; None: it is our own."""

LATEST_TAGS = Query("select coalesce(tags, '') from (select tags from ticket order by id desc limit 500) t", str)
"""Tags of the newest tickets: those that somebody is likely to mean."""

NEXT_LINE = Query("select coalesce(max(seq), 0) + 1 from journal", int)
"""A number that nothing ever had, unlike that of the next row of a table whose rows may go (a link taken back)."""


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


def written(text: str, views: Mapping[str, str]) -> str:
    """A filter as it is written back, whose views are among these. Raises BadInput, with the place."""
    named = Views(views)
    tree = parse(text, named)
    named.expanded(tree)
    return str(tree)


def views_named(text: str) -> frozenset[str]:
    """The views that a filter is made of, folded."""
    return names_in(parse(text))
