"""Promising something, and what becomes of it: kept, moved, broken with a reason, or no longer waited for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.promises import events as e
from deskconsole.features.promises.rules import remind_at, standing
from deskconsole.features.promises.views import NEXT_PROMISE, PROMISE, PromiseRow, named
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow
from deskconsole.features.triage.views import TRIAGE

Ticket = Annotated[int, Ask("ticket", kind="ticket")]
Which = Annotated[str, Ask("promise", hint="PR-12; empty: the one that is due first")]
By = Annotated[int, Ask("by", kind="instant", hint="10:15, +2h, tomorrow 9")]


@command("promise.make", needs="ticket.work", key="b", label="promise")
def make(
    desk: Desk,
    ticket: Ticket,
    what: Annotated[str, Ask("what", hint="call back, next news …")],
    by: By,
    to: Annotated[str, Ask("to", hint="a name; empty: the requester")] = "",
) -> Iterator[Event]:
    """Promise something by an instant: it is called to mind before, and not forgotten after."""
    row = _ticket(desk, ticket)
    if row.state in ("closed", "cancelled"):
        raise Refused(f"{row.number} is {row.state}: nothing is promised on it any more")
    yield e.PromiseMade(
        at=desk.now, promise=desk.one(NEXT_PROMISE), ticket=ticket, what=_text(what, "what is promised"),
        due_at=_to_come(desk, by), by=desk.actor, to=Private(to.strip()) if to.strip() else None,
        remind_at=_remind(desk, by),
    )  # fmt: skip


@command("promise.keep", needs="ticket.work", label="promise kept")
def keep(desk: Desk, ticket: Ticket, promise: Which = "") -> Iterator[Event]:
    """Say that a promise has been kept; after it was due that is late, and told so."""
    row = named(desk, ticket, promise)
    yield from _overdue(desk, row, desk.now)
    yield e.PromiseKept(at=desk.now, promise=row.id)


@command("promise.move", needs="ticket.work", label="move promise")
def move(
    desk: Desk,
    ticket: Ticket,
    by: By,
    reason: Annotated[str, Ask("reason", hint="and that they know of it")],
    promise: Which = "",
) -> Iterator[Event]:
    """Promise it for another instant, before it is due; what has been missed is kept late, or broken with a reason."""
    row = named(desk, ticket, promise)
    if desk.now > row.due_at:
        raise Refused(
            f"{row.number} was due {to_iso(row.due_at)}: promise.keep keeps it late, promise.break says why not"
        )
    if by == row.due_at:
        raise BadInput(f"{row.number} is due then already")
    yield e.PromiseMoved(
        at=desk.now, promise=row.id, due_at=_to_come(desk, by), reason=_text(reason, "the reason"),
        remind_at=_remind(desk, by),
    )  # fmt: skip


@command("promise.break", needs="ticket.work", label="break promise")
def break_(
    desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", kind="lines")], promise: Which = ""
) -> Iterator[Event]:
    """Say that a promise is not kept, and why."""
    row = named(desk, ticket, promise)
    yield from _overdue(desk, row, desk.now)
    yield e.PromiseBroken(at=desk.now, promise=row.id, reason=_text(reason, "the reason"))


@command("promise.drop", needs="ticket.work", label="drop promise")
def drop(
    desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", kind="lines")], promise: Which = ""
) -> Iterator[Event]:
    """Say that nobody waits for it any more, before it is due: neither kept nor broken."""
    row = named(desk, ticket, promise)
    if desk.now > row.due_at:
        raise Refused(f"{row.number} was due {to_iso(row.due_at)}: what was missed is kept late, or broken")
    yield e.PromiseDropped(at=desk.now, promise=row.id, reason=_text(reason, "the reason"))


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("promise.kept_by", needs="desk")
def kept_by(desk: Desk, promise: int, at: int, means: str) -> Iterator[Event]:
    """What was said to them, or a call in which they were reached, keeps a promise: as of then."""
    row = desk.one(PROMISE, promise=promise)
    if row.is_open:
        yield from _overdue(desk, row, Instant(at))
        yield e.PromiseKept(at=Instant(at), promise=promise, means=means)


@command("promise.notice", needs="desk")
def notice(desk: Desk, promise: int, until: int) -> Iterator[Event]:
    """Record that a promise is due soon, or was due and is not kept: each once, at its instant."""
    stands = standing([recorded.event for recorded in alive(desk.history("promise", promise))])
    if stands.next_at is None or (stands.wakes_at or 0) > min(until, desk.now):
        return
    if stands.does == "remind":
        yield e.PromiseReminded(at=stands.next_at, promise=promise)
    else:
        yield e.PromiseMissed(at=stands.next_at, promise=promise)


def _overdue(desk: Desk, row: PromiseRow, at: Instant) -> Iterator[Event]:
    """It was missed at its instant, also where nobody has noticed before it is settled."""
    if at > row.due_at and row.missed_at is None:
        yield e.PromiseMissed(at=row.due_at, promise=row.id)


def _ticket(desk: Desk, ticket: int) -> TicketRow:
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    if row is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    return row


def _text(text: str, what: str) -> Private:
    if not text.strip():
        raise BadInput(f"{what} is empty")
    return Private(text.strip())


def _to_come(desk: Desk, by: int) -> int:
    if by <= desk.now:
        raise BadInput("that lies in the past: a promise is for an instant to come")
    return by


def _remind(desk: Desk, by: int) -> int | None:
    return remind_at(desk.now, by, desk.one(TRIAGE).remind)
