"""Who is told what, as it is looked up: notifications, dead letters, channels, and the ways that reach people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.delivery.channels import ANSWERS as ANSWERS
from deskconsole.features.delivery.channels import CHECK_S as CHECK_S
from deskconsole.features.delivery.channels import CONSOLE as CONSOLE
from deskconsole.features.delivery.channels import IN_CONSOLE as IN_CONSOLE
from deskconsole.features.delivery.channels import KINDS as KINDS
from deskconsole.features.delivery.channels import TIMEOUT_S as TIMEOUT_S
from deskconsole.features.delivery.channels import ChannelSpec as ChannelSpec
from deskconsole.features.delivery.channels import Contacts, chain
from deskconsole.features.delivery.channels import Way as Way
from deskconsole.features.delivery.channels import followed as followed
from deskconsole.features.delivery.channels import personal as personal
from deskconsole.features.delivery.channels import ways as ways
from deskconsole.features.mail.views import MAIL

R = TypeVar("R")


class NoticeRow(NamedTuple):
    """Something that somebody is told, with what came of it; texts that were erased are None."""

    id: int
    operator: int | None
    handle: str | None
    """Whom it is for; None: the outside."""
    purpose: str
    severity: str
    ticket: int | None
    number: str | None
    """That of the ticket."""
    open: int | None
    """Whether the ticket still is."""
    rings_from: Instant | None
    """Before this the ticket's past was taken over from elsewhere: it rings nobody."""
    run: int | None
    step: int | None
    text: str | None
    channels: str | None
    channel: str | None
    """Where it is now."""
    state: str
    """queued · sent · delivered · read · failed · dropped"""
    place: str | None
    bundle: int | None
    """The one that says this with others."""
    arrived: str
    """The state of that one, else its own: whether the person has been told."""
    by: Instant | None
    at: Instant
    sent_at: Instant | None
    delivered_at: Instant | None
    read_at: Instant | None
    ended_at: Instant | None
    status: str | None
    why: str | None
    attempts: int
    again: int
    """Whether it may be a second one."""
    first: str | None

    @property
    def tried(self) -> tuple[str, ...]:
        """The channels it was given."""
        return tuple((self.channels or "").split())


class ContactRow(NamedTuple):
    """Where an operator is, or was, reached."""

    id: int
    kind: str
    place: int
    value: str | None
    active: int


_NOTICE = (
    "select n.id, n.operator, o.handle, n.purpose, n.severity, n.ticket, t.number, t.is_open, t.rings_from, n.run,"
    " n.step, x.text, n.channels, coalesce(b.channel, n.channel), n.state, n.place, n.bundle,"
    " coalesce(b.state, n.state), n.by_at, n.at, coalesce(b.sent_at, n.sent_at),"
    " coalesce(b.delivered_at, n.delivered_at), coalesce(b.read_at, n.read_at),"
    " n.ended_at, n.status, w.text, n.attempts, n.again, n.first from notification n"
    " left join operator o on o.id = n.operator left join ticket t on t.id = n.ticket"
    " left join private_text x on x.id = n.text left join private_text w on w.id = n.why"
    " left join notification b on b.id = n.bundle where "
)
NOTICE = Query(_NOTICE + "n.id = :notification", NoticeRow)
NOTICES_OF_RUN = Query(_NOTICE + "n.run = :run order by n.id", NoticeRow)
"""Who was told in a run of an escalation, and whether it arrived."""
NOTICES_OF_TICKET = Query(_NOTICE + "n.ticket = :ticket order by n.id", NoticeRow)
UNREAD = Query(
    _NOTICE + "n.operator = :person and n.state in ('queued', 'sent', 'delivered', 'failed')"
    " order by n.id desc limit :limit",
    NoticeRow,
)
"""What an operator has not seen yet, the newest first: what a console rings and shows."""
DEAD_LETTERS = Query(_NOTICE + "n.state = 'failed' order by n.id", NoticeRow)
QUEUED = Query(_NOTICE + "n.state = 'queued' order by n.id", NoticeRow)
LAST_NOTICES = Query(
    _NOTICE + "n.id > (select coalesce(max(id), 0) - :limit from notification) order by n.id", NoticeRow
)
MEMBERS = Query(_NOTICE + "n.bundle = :notification order by n.id", NoticeRow)
"""What one message says for several."""
SAID_TOGETHER = Query("select count(*) from notification where bundle = :notification", int)
FIRST_NAMED = Query(
    "select t.number from notification n join ticket t on t.id = n.ticket where n.bundle = :notification"
    " order by n.id limit :limit",
    str,
)

