"""What is asked about war rooms: those that are live, one with all that is in it, and the rules that propose them."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import QueueRow, queue_select
from deskconsole.features.war_room.rules import CAUSES as CAUSE_KINDS
from deskconsole.features.war_room.rules import CI, LEAST_SHARE, Crossing, RoomRule

__all__ = [
    "ALL_ENTRIES_OF", "ATTACHED_TO", "CAUSE_KINDS", "CI", "COUNTS_OF", "ENTRIES_OF", "ENTRY",
    "LEAST_SHARE", "LIVE_ROOM", "OVERDUE", "ROLES_OF", "ROOM", "ROOMS", "ROOMS_OPEN", "ROOM_BY_ID", "ROOM_NUMBERS",
    "ROOM_OF_TICKET", "ROOM_RULES", "TEXTS_OF", "THERE", "TICKETS_OF_ROOM", "TIMELINE_OF", "AttachedRow", "Counts",
    "EntryRow", "InRoom", "LineRow", "RoleRow", "RoomRow", "RoomRule", "RuleRow",
]  # fmt: skip

# --- rooms -----------------------------------------------------------------------------------------------------------


class RoomRow(NamedTuple):
    """A room as it stands."""

    id: int
    number: str
    cause_kind: str
    """service · ci · vendor · customer · hand"""
    cause: str | None
    """Key of the service, the vendor, the customer; what a ticket holds in its field ci."""
    cause_name: str | None
    cause_said: str | None
    """What somebody wrote the cause is."""
    title: str | None
    """None: erased."""
    state: str
    """proposed · open · mitigated · restored · stood down · rejected · merged"""
    live: int
    rule: str | None
    why: str | None
    proposed_at: Instant
    proposed_by: str
    confirmed_at: Instant | None
    confirmed_by: str | None
    since: Instant
    mitigated_at: Instant | None
    restored_at: Instant | None
    ended_at: Instant | None
    ended_by: str | None
    reason: str | None
    merged_into: int | None
    bridge: str | None
    parent: int | None
    parent_number: str | None


def _rooms(where: str) -> Query[RoomRow]:
    return Query(
        "select r.id, r.number, r.cause_kind, r.cause, coalesce(s.name, c.name, v.name, r.cause), said.text,"
        " title.text, r.state, r.live, r.rule, r.why, r.proposed_at, r.proposed_by, r.confirmed_at, r.confirmed_by,"
        " r.since, r.mitigated_at, r.restored_at, r.ended_at, r.ended_by, reason.text, r.merged_into, bridge.text,"
        " r.parent, major.number from war_room r"
        " left join service s on r.cause_kind = 'service' and s.key = r.cause"
        " left join customer c on r.cause_kind = 'customer' and c.key = r.cause"
        " left join vendor v on r.cause_kind = 'vendor' and v.key = r.cause"
        " left join private_text said on said.id = r.cause_said left join private_text title on title.id = r.title"
        " left join private_text reason on reason.id = r.reason left join private_text bridge on bridge.id = r.bridge"
        f" left join ticket major on major.id = r.parent where {where}",
        RoomRow,
    )


ROOMS_OPEN = _rooms("r.live = 1 order by r.id")
"""Those that are proposed, open, mitigated or restored: few, found by an index that holds no others."""

ROOM = _rooms("r.number = :number")
ROOM_BY_ID = _rooms("r.id = :room")
LIVE_ROOM = _rooms("r.live = 1 and r.cause_kind = :kind and r.cause = :key")
"""The live room of a cause: there is one at most."""
LAST_ROOM = _rooms("r.cause_kind = :kind and r.cause = :key order by r.id desc limit 1")
"""The last room of a cause; where that was merged, the cause belongs to the other one."""

ROOMS = _rooms("r.id < :before order by r.id desc limit :limit")
"""All of them, the latest first."""

ROOM_NUMBERS = Query("select number from war_room where live = 1 order by id", str)


class Counts(NamedTuple):
    """The tickets of a room, counted."""

    tickets: int
    open: int
    breached: int
    """Open ones whose next clock is past its due time at `:now`."""
    customers: int


COUNTS_OF = Query(
    "select count(*), coalesce(sum(coalesce(t.is_open, 0)), 0),"
    " coalesce(sum(case when t.is_open = 1 and t.standing = 0 and t.breaches_at <= :now then 1 else 0 end), 0),"
    " count(distinct t.customer) from war_room_ticket x join ticket t on t.id = x.ticket"
    " where x.room = :room and x.until_at is null",
    Counts,
)

EVER_IN = Query(
    "select count(distinct x.ticket), count(distinct case when exists (select 1 from clock c where c.ticket = x.ticket"
    " and (c.breached_at is not null or (c.state = 'running' and c.late < :now)))"
    " then x.ticket end) from war_room_ticket x where x.room = :room",
    lambda tickets, breached: (int(tickets), int(breached)),
)
"""How many tickets were in a room, and how many of them have broken a promise."""

# --- its tickets -----------------------------------------------------------------------------------------------------

TICKETS_OF_ROOM: Query[QueueRow] = Query(
    queue_select("t.id in (select x.ticket from war_room_ticket x where x.room = :room and x.until_at is null)")
    + " order by coalesce(t.is_open, 0) desc, t.standing, t.breaches_at, t.id",
    QueueRow,
)
"""Those that are in it, what is open and breaches next first."""


class AttachedRow(NamedTuple):
    """A ticket that is or was in a room."""

    link: int
    ticket: int
    number: str
    attached_at: Instant
    by: str
    how: str
    quiet: int
    until_at: Instant | None
    state: str | None


_ATTACHED = (
    "select x.id, x.ticket, t.number, x.attached_at, x.by, x.how, x.quiet, x.until_at, t.state"
    " from war_room_ticket x join ticket t on t.id = x.ticket where "
)
ATTACHED_TO = Query(_ATTACHED + "x.room = :room order by x.id", AttachedRow)
THERE = Query(_ATTACHED + "x.room = :room and x.until_at is null order by x.id limit :limit", AttachedRow)


class InRoom(NamedTuple):
    """The room that a ticket is in."""

    id: int
    number: str
    state: str
    link: int
    quiet: int
    title: str | None


ROOM_OF_TICKET = Query(
    "select r.id, r.number, r.state, x.id, x.quiet, p.text from war_room_ticket x join war_room r on r.id = x.room"
    " left join private_text p on p.id = r.title where x.ticket = :ticket and x.until_at is null",
    InRoom,
)

# --- roles and entries -----------------------------------------------------------------------------------------------


class RoleRow(NamedTuple):
    """Somebody in a role, or asked for it, or who had it."""

    id: int
    role: str
    operator: str
    state: str
    """asked · taken · renounced"""
    asked_at: Instant | None
    asked_by: str | None
    since: Instant | None
    until: Instant | None
    double: int
    handing: int
    briefing: str | None
    readback: str | None


ROLES_OF = Query(
    "select o.id, o.role, o.operator, o.state, o.asked_at, o.asked_by, o.since, o.until,"
    " case when o.double = 1 and exists (select 1 from war_room_role y where y.room = o.room"
    " and y.id <> o.id and y.operator = o.operator and y.state = 'taken') then 1 else 0 end,"
    " o.handing, b.text, r.text from war_room_role o left join private_text b on b.id = o.briefing"
    " left join private_text r on r.id = o.readback where o.room = :room order by o.id",
    RoleRow,
)
"""All that there were, in the order in which they were asked or taken."""


class EntryRow(NamedTuple):
    """What was written in a room."""

    id: int
    kind: str
    """note · decision · objection · task · question · hypothesis"""
    text: str | None
    """None: erased."""
    by: str
    at: Instant
    owner: str | None
    due_at: Instant | None
    done_at: Instant | None
    done_by: str | None
    state: str | None
    """open · done · answered · ruled out · confirmed · dropped; None: nothing is to be done about it."""
    outcome: str | None
    backers: str | None
    """Handles of those who are for a decision, parted by spaces."""
    of: int | None
    """The decision that an objection is against."""


_ENTRIES = (
    "select e.id, e.kind, p.text, e.by, e.at, e.owner, e.due_at, e.done_at, e.done_by, e.state, o.text, e.backers, e.of"
    " from war_room_entry e left join private_text p on p.id = e.text left join private_text o on o.id = e.outcome"
)
ENTRIES_OF = Query(f"{_ENTRIES} where e.room = :room and e.kind = :kind order by e.at, e.id", EntryRow)
ALL_ENTRIES_OF = Query(f"{_ENTRIES} where e.room = :room order by e.at, e.id", EntryRow)
ENTRY = Query(f"{_ENTRIES} where e.room = :room and e.id = :entry", EntryRow)


class OverdueRow(NamedTuple):
    """A task or a question that is past its time."""

    room: int
    number: str
    entry: int
    kind: str
    owner: str | None
    due_at: Instant


OVERDUE = Query(
    "select r.id, r.number, e.id, e.kind, e.owner, e.due_at from war_room_entry e join war_room r on r.id = e.room"
    " where e.due_at is not null and e.done_at is null and e.due_at <= :now and r.live = 1 order by e.due_at",
    OverdueRow,
)
"""Of all live rooms."""

# --- the timeline ----------------------------------------------------------------------------------------------------


class LineRow(NamedTuple):
    """A line of the journal that belongs to a room: its own, or one of a ticket while that was in it."""

    seq: int
    kind: str
    v: int
    about: str
    subject: int
    number: str | None
    """Of the ticket."""
    at: Instant
    actor: str
    behind: str | None
    body: str


_OF_TICKETS = "'ticket.in_room', 'ticket.out_of_room', 'clock.breached', 'ticket.resolved', 'ticket.reopened'"

TIMELINE_OF = Query(
    "select j.seq, j.kind, j.v, j.about, j.subject, null as number, j.occurred_at, j.actor, j.behind, j.body"
    " from journal j where j.about = 'war_room' and j.subject = :room"
    " union all select j.seq, j.kind, j.v, j.about, j.subject, t.number, j.occurred_at, j.actor, j.behind, j.body"
    " from war_room_ticket x join ticket t on t.id = x.ticket join journal j on j.about = 'ticket'"
    " and j.subject = x.ticket and j.occurred_at >= x.attached_at and j.occurred_at <= coalesce(x.until_at, :now)"
    f" where x.room = :room and j.kind in ({_OF_TICKETS}) order by 7, 1",
    LineRow,
)

TEXTS_OF = Query(
    "select id, text from private_text where about = 'war_room' and subject = :room",
    lambda number, text: (int(number), text),
)
"""Private texts of a room that have not been erased."""

# --- rules -----------------------------------------------------------------------------------------------------------


class RuleRow(NamedTuple):
    """A version of a rule as stored."""

    id: int
    name: str
    version: int
    since: Instant
    body: str


ROOM_RULES = Query(
    "select id, name, version, since, body from war_room_rule where retired_at is null order by name", RuleRow
)
"""Those that propose rooms now."""

BROKEN_BETWEEN = Query(
    "select c.breached_at, c.ticket, c.metric, c.cycle, 100, c.priority from clock c"
    " join agreement_version a on a.id = c.agreement where c.breached_at >= :since and c.breached_at < :until"
    " and (:agreement = '' or a.name = :agreement) order by c.breached_at, c.ticket",
    Crossing,
)
"""Clocks that broke in a span, for judging a rule by what has been."""
