"""Telling the customer or an authority what a contract or a law has us tell them, and entering that it was done."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Literal

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.masking import masked
from deskconsole.features.mail.views import ATTACHMENT, MAIL, MAILS_OF, is_address, written_to
from deskconsole.features.notices import events as e
from deskconsole.features.notices.drafts import drafted
from deskconsole.features.notices.views import NOTICES_OF, Owed, owed
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow
from deskconsole.features.triage.views import TRIAGE

Ticket = Annotated[int, Ask("ticket", kind="ticket")]
Which = Annotated[str, Ask("notice", hint="its name in the agreement; empty: the one that is due first")]
Way = Literal["portal", "letter", "phone", "fax", "mail", "courier", "in-person"]


@command("ticket.notice", needs="ticket.comment", label="send notice")
def notice(
    desk: Desk,
    ticket: Ticket,
    which: Which = "",
    text: Annotated[str, Ask("text", kind="lines", hint="empty: as its template says")] = "",
) -> Iterator[Event]:
    """Send a notice that is owed as mail, in the words of its template or in yours; evidence is what becomes of it."""
    row = _row(desk, ticket)
    due = _owed(desk, row, which)
    if desk.maybe(MAIL) is None:
        raise Refused("the desk file names no [mail], so nothing leaves: tell them, then notice.receipt enters it")
    _refuse_twice(desk, row, due)
    said = text.strip() or drafted(desk, row, due, desk.actor)
    yield e.NoticeWritten(
        at=desk.now, ticket=ticket, notice=desk.next_id("notice"), metric=due.clock.metric, word=due.metric.word,
        text=Private(said), address=Private(_address(desk, row, due)), digest=Private(_digest(masked(said))),
        person=row.person if due.notice.to == "customer" and not due.notice.contact else None,
    )  # fmt: skip


@command("notice.receipt", needs="ticket.comment", label="enter receipt")
def receipt(
    desk: Desk,
    ticket: Ticket,
    way: Annotated[Way, Ask("way", hint="how they were told")],
    reference: Annotated[str, Ask("receipt", hint="what proves it: a number, a name, where it lies")],
    which: Which = "",
    at: Annotated[
        int | None, Ask("at", kind="instant", hint="when it was sent; empty: now", past=True, needs="ticket.backdate")
    ] = None,
    text: Annotated[str, Ask("text", kind="lines", hint="what was sent, where that is a text")] = "",
    attachment: Annotated[int | None, Ask("file", kind="integer", hint="what was sent: a file of the ticket")] = None,
) -> Iterator[Event]:
    """Enter that a notice was sent in another way: by portal, letter, phone; the receipt is the evidence."""
    row = _row(desk, ticket)
    due = _owed(desk, row, which)
    if not (proof := " ".join(reference.split())):
        raise BadInput("the receipt is empty: a number, a name, or where it lies")
    sent = _sent_at(desk, at)
    yield e.NoticeRecorded(
        at=sent, ticket=ticket, notice=desk.next_id("notice"), metric=due.clock.metric, way=way,
        stops_at=max(sent, due.clock.start), reference=Private(proof),
        text=Private(text.strip()) if text.strip() else None, digest=_digest_of(desk, row, text, attachment),
        attachment=attachment, late=sent != desk.now,
    )  # fmt: skip


@command("notice.waive", needs="ticket.override", label="notice not owed")
def waive(
    desk: Desk,
    ticket: Ticket,
    reason: Annotated[str, Ask("reason", kind="lines", hint="why it is not owed")],
    which: Which = "",
) -> Iterator[Event]:
    """Decide that a notice is not owed; one that is late already stays late (rules 28, 36)."""
    row = _row(desk, ticket)
    due = _owed(desk, row, which)
    if not reason.strip():
        raise BadInput("the reason is empty")
    yield e.NoticeWaived(at=desk.now, ticket=ticket, metric=due.clock.metric, reason=Private(reason.strip()))


# --- what they have in common ----------------------------------------------------------------------------------------


def _row(desk: Desk, ticket: int) -> TicketRow:
    if (row := desk.maybe(TICKET_BY_ID, ticket=ticket)) is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    return row


def _owed(desk: Desk, row: TicketRow, which: str) -> Owed:
    """The notice that is meant, of those that are still owed."""
    every = owed(desk, row.id)
    live = [each for each in every if each.clock.state == "running"]
    meant = [each for each in live if which.strip() in ("", each.clock.metric)]
    if meant:
        return meant[0]
    if which.strip() and (live or any(each.clock.metric == which.strip() for each in every)):
        names = ", ".join(each.clock.metric for each in live) or "none"
        raise NotFound(f"{row.number} does not owe the notice “{which.strip()}” now; it owes {names}")
    raise NotFound(f"{row.number} owes no notice{f' “{which.strip()}”' if which.strip() else ''}")


def _refuse_twice(desk: Desk, row: TicketRow, due: Owed) -> None:
    """One that is on its way is not sent once more."""
    for sent in desk.all(NOTICES_OF, ticket=row.id):
        if sent.metric == due.clock.metric and sent.mail_state == "queued":
            raise Refused(f"that notice is on its way as mail {sent.mail}: see what becomes of it first")
        if sent.metric == due.clock.metric and sent.mail_state == "parked":
            raise Refused(f"mail {sent.mail} with that notice did not leave: mail.retry has it tried again")


def _address(desk: Desk, row: TicketRow, due: Owed) -> str:
    contact, whom = due.notice.contact, due.notice.whom
    if contact and is_address(contact):
        return contact
    if contact:
        raise Refused(f"{whom} is told by {contact}: tell them, then notice.receipt enters it")
    to = written_to(desk, row.id, desk.all(MAILS_OF, ticket=row.id))[2]
    if to is None or not is_address(to):
        raise Refused(f"no mail address of {whom} is known: name a contact in the notice, or enter a receipt")
    return to


def _sent_at(desk: Desk, at: int | None) -> Instant:
    """Now, or earlier, within the bound, by who may say so (rule 27); the receipt is the evidence."""
    if at is None or at == desk.now:
        return desk.now
    if at > desk.now:
        raise BadInput("that lies in the future: say when it was sent, or nothing for now")
    if not desk.may("ticket.backdate"):
        raise Refused("that it was so earlier needs the permission ticket.backdate, which a lead has (rule 27)")
    if desk.now - at > (bound := desk.one(TRIAGE).backdate) * SECOND:
        raise Refused(f"that was over {bound // 3600}h ago: so far back nothing is entered any more (rule 27)")
    return Instant(at)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _digest_of(desk: Desk, row: TicketRow, text: str, attachment: int | None) -> Private | None:
    """The SHA-256 of what was sent: of the file, else of the text, where there is one."""
    if attachment is None:
        return Private(_digest(text.strip())) if text.strip() else None
    file = desk.maybe(ATTACHMENT, attachment=attachment)
    if file is None or file.ticket != row.id or file.file is None:
        raise NotFound(f"{row.number} has no file {attachment}: its timeline numbers them")
    return Private(file.file)
