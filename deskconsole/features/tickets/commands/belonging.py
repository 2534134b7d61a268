"""What a ticket is a part of: a parent, a known outage; and resolving all that belong together (rule 25)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from deskconsole.core.actors import SCOPE
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.words import private, words
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import Ticket, standing, ticket_row, within
from deskconsole.features.tickets.commands.ending import ends, resolve
from deskconsole.features.tickets.relations import CHILDREN_OF, KNOWN_OUTAGES, PARENT_OF
from deskconsole.features.tickets.rules import DEEPEST, allowed, reachable
from deskconsole.features.tickets.views import TICKET, TicketRow

Code = Literal["fixed", "workaround", "advice", "no-fault", "duplicate", "no-answer"]


def other_ticket(desk: Desk, word: str) -> TicketRow:
    """Another ticket, by its number, within the scope of who asks."""
    row = desk.maybe(TICKET, number=word.strip().upper())
    if row is None:
        raise NotFound(f"there is no ticket {word.strip()}: `deskconsole show queue` lists them")
    within(desk, desk.one(SCOPE, ticket=row.id))
    return row


@command("ticket.parent", needs="ticket.work", key="R p", label="parent")
def parent(
    desk: Desk, ticket: Ticket, parent: Annotated[str, Ask("parent", hint="its number; a dash: none any more")]
) -> Iterator[Event]:
    """Make a ticket a part of another one, or (–) of none any more; each keeps its own clocks (rule 25)."""
    row, (now,) = ticket_row(desk, ticket), desk.maybe(PARENT_OF, ticket=ticket) or (None,)
    if parent.strip() in ("-", "–"):
        if now is None:
            raise Refused(f"{row.number} has no parent")
        yield e.TicketParented(at=desk.now, ticket=ticket)
        return
    yield _under(desk, row, other_ticket(desk, parent), now)


def _under(desk: Desk, row: TicketRow, above: TicketRow, now: int | None) -> e.TicketParented:
    """A ticket below another one; refused where that leads in a circle or too deep."""
    if above.id == row.id:
        raise Refused(f"{row.number} cannot be its own parent")
    if above.id == now:
        raise Refused(f"{above.number} is the parent of {row.number} already")
    if above.survivor:
        raise Refused(f"{above.number} is merged into {above.survivor}: that one may be the parent")
    line = _above(desk, above.id)
    if row.id in line:
        raise Refused(f"{above.number} belongs to {row.number} itself: that would be a circle")
    if len(line) + _below(desk, row.id) > DEEPEST:
        raise Refused(f"that would be a line of over {DEEPEST} tickets: name a parent further up")
    return e.TicketParented(at=desk.now, ticket=row.id, parent=above.id, number=above.number)


def _above(desk: Desk, ticket: int) -> list[int]:
    """A ticket and those above it, upwards."""
    line = [ticket]
    while (found := desk.maybe(PARENT_OF, ticket=line[-1])) and found[0] is not None and len(line) <= DEEPEST:
        line.append(found[0])
    return line


def _below(desk: Desk, ticket: int, room: int = DEEPEST) -> int:
    """How many tickets the longest line from this one down has; looks no further than `room`."""
    if room <= 1:
        return 1
    return 1 + max((_below(desk, child, room - 1) for child in desk.all(CHILDREN_OF, ticket=ticket)), default=0)


@command("ticket.join_outage", needs="ticket.work", key="R o", label="attach")
def attach(
    desk: Desk, ticket: Ticket, outage: Annotated[str, Ask("outage", hint="empty: the one that it fits")] = ""
) -> Iterator[Event]:
    """Attach a ticket to a known outage: it is resolved with it, and its requester told (rule 25)."""
    row, (now,) = ticket_row(desk, ticket), desk.maybe(PARENT_OF, ticket=ticket) or (None,)
    allowed("attach", row.state, row.number)
    known = desk.all(KNOWN_OUTAGES)
    if not known:
        raise Refused("no outage is known: R d declares one")
    if outage.strip():
        meant = [each for each in known if each.number == outage.strip().upper()]
    else:
        others = [each for each in known if each.ticket != ticket]
        meant = [each for each in others if row.service and each.service_name == row.service] or others
    if len(meant) != 1:
        told = ", ".join(each.number for each in meant or known)
        raise Refused(f"which outage? known are {told}: R p names the parent" if meant else f"known are {told}")
    yield _under(desk, row, ticket_row(desk, meant[0].ticket), now)


@command("ticket.declare_outage", needs="ticket.override", key="R d", label="known outage")
def declare_outage(
    desk: Desk, ticket: Ticket, say: Annotated[str, Ask("say", hint="the sentence for whoever calls about it")]
) -> Iterator[Event]:
    """Make a ticket a known outage, with the sentence to say on the phone; said again, the later one counts."""
    row = ticket_row(desk, ticket)
    allowed("declare", row.state, row.number)
    since = row.outage_at if row.outage_at is not None else desk.now
    yield e.OutageDeclared(at=desk.now, ticket=ticket, say=private(say, "the sentence"), since=since)


@command("ticket.withdraw_outage", needs="ticket.override", label="no outage")
def withdraw_outage(desk: Desk, ticket: Ticket) -> Iterator[Event]:
    """Say that a ticket is no known outage after all; what is attached stays so."""
    row = ticket_row(desk, ticket)
    if row.outage_at is None:
        raise Refused(f"{row.number} is no known outage")
    yield e.OutageWithdrawn(at=desk.now, ticket=ticket)


Notice = Annotated[str, Ask("notice", kind="lines", hint="sent to each requester")]


@command("ticket.resolve_all", needs="ticket.work", key="R a", label="resolve all")
def resolve_all(
    desk: Desk, ticket: Ticket, code: Annotated[Code, Ask("code")], cause: Annotated[str, Ask("cause")], notice: Notice
) -> Iterator[Event]:
    """Resolve a ticket and all that belong to it, with a notice to each (rule 25)."""
    row = ticket_row(desk, ticket)
    private(notice, "the notice")
    if not desk.all(CHILDREN_OF, ticket=ticket):
        raise Refused(f"nothing is attached to {row.number}: s r resolves it alone")
    yield from resolve.decide(desk, ticket, code, cause)


@command("ticket.resolve_with", needs="ticket.work")
def resolve_with(
    desk: Desk, ticket: Ticket, parent: int, code: Code, cause: Annotated[str, Ask("cause")], notice: Notice
) -> Iterator[Event]:
    """Resolve a ticket with the one it belongs to; its requester is told, where there is an address (rule 25)."""
    row = ticket_row(desk, ticket)
    allowed("resolve", row.state, row.number)
    if desk.maybe(PARENT_OF, ticket=ticket) != (parent,):
        raise Refused(f"{row.number} does not belong to {ticket_row(desk, parent).number} any more")
    told = reachable(row)
    yield e.TicketCommented(
        at=desk.now, ticket=ticket, text=private(notice, "the notice"), public=True,
        responds=told and row.responded_at is None, undelivered=not told,
    )  # fmt: skip
    yield from ends(desk, row, standing(desk, ticket), desk.now)
    said = Private(words(cause, "the cause"))
    yield e.TicketResolved(at=desk.now, ticket=ticket, code=code, cause="", cause_said=said, broadcast=True)