_UNTRIED = (
    _NOTICE + "n.state = 'queued' and n.operator = :person and n.attempts = 0 and n.status is null"
    " and not exists (select 1 from outbox x where x.id = -n.id and x.channel <> '') and "
)
WAITING_FOR = Query(
    _UNTRIED + "n.purpose <> 'digest' order by case n.severity when 'page' then 0 else 1 end, n.id limit :limit",
    NoticeRow,
)
"""What waits for a person and is on no channel yet, pages first."""
OPEN_DIGEST = Query(_UNTRIED + "n.purpose = 'digest' order by n.id limit 1", NoticeRow)
"""The message that says several things to a person together and is not on its way yet."""
NOTICE_SALT = Query(
    "select x.salt from notification n join private_text x on x.id = n.text where n.id = :notification", bytes
)
SENT_TO = Query(
    "select sent_at, severity from notification where operator = :person and sent_at > :since",
    lambda at, severity: (int(at), str(severity)),
)
NEWS_OF = Query(
    "select n.id from notification n where n.operator = :person and n.run = :run"
    " and n.state in ('queued', 'sent', 'delivered', 'failed') order by n.id",
    int,
)
"""What somebody was told in a run of an escalation and has not read: whoever acknowledges it has."""
CONTACT_ROWS = Query(
    "select c.id, c.kind, c.place, p.text, c.active from operator_contact c"
    " left join private_text p on p.id = c.value where c.operator = :person order by c.id",
    ContactRow,
)
ALL_CONTACTS = Query(
    "select c.operator, c.kind, p.text from operator_contact c left join private_text p on p.id = c.value"
    " where c.active = 1 order by c.operator, c.place, c.id",
    lambda operator, kind, text: (int(operator), str(kind), text),
)
NEXT_NOTIFICATION = Query("select coalesce(max(id), 0) + 1 from notification", int)


class OperatorRow(NamedTuple):
    """An operator as somebody to be told."""

    id: int
    handle: str
    quiet: str | None


_OPERATOR = "select id, handle, quiet from operator where "
OPERATOR = Query(_OPERATOR + "id = :person", OperatorRow)
OPERATORS = Query(_OPERATOR + "active = 1 order by handle", OperatorRow)
OPERATOR_NAMED = Query(_OPERATOR + "handle = :handle", OperatorRow)
CONTACTS = Query(
    "select c.kind, p.text from operator_contact c left join private_text p on p.id = c.value"
    " where c.operator = :person and c.active = 1 order by c.place, c.id",
    lambda kind, text: (str(kind), text),
)


class ChannelRow(NamedTuple):
    """A channel and whether it works."""

    id: int
    spec: ChannelSpec
    active: int
    healthy: int | None
    since: Instant | None
    failed_at: Instant | None
    status: str | None
    why: str | None
    checked_at: Instant | None
    check_status: str | None

    @property
    def works(self) -> bool:
        return self.healthy != 0


def _channel(number: int, key: str, body: str, *rest: object) -> ChannelRow:
    return ChannelRow(number, ChannelSpec.of(key, json.loads(body)), *rest)  # type: ignore[arg-type]


_CHANNEL = (
    "select c.id, c.key, c.body, c.active, c.healthy, c.since, c.failed_at, c.status, w.text, c.checked_at,"
    " c.check_status from channel c left join private_text w on w.id = c.why where "
)
CHANNELS = Query(_CHANNEL + "c.active = 1 order by c.id", _channel)
CHANNEL = Query(_CHANNEL + "c.id = :channel", _channel)
CHANNEL_NAMED = Query(_CHANNEL + "c.key = :key and c.active = 1", _channel)
DEGRADED = Query(_CHANNEL + "c.active = 1 and c.healthy = 0 order by c.id", _channel)
"""Channels that do not work now: what the status line shows."""


def contacts_of(desk: Reads, operator: int) -> Contacts:
    """Where an operator is reached; of two of a kind the first."""
    found: dict[str, str] = {}
    for kind, text in desk.all(CONTACTS, person=operator):
        if text is not None:
            found.setdefault(kind, text)
    return found


def tried(desk: Reads, row: NoticeRow, specs: Sequence[ChannelSpec]) -> list[str]:
    """The channels that are tried for a notification, one after the other."""
    if row.purpose == "check":  # what is checked is this one
        return [key for key in row.tried if any(spec.key == key for spec in specs)]
    contacts = None if row.operator is None else contacts_of(desk, row.operator)
    return chain(specs, contacts, row.tried)


def smtp_host(desk: Reads) -> str | None:
    """The host of the desk's mail server."""
    settings = desk.maybe(MAIL)
    return settings.smtp.host if settings and settings.smtp else None


def ways_of(desk: Reads, operator: int) -> list[Way]:
    """All ways by which an operator is reached, the first that is tried first; the console is the last.

    Nobody hears of it at night by the console alone: who has no other way has no contact.
    """
    rows = {row.spec.key: row for row in desk.all(CHANNELS)}
    made = ways([row.spec for row in rows.values()], contacts_of(desk, operator), smtp_host(desk))
    return [
        way._replace(healthy=row.works, checked_at=row.checked_at) if (row := rows.get(way.channel)) else way
        for way in made
    ]
