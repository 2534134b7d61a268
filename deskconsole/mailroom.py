"""What a message leads to: an answer, a reopening, a new ticket, a bounce; or the quarantine, under a named reason.

The one page on which mail and tickets meet: what becomes of a ticket is decided by the tickets' own commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, NamedTuple

from deskconsole.coming_in import answered_call
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.delivery import commands as delivery
from deskconsole.features.directory.views import DESK
from deskconsole.features.mail import events as e
from deskconsole.features.mail.commands import Entry, held_back, sent_row
from deskconsole.features.mail.rules import WITHIN, File, Incoming, numbers_in, title_of
from deskconsole.features.mail.rules import token as token_of
from deskconsole.features.mail.views import (
    AUTOMATIC_SINCE,
    MAIL,
    MAIL_BY_TOKEN,
    MAILS_OF,
    NEW_SINCE,
    MailRow,
    MailSpec,
    QuarantineRow,
)
from deskconsole.features.people.views import PERSON_BY_MAIL, PersonRow
from deskconsole.features.surge.commands import hear
from deskconsole.features.surge.rules import meant
from deskconsole.features.tickets import commands as tickets
from deskconsole.features.tickets.events import TicketCommented, TicketCreated, TicketLinked
from deskconsole.features.tickets.intakes import clamped
from deskconsole.features.tickets.views import ATTRIBUTES, NEXT_LINE, TICKET, TICKET_BY_ID, TicketRow
from deskconsole.features.triage.views import TRIAGE

NO_TEXT = "(the message has no text)"


class Letter(NamedTuple):
    """What of a message becomes part of a ticket."""

    token: str
    message_id: str
    address: str
    name: str
    subject: str
    text: str
    automatic: bool
    arrived: Instant
    files: tuple[File, ...]
    raw: str
    """Digest of the whole message."""
    person: PersonRow | None
    """Who wrote it, where the desk knows them."""

    @property
    def requester(self) -> str:
        """Who asks, as people are written; of whom the desk knows it says more itself."""
        if self.person:
            return ""
        return f"{self.name} <{self.address}>" if self.name else self.address

    @property
    def caller(self) -> str:
        return self.person.number if self.person else ""


class Held(Exception):
    """A message becomes no part of a ticket."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        self.reason, self.detail = reason, detail


@command("mail.receive", needs="ticket.intake")
def receive(desk: Desk, message: Incoming, arrived: int | None = None) -> Iterator[Event]:
    """Take in a message: it becomes part of a ticket, tells of one of ours, or is held back for a named reason."""
    settings = desk.maybe(MAIL) or MailSpec("")
    at = clamped(desk.now if arrived is None else arrived, desk.now - desk.one(TRIAGE).oldest * SECOND, desk.now)
    try:
        yield from list(_led(desk, settings, message, at))
    except Held as why:
        yield _quarantined(desk, message, at, why)


def _led(desk: Desk, settings: MailSpec, message: Incoming, at: Instant) -> Iterator[Event]:
    _refuse_loops(desk, settings, message)
    if message.bounce:
        yield from _reported(desk, message)
        return
    if not message.automatic and (call := answered_call(desk, message)):
        if (comes := meant(message.text)) is None:
            raise Held("unclear", f"{call.handle} answers a call-in to {call.number} with neither yes nor no")
        yield from hear.decide(desk, call.id, comes)
        return
    if not message.address:
        raise Held("no sender")
    letter = Letter(
        message.token, message.message_id, message.address, message.name, message.subject,
        message.text or NO_TEXT, bool(message.automatic), at, message.files,
        message.raw.digest, _known(desk, message.address),
    )  # fmt: skip
    row, stranger = _thread(desk, message)
    if row is not None and _answers_notice(desk, message):
        yield TicketCommented(at=letter.arrived, ticket=row.id, text=Private(letter.text))
        yield from _filed(desk, row.id, letter, "answer")
    elif row is not None:
        yield from _answered(desk, settings, row, letter)
    elif message.automatic:
        raise Held("automatic", message.automatic)
    else:
        _refuse_flood(desk, settings, letter)
        yield from _opened(desk, letter, stranger)


# --- what is held back -----------------------------------------------------------------------------------------------


def _refuse_loops(desk: Desk, settings: MailSpec, message: Incoming) -> None:
    """Hold back what cannot be read, is too large, or goes round in circles."""
    if message.size > settings.size_mb * 1_000_000:
        raise Held("too large", f"{message.size} bytes, {settings.size_mb} MB are taken")
    if message.unreadable:
        raise Held("unreadable", message.unreadable)
    if message.message_id and (own := desk.maybe(MAIL_BY_TOKEN, token=message.token)) and own.direction == "out":
        raise Held("loop", "our own message came back")
    if message.address in settings.own:
        raise Held("loop", "it says that it comes from an address of ours")
    if message.hops > settings.hops:
        raise Held("loop", f"{message.hops} servers have passed it on")


