"""What is done with messages and files that concerns nothing but them; what tickets learn of it is in `mailroom`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, Recorded, alive, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.features.mail import events as e
from deskconsole.features.mail.rules import WITHIN, file_name, is_address, own_id, token
from deskconsole.features.mail.views import (
    ATTACHMENTS,
    AUTOMATIC_SINCE,
    MAIL,
    MAIL_BY_ID,
    MAILS_OF,
    QUARANTINED,
    SALT,
    TEXT,
    WHOSE,
    MailRow,
    MailSpec,
    QuarantineRow,
    written_to,
)
from deskconsole.features.notices.events import NoticeWritten
from deskconsole.features.tickets.events import TicketCommented

Entry = Annotated[int, Ask("entry", kind="integer", hint="its number in the quarantine")]


def held_back(desk: Desk, entry: int) -> QuarantineRow:
    """A message of the quarantine that nobody has decided on."""
    row = desk.maybe(QUARANTINED, quarantine=entry)
    if row is None:
        raise NotFound(f"there is no entry Q-{entry}: `deskconsole mail quarantine` lists them")
    if row.state != "held":
        raise Refused(f"{row.number} was {row.state} already")
    return row


@command("mail.drop", needs="mail.release", label="drop mail")
def drop(
    desk: Desk, entry: Entry, reason: Annotated[str, Ask("reason", hint="why it leads to nothing")]
) -> Iterator[Event]:
    """Decide that a message of the quarantine leads to nothing."""
    held_back(desk, entry)
    if not reason.strip():
        raise BadInput("the reason is empty")
    yield e.MailDropped(at=desk.now, quarantine=entry, note=Private(reason.strip()))


@command("mail.retry", needs="ticket.comment", label="send again")
def retry(desk: Desk, mail: Annotated[int, Ask("mail", kind="integer", hint="its number")]) -> Iterator[Event]:
    """Have a message that did not leave tried again."""
    row = sent_row(desk, mail)
    if row.state not in ("parked", "failed"):
        raise Refused(f"mail {mail} is {row.state}: only what was parked or failed is tried again")
    yield e.MailRetried(at=desk.now, ticket=row.ticket, mail=mail)


def sent_row(desk: Desk, mail: int) -> MailRow:
    """A message of ours."""
    row = desk.maybe(MAIL_BY_ID, mail=mail)
    if row is None or row.direction != "out":
        raise NotFound(f"there is no mail {mail} of ours: `deskconsole mail outbox` lists what has not left")
    return row


# --- going out -------------------------------------------------------------------------------------------------------


@command("mail.post", needs="desk")
def post(desk: Desk, ticket: int, at: int) -> Iterator[Event]:
    """Queue the answers of an instant that are to leave as mail: once each, to whom the ticket is about."""
    if desk.maybe(WHOSE, ticket=ticket) is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    if (settings := desk.maybe(MAIL)) is None:
        return
    before = desk.all(MAILS_OF, ticket=ticket)
    known, number = {row.answer for row in before}, desk.next_id("mail")
    for recorded in alive(desk.history("ticket", ticket)):
        if not _leaves(recorded, at) or recorded.seq in known:
            continue
        team, name, to = written_to(desk, ticket, before)
        if to is None or not is_address(to) or to in settings.own:
            continue
        answer = recorded.event
        assert isinstance(answer, TicketCommented)
        own = own_id(name, recorded.seq, desk.maybe(SALT, private=answer.text.id) or b"", settings.host)
        yield e.MailQueued(
            at=desk.now, ticket=ticket, mail=number, token=token(own), own=own, answer=recorded.seq,
            text=answer.text.id, sender=settings.of_team(team), address=Private(to), automatic=answer.automatic,
            files=_enclosed(desk, ticket, before),
        )  # fmt: skip
        if answer.automatic and _enough(desk, settings, ticket, to):
            why = Private(f"{settings.automatic} messages of machines an hour are enough for one reader (RFC 3834)")
            yield e.MailFailed(at=desk.now, ticket=ticket, mail=number, parked=True, status="rate limit", why=why)
        number += 1


def _leaves(recorded: Recorded, at: int) -> bool:
    x = recorded.event
    return isinstance(x, TicketCommented) and x.public and not x.by_customer and x.at == at


def _enough(desk: Desk, settings: MailSpec, ticket: int, to: str) -> bool:
    """Whether machines of ours have written enough to somebody: theirs may be answering (RFC 3834)."""
    since = Instant(desk.now - WITHIN)
    sent = desk.one(AUTOMATIC_SINCE, ticket=ticket, address=to, direction="out", since=since)
    return sent >= settings.automatic


def _enclosed(desk: Desk, ticket: int, before: list[MailRow]) -> tuple[int, ...]:
    """Public files that have not gone out yet."""
    gone = {number for row in before for number in (row.files or "").split()}
    return tuple(row.id for row in desk.all(ATTACHMENTS, ticket=ticket) if row.public and str(row.id) not in gone)


@command("mail.dispatch", needs="desk")
def dispatch(desk: Desk, ticket: int, notice: int, word: str) -> Iterator[Event]:
    """Queue a notice that was written: to whom it says, as a message of its own."""
    settings = desk.maybe(MAIL)
    found = (r for r in alive(desk.history("ticket", ticket)) if _is_notice(r.event, notice))
    recorded = next(found, None)
    if settings is None or recorded is None or any(row.notice == notice for row in desk.all(MAILS_OF, ticket=ticket)):
        return
    written = recorded.event
    assert isinstance(written, NoticeWritten)
    team, name, _ = written_to(desk, ticket, ())
    own = own_id(name, recorded.seq, desk.maybe(SALT, private=written.text.id) or b"", settings.host)
    to = desk.one(TEXT, private=written.address.id)  # a private text belongs to one event
    yield e.MailQueued(
        at=desk.now, ticket=ticket, mail=desk.next_id("mail"), token=token(own), own=own, answer=recorded.seq,
        text=written.text.id, sender=settings.of_team(team), address=Private(to), notice=notice,
        title=Private(word),
    )  # fmt: skip


def _is_notice(x: Event, notice: int) -> bool:
    return isinstance(x, NoticeWritten) and x.notice == notice


@command("mail.confirm", needs="desk")
def confirm(desk: Desk, mail: int, where: str, again: bool = False) -> Iterator[Event]:
    """Record that a mail server has taken a message over."""
    row = sent_row(desk, mail)
    if row.state == "queued":
        yield e.MailSent(at=desk.now, ticket=row.ticket, mail=mail, where=where, again=again)


# --- files -----------------------------------------------------------------------------------------------------------


@command("ticket.attach", needs="ticket.comment")
def attach(
    desk: Desk, ticket: int, name: str, digest: str, size: int, type: str, public: bool = False  # noqa: A002
) -> Iterator[Event]:  # fmt: skip
    """Say that a file belongs to a ticket; whoever calls has laid its bytes beside the store."""
    if desk.maybe(WHOSE, ticket=ticket) is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    if not (plain := file_name(name)):
        raise BadInput(f"“{name}” is no name of a file")
    yield e.TicketAttached(
        at=desk.now, ticket=ticket, attachment=desk.next_id("attachment"), name=Private(plain), file=Private(digest),
        size=size, type=type, public=public,
    )  # fmt: skip
