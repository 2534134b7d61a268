"""Messages from war rooms as they are looked up: what was said, to whom, what is due next, what the phone says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.features.room_updates.rules import CUSTOMERS, INTERNAL, OF_ONE, PHASES, STATUS_PAGE
from deskconsole.features.room_updates.rules import VARIABLES as MAY_NAME
from deskconsole.features.room_updates.settings import BySeverity, CommsSpec, by_severity, spec_of
from deskconsole.features.staffing.views import MEMBERS, Member
from deskconsole.features.war_room.views import ROLES_OF, ROOM, ROOM_NUMBERS, RoomRow

__all__ = [
    "AUDIENCES",
    "CADENCE",
    "CADENCES_OF",
    "COMMS",
    "DEFAULT_SEVERITY",
    "MAY_NAME",
    "NEXT_OF",
    "NEXT_UPDATES",
    "OF_ONE",
    "OUTCOMES_OF",
    "PHASES",
    "PHONE_SENTENCE",
    "ROOM_SEVERITY",
    "SENTENCE_OF",
    "SERVICES_OF",
    "TICKETS_IN",
    "TOLD_OF",
    "UPDATES_OF",
    "WAITING_OF",
    "WRITTEN_TO",
    "BySeverity",
    "CommsSpec",
    "Due",
    "InRoom",
    "Outcomes",
    "Sentence",
    "ToldRow",
    "UpdateRow",
    "answering",
    "by_severity",
    "comms",
    "open_room",
    "severity_of",
    "the_room",
]  # fmt: skip

R = TypeVar("R")

AUDIENCES = (INTERNAL, CUSTOMERS, STATUS_PAGE)
"""Who hears of a room; or one customer alone, written with `OF_ONE` before the key."""


# --- the room, and who answers for it --------------------------------------------------------------------------------

OPEN = ("open", "mitigated", "restored")
"""States in which people work in a room."""


def the_room(desk: Reads, number: str) -> RoomRow:
    """A room by its number. Raises NotFound, which says where they are listed."""
    row = desk.maybe(ROOM, number=number.strip().upper())
    if row is None:
        raise NotFound(f"there is no war room “{number.strip()}”: `deskconsole war-room list` lists them")
    return row


def open_room(desk: Reads, number: str) -> RoomRow:
    """A room that people work in: the one of that number, or, where none is given, the only one."""
    if not number.strip():
        numbers = desk.all(ROOM_NUMBERS)
        if len(numbers) != 1:
            raise NotFound(f"name the room: {', '.join(numbers)}" if numbers else "no war room is open")
        number = numbers[0]
    row = the_room(desk, number)
    if row.state not in OPEN:
        told = "confirm it first" if row.state == "proposed" else "it is over"
        raise Refused(f"{row.number} is {row.state}: {told}")
    return row


def answering(desk: Reads, room: int, who: str) -> list[Member]:
    """Those who answer for something in a room: whoever has a role, the leads who are here, the managers."""
    members = desk.all(MEMBERS)
    if who in ("leads", "managers"):
        return _here([each for each in members if who.removesuffix("s") in each.roles.split()])
    has = {role.operator for role in desk.all(ROLES_OF, room=room) if role.state == "taken" and role.role == who}
    return [each for each in members if each.handle in has]


def _here(members: Sequence[Member]) -> list[Member]:
    """Of several those who have not left for the day."""
    return [each for each in members if each.status != "off"] or list(members)


# --- how it is done here ---------------------------------------------------------------------------------------------

COMMS = Query("select body from comms_rules where id = 1", spec_of)


def comms(desk: Reads) -> CommsSpec:
    """How the desk speaks, calls in and looks back; where its file does not say, as it ships."""
    return desk.maybe(COMMS) or CommsSpec()


DEFAULT_SEVERITY = 2
"""Of a room without tickets: when in doubt it is bad."""

ROOM_SEVERITY = Query(
    "select coalesce(min(case when t.is_open = 1 and x.until_at is null then t.priority end), min(t.priority))"
    " from war_room_ticket x join ticket t on t.id = x.ticket where x.room = :room",
    lambda priority: None if priority is None else int(priority),
)
"""The highest priority of its open tickets; once none is open, that of all it ever had."""


def severity_of(desk: Reads, room: int) -> int:
    """How bad a room is: 1 to 5, as its tickets are."""
    return desk.one(ROOM_SEVERITY, room=room) or DEFAULT_SEVERITY


class ServiceOf(NamedTuple):
    """A service that tickets of a room are about."""

    key: str
    name: str


SERVICES_OF = Query(
    "select distinct s.key, s.name from war_room_ticket x join ticket t on t.id = x.ticket"
    " join service s on s.id = t.service where x.room = :room and x.until_at is null order by s.key",
    ServiceOf,
)


class InRoom(NamedTuple):
    """A ticket that is in a room, by which link, and the key of the customer whose it is."""

    link: int
    ticket: int
    customer: str | None


TICKETS_IN = Query(
    "select x.id, x.ticket, c.key from war_room_ticket x join ticket t on t.id = x.ticket"
    " left join customer c on c.id = t.customer where x.room = :room and x.id > :after and x.until_at is null"
    " and (:key = '' or c.key = :key) order by x.id limit :limit",
    InRoom,
)
"""The tickets of a room after a link, or those of one customer."""
WRITTEN_TO = Query(
    "select lower(a.text) from mail m join private_text a on a.id = m.address"
    " where m.id between :first and :last and m.text = :private",
    str,
)
"""Addresses that a text went to, of the messages from a number to a number."""

# --- messages --------------------------------------------------------------------------------------------------------


class UpdateRow(NamedTuple):
    """A message; texts that were erased are None."""

    id: int
    room: int
    place: int
    """Its number in the room."""
    audience: str
    phase: str
    severity: int
    text: str | None
    written_by: str
    written_at: Instant
    state: str
    """draft · to approve · sent · withdrawn"""
    decided_by: str | None
    decided_at: Instant | None
    reason: str | None
    sent_at: Instant | None
    late_s: int | None
    next_at: Instant | None
    nobody: str | None
    """Keys of the customers of whom nobody could be reached, parted by spaces."""


_UPDATES = (
    "select u.id, u.room, u.place, u.audience, u.phase, u.severity, p.text, u.written_by, u.written_at, u.state,"
    " u.decided_by, u.decided_at, r.text, u.sent_at, u.late_s, u.next_at, u.nobody from room_update u"
    " left join private_text p on p.id = u.text left join private_text r on r.id = u.reason where u.room = :room"
)
UPDATES_OF = Query(f"{_UPDATES} order by u.place", UpdateRow)
"""All messages of a room, in the order in which they were written."""
WAITING_OF = Query(f"{_UPDATES} and u.state = 'to approve' order by u.place", UpdateRow)


class ToldRow(NamedTuple):
    """Somebody to whom a message went, and what became of it."""

    update: int
    who: str | None
    """An operator, or the address outside; None: erased."""
    customer: str | None
    way: str | None
    """The channel; mail to the outside."""
    state: str
    at: Instant | None
    """When it came to that."""
    status: str | None


TOLD_OF = Query(
    "select u.id, o.handle, null, coalesce(b.channel, n.channel), coalesce(b.state, n.state),"
    " coalesce(b.ended_at, n.ended_at), n.status"
    " from room_update u join notification n on n.id between u.first_notification and u.last_notification"
    " left join operator o on o.id = n.operator left join notification b on b.id = n.bundle where u.room = :room"
    " union all select u.id, a.text, c.key, 'mail', m.state, m.ended_at, m.status"
    " from room_update u join mail m on m.id between u.first_mail and u.last_mail and m.text = u.text"
    " join ticket t on t.id = m.ticket left join customer c on c.id = t.customer"
    " left join private_text a on a.id = m.address where u.room = :room order by 1, 3, 2",
    ToldRow,
)
"""To whom all messages of a room went, and what became of each."""


class Outcomes(NamedTuple):
    """What became of a message, counted."""

    update: int
    told: int
    arrived: int
    """Taken over by their server, or seen on a console."""
    read: int
    failed: int
    customers: int
    """Of whom somebody was written to."""


OUTCOMES_OF = Query(
    "select u, count(*), sum(case when state in ('sent', 'delivered', 'read') then 1 else 0 end),"
    " sum(case when state = 'read' then 1 else 0 end),"
    " sum(case when state in ('failed', 'parked', 'returned') then 1 else 0 end), count(distinct customer) from ("
    " select u.id as u, coalesce(b.state, n.state) as state, null as customer from room_update u"
    " join notification n on n.id between u.first_notification and u.last_notification"
    " left join notification b on b.id = n.bundle where u.room = :room"
    " union all select u.id, m.state, t.customer from room_update u"
    " join mail m on m.id between u.first_mail and u.last_mail and m.text = u.text join ticket t on t.id = m.ticket"
    " where u.room = :room"
    ") x group by u order by u",
    Outcomes,
)

# --- what is due -----------------------------------------------------------------------------------------------------


class Due(NamedTuple):
    """The next message that an audience is owed."""

    room: int
    number: str
    audience: str
    due_at: Instant
    missed: Instant | None
    """When the one that is late was due."""
    step: int
    """How many times somebody was told that it is late."""
    waiting: int
    """Messages to that audience that wait for approval."""
    cadence: int
    every_s: int
    chosen: int


_DUE = (
    "select c.room, r.number, c.audience, c.due_at, c.missed_at, c.step, (select count(*) from room_update u"
    " where u.room = c.room and u.audience = c.audience and u.state = 'to approve'), c.id, c.every_s, c.chosen"
    " from room_cadence c join war_room r on r.id = c.room where "
)
NEXT_UPDATES = Query(f"{_DUE} c.due_at is not null and r.live = 1 order by c.due_at, c.id", Due)
"""Of all live rooms, what is due first."""
NEXT_OF = Query(f"{_DUE} c.room = :room and c.due_at is not null and r.live = 1 order by c.due_at, c.id", Due)


class Cadence(NamedTuple):
    """How often an audience hears of a room."""

    id: int
    audience: str
    due_at: Instant | None
    every_s: int
    chosen: int


_CADENCE = "select id, audience, due_at, every_s, chosen from room_cadence where room = :room"
CADENCES_OF = Query(f"{_CADENCE} order by id", Cadence)
CADENCE = Query(f"{_CADENCE} and audience = :audience", Cadence)

# --- on the phone ----------------------------------------------------------------------------------------------------


class Sentence(NamedTuple):
    """What agents say on the phone of a room that is open, and what callers can do."""

    room: int
    number: str
    title: str | None
    text: str | None
    workaround: str | None
    by: str
    at: Instant


_SENTENCE = (
    "select r.id, r.number, t.text, p.text, w.text, s.said_by, s.said_at from war_room r"
    " join room_sentence s on s.id = r.id left join private_text t on t.id = r.title"
    " left join private_text p on p.id = s.text left join private_text w on w.id = s.workaround where "
)
PHONE_SENTENCE = Query(
    f"{_SENTENCE} r.live = 1 and (p.text is not null or w.text is not null) order by s.said_at desc, r.id", Sentence
)
"""Of all rooms that are open, the latest first."""
SENTENCE_OF = Query(f"{_SENTENCE} r.id = :room", Sentence)
