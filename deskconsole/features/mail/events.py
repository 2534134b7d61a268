"""What comes of messages: taken in, held back, to be sent, sent, failed, reported on; and files of tickets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("mail.ruled", about="mail_rules")
class MailRuled(Event):
    """Addresses, servers and limits of mail are these from now on."""

    at: Instant
    mail_rules: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        body = json.dumps(self.body, sort_keys=True, ensure_ascii=False)
        yield Set("mail_rules", self.mail_rules, {"body": body})


@event("mail.received", about="ticket")
class MailReceived(Event):
    """A message became part of a ticket: what it says is told by the ticket's own event.

    `token` is a digest of its Message-ID, by which answers find it; `arrived` is when it reached our server. `how` it
    came: as an answer, a reopening, a follow-up or a new ticket. `person` is who wrote, where the desk knows them,
    `file` the digest of its bytes beside the store.
    """

    at: Instant
    ticket: int
    mail: int
    token: str
    arrived: int
    how: str
    address: Private
    message_id: Private | None = None
    title: Private | None = None
    file: Private | None = None
    automatic: bool = False
    person: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("mail", self.mail, {
            "ticket": self.ticket, "direction": "in", "token": self.token, "message_id": self.message_id,
            "address": self.address, "subject": self.title, "automatic": int(self.automatic), "state": self.how,
            "at": self.at, "arrived": self.arrived, "file": self.file,
        })  # fmt: skip


@event("mail.queued", about="ticket")
class MailQueued(Event):
    """An answer is to leave as mail. `answer` is its number in the journal, `text` that of its private text.

    `own` is the Message-ID at every attempt, `sender` our address, `files` the attachments that go with it. Of a
    `notice` that is no answer `answer` is where it was written; it has a `title` of its own, and is part of no thread.
    """

    at: Instant
    ticket: int
    mail: int
    token: str
    own: str
    answer: int
    text: int
    sender: str
    address: Private
    files: tuple[int, ...] = ()
    automatic: bool = False
    notice: int | None = None
    title: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("mail", self.mail, {
            "ticket": self.ticket, "direction": "out", "token": self.token, "own": self.own, "answer": self.answer,
            "text": self.text, "sender": self.sender, "address": self.address, "automatic": int(self.automatic),
            "files": " ".join(map(str, self.files)) or None, "state": "queued", "at": self.at,
            "notice": self.notice, "subject": self.title,
        })  # fmt: skip


@event("mail.sent", about="ticket")
class MailSent(Event):
    """A mail server has taken a message over; `again`: it may have done so before, at an attempt without an answer.

    `where` is smtp, or sandbox: a simulated desk sends nothing out of the house.
    """

    at: Instant
    ticket: int
    mail: int
    where: str
    again: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("mail", self.mail, {"state": "sent", "ended_at": self.at, "again": int(self.again)})


@event("mail.failed", about="ticket")
class MailFailed(Event):
    """A message did not leave: refused for good, or (`parked`) given up for now; somebody may have it tried again."""

    at: Instant
    ticket: int
    mail: int
    parked: bool
    status: str
    why: Private | None = None

    def changes(self) -> Iterator[Set]:
        state = "parked" if self.parked else "failed"
        yield Set("mail", self.mail, {"state": state, "ended_at": self.at, "status": self.status, "why": self.why})


@event("mail.retried", about="ticket")
class MailRetried(Event):
    """A message that did not leave is to be tried again."""

    at: Instant
    ticket: int
    mail: int

    def changes(self) -> Iterator[Set]:
        yield Set("mail", self.mail, {"state": "queued", "ended_at": None})


@event("mail.reported", about="ticket")
class MailReported(Event):
    """A mail server told what became of a message of ours (RFC 3464): failed, delayed, delivered, relayed, expanded."""

    at: Instant
    ticket: int
    mail: int
    action: str
    status: str | None = None

    def changes(self) -> Iterator[Set]:
        state = {"failed": "returned", "delivered": "delivered"}.get(self.action)
        values: dict[str, object] = {"status": self.status or self.action}
        yield Set("mail", self.mail, values | ({"state": state, "ended_at": self.at} if state else {}))


@event("mail.quarantined", about="quarantine")
class MailQuarantined(Event):
    """A message was held back, under the name of a reason. `file` is the digest of its bytes beside the store."""

    at: Instant
    quarantine: int
    reason: str
    token: str
    size: int
    arrived: int
    detail: str | None = None
    message_id: Private | None = None
    address: Private | None = None
    name: Private | None = None
    title: Private | None = None
    text: Private | None = None
    file: Private | None = None
    automatic: bool = False
    person: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("quarantine", self.quarantine, {
            "reason": self.reason, "detail": self.detail, "token": self.token, "message_id": self.message_id,
            "address": self.address, "name": self.name, "subject": self.title, "text": self.text, "file": self.file,
            "size": self.size, "automatic": int(self.automatic), "state": "held", "at": self.at,
            "arrived": self.arrived,
        })  # fmt: skip


@event("mail.released", about="quarantine")
class MailReleased(Event):
    """Somebody let a message in: it became part of a ticket."""

    at: Instant
    quarantine: int
    ticket: int

    def changes(self) -> Iterator[Set]:
        yield Set("quarantine", self.quarantine, {"state": "released", "ended_at": self.at, "ticket": self.ticket})


@event("mail.dropped", about="quarantine")
class MailDropped(Event):
    """Somebody decided that a message leads to nothing."""

    at: Instant
    quarantine: int
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("quarantine", self.quarantine, {"state": "dropped", "ended_at": self.at, "note": self.note})


@event("ticket.attached", about="ticket")
class TicketAttached(Event):
    """A file belongs to a ticket; its bytes lie beside the store, under the digest that `file` holds.

    `mail` is the message it came with; `public`: it goes out with the next answer.
    """

    at: Instant
    ticket: int
    attachment: int
    name: Private
    file: Private
    size: int
    type: str
    mail: int | None = None
    public: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("attachment", self.attachment, {
            "ticket": self.ticket, "name": self.name, "file": self.file, "size": self.size, "type": self.type,
            "mail": self.mail, "public": int(self.public), "at": self.at,
        })  # fmt: skip