def _refuse_flood(desk: Desk, settings: MailSpec, letter: Letter) -> None:
    """Hold back what a sender opens in excess: a machine that does not say that it is one."""
    since = Instant(desk.now - WITHIN)
    if desk.one(NEW_SINCE, address=letter.address, since=since) >= settings.new:
        raise Held("flood", f"its sender has opened {settings.new} tickets within an hour")


def _quarantined(desk: Desk, message: Incoming, at: Instant, why: Held) -> Event:
    who = _known(desk, message.address)
    return e.MailQuarantined(
        at=desk.now, quarantine=desk.next_id("quarantine"), reason=why.reason, detail=why.detail, token=message.token,
        size=message.size, arrived=at, message_id=_maybe(message.message_id), address=_maybe(message.address),
        name=_maybe(message.name), title=_maybe(message.subject), text=_maybe(message.text),
        file=_maybe(message.raw.digest), automatic=bool(message.automatic), person=who and who.id,
    )  # fmt: skip


def _maybe(text: str) -> Private | None:
    return Private(text) if text else None


def _known(desk: Desk, address: str) -> PersonRow | None:
    """The person of a mail address."""
    return desk.maybe(PERSON_BY_MAIL, address=address.lower()) if address else None


# --- which ticket ----------------------------------------------------------------------------------------------------


def _thread(desk: Desk, message: Incoming) -> tuple[TicketRow | None, TicketRow | None]:
    """The ticket that a message answers; else one that it names though its sender has no part in it.

    Who has a Message-ID of ours had our message: nobody guesses one. All else is known to strangers, and is believed
    only of who is in the ticket already.
    """
    named: TicketRow | None = None
    for reference in message.references:
        found = desk.maybe(MAIL_BY_TOKEN, token=token_of(reference))
        if found and (found.direction == "out" or _takes_part(desk, found.ticket, message.address)):
            return desk.one(TICKET_BY_ID, ticket=found.ticket), None
    for number in numbers_in(message.subject, desk.one(DESK).prefix)[:5]:
        row = desk.maybe(TICKET, number=number)
        if row and _takes_part(desk, row.id, message.address):
            return row, None
        named = named or row
    return None, named


def _answers_notice(desk: Desk, message: Incoming) -> bool:
    """Whether somebody outside answers a notice: that is for us to read, and no message of the customer."""
    known = (desk.maybe(MAIL_BY_TOKEN, token=token_of(each)) for each in message.references)
    of = next((found for found in known if found), None)
    return of is not None and of.notice is not None and not _takes_part(desk, of.ticket, message.address)


def _takes_part(desk: Desk, ticket: int, address: str) -> bool:
    """Whether somebody is in a ticket already: as its requester, of its customer, or by a message."""
    row, who = desk.one(TICKET_BY_ID, ticket=ticket), _known(desk, address)
    if who and (
        who.id == row.person or (who.customer and who.customer == desk.one(ATTRIBUTES, ticket=ticket).customer)
    ):
        return True
    if address in (row.requester or "").lower().replace("<", " ").replace(">", " ").split():
        return True
    mails = desk.all(MAILS_OF, ticket=ticket)
    return any((mail.address or "").lower() == address for mail in mails if mail.notice is None)


# --- what becomes of it ----------------------------------------------------------------------------------------------


def _answered(desk: Desk, settings: MailSpec, row: TicketRow, letter: Letter) -> Iterator[Event]:
    """An answer: it is said in its ticket, which it opens again where that was resolved not long ago (rule 22)."""
    if letter.automatic:
        since = Instant(desk.now - WITHIN)
        seen = desk.one(AUTOMATIC_SINCE, ticket=row.id, address=letter.address, direction="in", since=since)
        if seen >= settings.automatic:
            raise Held("flood", f"machines of its sender have written {seen} messages into {row.number} within an hour")
        if row.state in ("closed", "cancelled"):
            raise Held("automatic", f"{row.number} is {row.state}")
    if letter.automatic or row.state not in ("resolved", "closed", "cancelled"):
        said = tickets.receive.decide(desk, row.id, letter.text, letter.automatic, letter.arrived, letter.caller)
        yield from (_by(x, letter) for x in list(said))
        yield from _filed(desk, row.id, letter, "answer")
        return
    try:
        reopened = list(tickets.reopen.decide(desk, row.id, "not-fixed", "the requester answered by mail"))
    except Refused:
        yield from _followed_up(desk, row, letter)
        return
    yield from reopened
    text = Private(letter.text.strip())
    yield _by(TicketCommented(at=letter.arrived, ticket=row.id, text=text, by_customer=True), letter)
    yield from _filed(desk, row.id, letter, "reopened")


def _by(x: Event, letter: Letter) -> Event:
    """What was written is that of its sender, not of the requester, where they are two."""
    if isinstance(x, TicketCommented):
        return replace(x, person=letter.person.id if letter.person else None)
    return x


def _followed_up(desk: Desk, row: TicketRow, letter: Letter) -> Iterator[Event]:
    made = list(
        tickets.follow_up.decide(
            desk, row.id, letter.text, title=title_of(letter.subject), channel="mail", reported=letter.arrived
        )
    )
    yield from made
    yield from _filed(desk, _created(made), letter, "follow-up")


