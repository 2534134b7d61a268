"""The service works again, the ticket is resolved, confirmed, closed, opened again or cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.words import maybe_private, private, words
from deskconsole.features.knowledge.views import ARTICLE, PUBLISHED
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import At, Evidence, Ticket, ended, hours, standing, ticket_row, when
from deskconsole.features.tickets.commands.fields import AtClose, AtResolve, filled
from deskconsole.features.tickets.commands.silence import closes
from deskconsole.features.tickets.rules import allowed, moved
from deskconsole.features.tickets.spells import taken_back
from deskconsole.features.tickets.views import TicketRow
from deskconsole.features.tickets.waits import owes_answer
from deskconsole.features.triage.views import TRIAGE


@command("ticket.restore", needs="ticket.work", label="restored")
def restore(
    desk: Desk,
    ticket: Ticket,
    note: Annotated[str, Ask("note", kind="lines")] = "",
    at: At = None,
    evidence: Evidence = "",
) -> Iterator[Event]:
    """Say that the service works again, perhaps by a workaround; the resolution stays open (rule 21)."""
    row = ticket_row(desk, ticket)
    allowed("restore", row.state, row.number)
    if row.restored_at is not None:
        raise Refused(f"{row.number} was restored before")
    told = when(desk, row, at, evidence)
    if row.resolved_at is not None and told.at > row.resolved_at:
        raise Refused(f"{row.number} is resolved: what was restored before that says when (at, evidence)")
    reopened = (x for x in standing(desk, ticket) if isinstance(x, e.TicketReopened))
    _not_before(row, told.at, reopened, "opened again")
    yield e.TicketRestored(ticket=ticket, note=maybe_private(note), **told._asdict())


@command("ticket.resolve", needs="ticket.work", key="s r", label="resolve")
def resolve(
    desk: Desk,
    ticket: Ticket,
    code: Annotated[Literal["fixed", "workaround", "advice", "no-fault", "duplicate", "no-answer"], Ask("code")],
    cause: Annotated[str, Ask("cause")],
    note: Annotated[str, Ask("note", kind="lines")] = "",
    article: Annotated[str, Ask("article", choices=PUBLISHED, hint="the one that solved it")] = "",
    at: At = None,
    evidence: Evidence = "",
    fields: AtResolve = None,
) -> Iterator[Event]:
    """Resolve a ticket with a code and a cause; stops response and resolution clocks (rules 19, 21)."""
    row = ticket_row(desk, ticket)
    allowed("resolve", row.state, row.number)
    told, events = when(desk, row, at, evidence), standing(desk, ticket)
    _not_before(row, told.at, filter(moved, events), "worked on, held or with a vendor")
    yield from filled(desk, ticket, row.number, row.type, "resolve", fields)
    yield from ends(desk, row, events, told.at)
    yield e.TicketResolved(
        ticket=ticket,
        code=code,
        cause="",
        cause_said=Private(words(cause, "the cause")),
        note=maybe_private(note),
        responds=row.responded_at is None or told.at < row.responded_at,
        closes_at=closes(desk, desk.now),
        article=_article(desk, article),
        **told._asdict(),
    )


def _article(desk: Desk, number: str) -> int | None:
    """The inner number of the article that is named."""
    if not number.strip():
        return None
    if (row := desk.maybe(ARTICLE, number=number.strip().upper())) is None or row.state == "draft":
        raise NotFound(f"there is no published article {number}: `deskconsole knowledge list` lists them")
    return row.id


def ends(desk: Desk, row: TicketRow, events: Sequence[Event], at: Instant) -> Iterator[Event]:
    """Whatever a ticket still waited for is over once it is resolved."""
    if row.held_for:
        yield from ended(desk, row, at, "resolved")
    yield from taken_back(row.id, events, at)


def _not_before(row: TicketRow, at: Instant, events: Iterable[Event], what: str) -> None:
    """Refuse an instant of before something that it cannot have been before."""
    if any(x.at > at for x in events):
        raise Refused(f"{row.number} was {what} after that: say a later time, or undo that first (rule 27)")


@command("ticket.confirm", needs="ticket.comment", label="confirmed")
def confirm(
    desk: Desk,
    ticket: Ticket,
    note: Annotated[str, Ask("note", kind="lines")] = "",
    at: At = None,
    evidence: Evidence = "",
) -> Iterator[Event]:
    """Record that the requester agrees: it is resolved (rule 21)."""
    row = ticket_row(desk, ticket)
    allowed("confirm", row.state, row.number)
    if row.confirmed_at is not None:
        raise Refused(f"{row.number} was confirmed before")
    told = when(desk, row, at, evidence)
    if row.resolved_at is not None and told.at < row.resolved_at:
        raise BadInput(f"that was before {row.number} was resolved: nobody could confirm it then")
    then = closes(desk, desk.now, confirmed=True) if row.state == "resolved" else None
    yield e.TicketConfirmed(ticket=ticket, note=maybe_private(note), closes_at=then, **told._asdict())


@command("ticket.close", needs="ticket.work", key="s c", label="close")
def close(desk: Desk, ticket: Ticket, fields: AtClose = None) -> Iterator[Event]:
    """Close a resolved ticket."""
    row = ticket_row(desk, ticket)
    allowed("close", row.state, row.number)
    yield from filled(desk, ticket, row.number, row.type, "close", fields)
    untold = row.responded_at is None and owes_answer(standing(desk, ticket))
    yield e.TicketClosed(at=desk.now, ticket=ticket, untold=untold)


@command("ticket.reopen", needs="clock.move", key="s o", label="reopen")
def reopen(
    desk: Desk,
    ticket: Ticket,
    why: Annotated[Literal["not-fixed", "new-question"], Ask("why")],
    reason: Annotated[str, Ask("reason")],
) -> Iterator[Event]:
    """Open a ticket again that was not fixed (rule 22); a new question, or one long after, is a new ticket."""
    row = ticket_row(desk, ticket)
    allowed("reopen", row.state, row.number)
    new = f"ticket.follow_up writes it, linked to {row.number}"
    if why == "new-question":
        raise Refused(f"a new question is a new ticket (rule 22): {new}")
    window, ended_at = desk.one(TRIAGE).reopen_window, row.resolved_at or row.closed_at
    if ended_at is not None and desk.now - ended_at > window * SECOND:
        raise Refused(f"{row.number} was resolved over {hours(window)} ago, that is a new ticket (rule 22): {new}")
    times = (row.reopened or 0) + 1
    yield e.TicketReopened(at=desk.now, ticket=ticket, times=times, reason=private(reason, "the reason"))


@command("ticket.cancel", needs="clock.move", key="s x", label="cancel")
def cancel(
    desk: Desk,
    ticket: Ticket,
    reason: Annotated[str, Ask("reason")],
    kind: Annotated[Literal["cancelled", "duplicate", "spam"], Ask("as")] = "cancelled",
) -> Iterator[Event]:
    """Cancel a ticket: nothing is measured on it any more, and it is listed as such (rule 33)."""
    row = ticket_row(desk, ticket)
    allowed("cancel", row.state, row.number)
    yield from taken_back(ticket, standing(desk, ticket), desk.now)
    yield e.TicketCancelled(at=desk.now, ticket=ticket, reason=private(reason, "the reason"), outcome=kind)
