"""Mail as it is looked up: the desk's rules for it, messages of a ticket, what is held back, files."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from deskconsole.core.desk import Desk, Query
from deskconsole.core.instants import Instant
from deskconsole.features.mail.rules import address_in
from deskconsole.features.mail.rules import is_address as is_address
from deskconsole.features.mail.rules import own_id as own_id
from deskconsole.features.mail.rules import token as token
from deskconsole.features.people.views import HELD_BACK_FROM, PERSON, TICKETS_WITH

Tls = Literal["none", "starttls", "tls"]
MB = 1_000_000


@dataclass(frozen=True)
class SmtpSpec:
    """The server that takes our mail. The password is where it says: never in the desk file, never in the store."""

    host: str
    port: int = 587
    tls: Tls = "starttls"
    user: str | None = None
    password_env: str | None = None
    password_file: str | None = None


@dataclass(frozen=True)
class ImapSpec:
    """The mailbox that is read; what was taken in is moved to `done`."""

    host: str
    port: int = 993
    tls: Tls = "tls"
    user: str | None = None
    password_env: str | None = None
    password_file: str | None = None
    folder: str = "INBOX"
    done: str = "Done"


@dataclass(frozen=True)
class MailSpec:
    """Who we are in mail, our servers, and the limits."""

    address: str
    name: str | None = None
    domain: str | None = None
    """Of our Message-IDs; None: that of the address."""
    teams: tuple[tuple[str, str], ...] = ()
    """Addresses of teams, by team."""
    trusted: tuple[str, ...] = ()
    """Hosts of ours whose word counts when a message came by them."""
    size_mb: int = 25
    hops: int = 30
    automatic: int = 5
    """Messages of machines that one sender may write into one ticket in an hour, and that we may write to one."""
    new: int = 20
    """New tickets that one sender may open in an hour."""
    smtp: SmtpSpec | None = None
    imap: ImapSpec | None = None

    @property
    def host(self) -> str:
        return self.domain or self.address.rpartition("@")[2]

    @property
    def own(self) -> frozenset[str]:
        """All our addresses."""
        return frozenset(each.lower() for each in (self.address, *dict(self.teams).values()))

    def of_team(self, team: str | None) -> str:
        return dict(self.teams).get(team or "", self.address)


def _made(kind: type[Any], body: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    return kind(**{name: _as(hints[name], value) for name, value in body.items() if name in known})


def _as(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if isinstance(value, dict):
        return _made(hint, value)
    return tuple(_as(None, inner) for inner in value) if isinstance(value, list) else value


def _mail(body: str) -> MailSpec:
    made = _made(MailSpec, json.loads(body))
    assert isinstance(made, MailSpec)
    return made


MAIL = Query("select body from mail_rules where id = 1", _mail)


class MailRow(NamedTuple):
    """A message of a ticket; texts that were erased are None."""

    id: int
    ticket: int
    direction: str
    token: str
    own: str | None
    message_id: str | None
    address: str | None
    subject: str | None
    text: str | None
    file: str | None
    answer: int | None
    files: str | None
    sender: str | None
    automatic: int
    state: str
    """In: answer · reopened · follow-up · new. Out: queued · sent · failed · parked · returned · delivered."""
    at: Instant
    arrived: Instant | None
    ended_at: Instant | None
    again: int | None
    status: str | None
    why: str | None
    notice: int | None = None
    """Of the notice that it is; None: an answer, or what came in."""


def _texts(of: str, **more: str) -> str:
    """Joins of what a message says (`i.text` its Message-ID, address, subject, text, file) and of further texts."""
    columns = {"i": "message_id", "a": "address", "s": "subject", "x": "text", "f": "file", **more}
    return "".join(f" left join private_text {as_} on {as_}.id = {of}.{name}" for as_, name in columns.items())


_MAIL = (
    "select m.id, m.ticket, m.direction, m.token, m.own, i.text, a.text, s.text, x.text, f.text, m.answer, m.files,"
    " m.sender, m.automatic, m.state, m.at, m.arrived, m.ended_at, m.again, m.status, w.text, m.notice from mail m"
    f"{_texts('m', w='why')} where "
)
MAIL_BY_ID = Query(_MAIL + "m.id = :mail", MailRow)
MAILS_OF = Query(_MAIL + "m.ticket = :ticket order by m.id", MailRow)
"""The messages of a ticket, in the order in which they came and went."""
MAIL_BY_TOKEN = Query(_MAIL + "m.token = :token order by m.id limit 1", MailRow)
UNSENT = Query(_MAIL + "m.direction = 'out' and m.state in ('queued', 'parked', 'failed') order by m.id", MailRow)

_SINCE = (
    "select count(*) from mail m join private_text a on a.id = m.address"
    " where lower(a.text) = :address and m.at > :since and "
)
NEW_SINCE = Query(_SINCE + "m.direction = 'in' and m.state in ('new', 'follow-up')", int)
"""Tickets that a sender has opened since an instant; looks at the mail of that time."""
AUTOMATIC_SINCE = Query(_SINCE + "m.ticket = :ticket and m.direction = :direction and m.automatic = 1", int)


class QuarantineRow(NamedTuple):
    """A message that is held back, was released or dropped."""

    id: int
    reason: str
    detail: str | None
    message_id: str | None
    address: str | None
    name: str | None
    subject: str | None
    text: str | None
    file: str | None
    size: int
    token: str
    automatic: int
    state: str
    """held · released · dropped"""
    at: Instant
    arrived: Instant | None
    ended_at: Instant | None
    ticket: str | None
    note: str | None

    @property
    def number(self) -> str:
        return f"Q-{self.id}"


_QUARANTINE = (
    "select q.id, q.reason, q.detail, i.text, a.text, n.text, s.text, x.text, f.text, q.size, q.token, q.automatic,"
    " q.state, q.at, q.arrived, q.ended_at, t.number, w.text from quarantine q"
    f"{_texts('q', n='name', w='note')} left join ticket t on t.id = q.ticket where "
)
QUARANTINED = Query(_QUARANTINE + "q.id = :quarantine", QuarantineRow)
HELD_BACK = Query(_QUARANTINE + "q.state = 'held' order by q.id", QuarantineRow)
ALL_QUARANTINED = Query(_QUARANTINE + "1 = 1 order by q.id", QuarantineRow)


class AttachmentRow(NamedTuple):
    """A file of a ticket; name and digest are None once erased."""

    id: int
    ticket: int
    name: str | None
    file: str | None
    size: int
    type: str
    mail: int | None
    public: int
    at: Instant


_ATTACHMENT = (
    "select a.id, a.ticket, n.text, f.text, a.size, a.type, a.mail, a.public, a.at from attachment a"
    " left join private_text n on n.id = a.name left join private_text f on f.id = a.file where "
)
ATTACHMENTS = Query(_ATTACHMENT + "a.ticket = :ticket order by a.id", AttachmentRow)
ATTACHMENT = Query(_ATTACHMENT + "a.id = :attachment", AttachmentRow)
SALT = Query("select salt from private_text where id = :private", bytes)
TEXT = Query("select text from private_text where id = :private", str)
WHOSE = Query(
    "select team.key, r.text, t.number, t.person from ticket t left join team on team.id = t.team"
    " left join private_text r on r.id = t.requester where t.id = :ticket",
    lambda team, requester, number, person: (team, requester, str(number), person),
)
"""A ticket's team, its requester as written, its number, and its person."""