def _opened(desk: Desk, letter: Letter, named: TicketRow | None) -> Iterator[Event]:
    """A new ticket; of one that a stranger named it is only a relation, for the desk to look at."""
    made = list(
        tickets.new.decide(
            desk, title=title_of(letter.subject), caller=letter.caller, requester=letter.requester,
            text=letter.text, type="incident",
            channel="mail", reported=letter.arrived,
        )
    )  # fmt: skip
    yield from made
    ticket = _created(made)
    if named:
        yield TicketLinked(at=desk.now, ticket=ticket, link=desk.one(NEXT_LINE), other=named.id, relation="related")
    yield from _filed(desk, ticket, letter, "new")


def _created(made: list[Event]) -> int:
    return next(x.ticket for x in made if isinstance(x, TicketCreated))


def _filed(desk: Desk, ticket: int, letter: Letter, how: str) -> Iterator[Event]:
    """That the message is part of a ticket, with its files."""
    number, first = desk.next_id("mail"), desk.next_id("attachment")
    yield e.MailReceived(
        at=desk.now, ticket=ticket, mail=number, token=letter.token, arrived=letter.arrived, how=how,
        address=Private(letter.address), message_id=_maybe(letter.message_id), title=_maybe(letter.subject),
        file=_maybe(letter.raw),
        automatic=letter.automatic, person=letter.person.id if letter.person else None,
    )  # fmt: skip
    for place, file in enumerate(letter.files):
        yield e.TicketAttached(
            at=desk.now, ticket=ticket, attachment=first + place, name=Private(file.name), file=Private(file.digest),
            size=file.size, type=file.type, mail=number,
        )  # fmt: skip


# --- what became of ours ---------------------------------------------------------------------------------------------


def _reported(desk: Desk, message: Incoming) -> Iterator[Event]:
    """A mail server tells of a message of ours; one that came back was no answer (rules 14, 19)."""
    assert message.bounce
    known = (desk.maybe(MAIL_BY_TOKEN, token=token_of(each)) for each in message.bounce.of)
    row = next((row for row in known if row and row.direction == "out"), None)
    if row is None:
        status = message.bounce.status or message.bounce.action
        told = delivery.reported(desk, message.bounce.of, message.bounce.action, status, message.text[:500])
        if not told:
            raise Held("bounce", "of no message of ours" if told is None else "of an alarm; it changes nothing")
        yield from told
        return
    if message.bounce.action == "failed":
        yield from _bounced(desk, row, message.text)
    yield e.MailReported(
        at=desk.now, ticket=row.ticket, mail=row.id, action=message.bounce.action, status=message.bounce.status
    )


def _bounced(desk: Desk, row: MailRow, text: str) -> Iterator[Event]:
    """The answer does not count any more; nothing where that is known already."""
    try:
        yield from list(tickets.bounced.decide(desk, row.ticket, row.answer, text[:5_000]))
    except NotFound:
        return


@command("mail.fail", needs="desk")
def fail(desk: Desk, mail: int, status: str, why: str, parked: bool) -> Iterator[Event]:
    """Record that a message did not leave; where it was refused for good, the answer was none (rule 19)."""
    row = sent_row(desk, mail)
    if row.state != "queued":
        return
    if not parked:
        yield from _bounced(desk, row, why)
    yield e.MailFailed(at=desk.now, ticket=row.ticket, mail=mail, parked=parked, status=status, why=_maybe(why))


@command("mail.release", needs="mail.release", label="release mail")
def release(
    desk: Desk, entry: Entry,
    into: Annotated[str, Ask("into ticket", kind="text", hint="its number; empty: a new ticket")] = "",
) -> Iterator[Event]:  # fmt: skip
    """Let a message of the quarantine in: as a new ticket, or into one; the message itself is attached."""
    row = held_back(desk, entry)
    letter = _released(desk, row)
    if not into.strip():
        made = list(_opened(desk, letter, None))
        ticket = _created(made)
    else:
        found = desk.maybe(TICKET, number=into.strip().upper())
        if found is None:
            raise NotFound(f"there is no ticket {into}: `deskconsole show queue` lists them")
        made, ticket = list(_answered(desk, desk.maybe(MAIL) or MailSpec(""), found, letter)), found.id
        ticket = next((x.ticket for x in made if isinstance(x, TicketCreated)), ticket)
    yield from made
    yield e.MailReleased(at=desk.now, quarantine=entry, ticket=ticket)


def _released(desk: Desk, row: QuarantineRow) -> Letter:
    """What a released message says. Somebody has read it: it counts as written by a person."""
    files = (File(f"{row.number}.eml", "message/rfc822", row.size, row.file),) if row.file else ()
    arrived = Instant(row.arrived if row.arrived is not None else row.at)
    return Letter(
        row.token, row.message_id or "", row.address or "unknown", row.name or "", row.subject or "",
        row.text or NO_TEXT, False, arrived, files, row.file or "", _known(desk, row.address or ""),
    )  # fmt: skip


__all__ = ["fail", "receive", "release"]