def written_to(desk: Desk, ticket: int, before: Sequence[MailRow]) -> tuple[str | None, str, str | None]:
    """The team that answers, the ticket's number, and the address of who asks.

    Where the ticket came by mail that is who wrote it; else the person's, or one in the requester's name.
    """
    team, requester, number, person = desk.one(WHOSE, ticket=ticket)
    wrote = (row.address for row in before if row.direction == "in" and not row.automatic and row.address)
    known = desk.maybe(PERSON, person=person) if person else None
    return team, number, next(wrote, None) or (known and known.mail) or address_in(requester or "")


_FILES = "select distinct f.text from {} m join private_text f on f.id = m.file"
_WITH = f" where m.ticket in ({TICKETS_WITH})"
FILES_OF = Query(
    f"{_FILES.format('attachment')}{_WITH} union {_FILES.format('mail')}{_WITH} union"
    f" {_FILES.format('quarantine')} where m.id in ({HELD_BACK_FROM})",
    str,
)
"""Digests of the files that go with a person: of the tickets they asked for or had a part in, and of what was held
back of theirs."""
NAMED = Query(" union ".join(_FILES.format(table) for table in ("attachment", "mail", "quarantine")), str)
"""Digests of all files that something names; asked where the whole store is written anew, and once an hour."""
