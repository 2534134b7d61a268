"""A ticket goes to a vendor, who receives, accepts, rejects or returns it (rule 26)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.core.words import maybe_private, maybe_words, private
from deskconsole.features.directory.views import VENDOR, VENDOR_KEYS
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import Ticket, possible, standing, ticket_row
from deskconsole.features.tickets.rules import allowed
from deskconsole.features.tickets.spells import Spell, at_vendor, spells
from deskconsole.features.tickets.views import TicketRow

Told = Annotated[int | None, Ask("at", kind="instant", hint="when it was so, as they say; empty: now", past=True)]
Reference = Annotated[str, Ask("reference", hint="what they call it")]


@command("vendor.dispatch", needs="ticket.work", label="to vendor")
def dispatch(
    desk: Desk,
    ticket: Ticket,
    vendor: Annotated[str, Ask("vendor", choices=VENDOR_KEYS)],
    reference: Reference = "",
    note: Annotated[str, Ask("note", kind="lines")] = "",
    at: Told = None,
) -> Iterator[Event]:
    """Send a ticket to a vendor: a spell begins; the customer’s clock runs on unless a hold pauses it (rule 26)."""
    row = ticket_row(desk, ticket)
    allowed("dispatch", row.state, row.number)
    if (to := desk.maybe(VENDOR, word=vendor)) is None:
        raise NotFound(f"there is no vendor {vendor}: `deskconsole desk export` lists them")
    known = spells(standing(desk, ticket))
    if known and known[-1].returned is None:
        raise Refused(f"{row.number} is with {known[-1].key} already: vendor.returned says that it is back")
    told = _told(desk, row, at)
    if known and known[-1].returned is not None and told < known[-1].returned:
        raise BadInput(f"that was before {known[-1].key} had given {row.number} back")
    yield e.VendorDispatched(
        at=told, ticket=ticket, vendor=to.id, key=to.key, reference=maybe_words(reference), note=maybe_private(note)
    )


def _told(desk: Desk, row: TicketRow, at: int | None) -> Instant:
    """When it was so: vendors tell us later, but not of the future, nor of before the ticket."""
    if at is None:
        return desk.now
    possible(desk, row, at)
    return Instant(at)


def _with(desk: Desk, ticket: int, at: int | None) -> tuple[TicketRow, Spell, Instant]:
    """The ticket, its open spell, and when its next step was."""
    row = ticket_row(desk, ticket)
    spell = at_vendor(standing(desk, ticket))
    if spell is None:
        raise Refused(f"{row.number} is with no vendor: vendor.dispatch sends it to one")
    told = _told(desk, row, at)
    if told < spell.dispatched:
        raise BadInput(f"that was before {row.number} was sent to {spell.key}")
    return row, spell, told


@command("vendor.received", needs="vendor.report", label="vendor received")
def received(desk: Desk, ticket: Ticket, reference: Reference = "", at: Told = None) -> Iterator[Event]:
    """Record that the vendor has received it."""
    row, spell, told = _with(desk, ticket, at)
    if spell.received is not None:
        raise Refused(f"{spell.key} has received {row.number} before")
    if spell.accepted is not None and told > spell.accepted:
        raise BadInput(f"{spell.key} had accepted {row.number} by then: say when they received it before that")
    yield e.VendorReceived(at=told, ticket=ticket, vendor=spell.vendor, key=spell.key, reference=maybe_words(reference))


@command("vendor.accepted", needs="vendor.report", label="vendor accepted")
def accepted(desk: Desk, ticket: Ticket, reference: Reference = "", at: Told = None) -> Iterator[Event]:
    """Record that the vendor has accepted it and works on it."""
    row, spell, told = _with(desk, ticket, at)
    if spell.accepted is not None:
        raise Refused(f"{spell.key} has accepted {row.number} before")
    if spell.received is not None and told < spell.received:
        raise BadInput(f"that was before {spell.key} had received {row.number}")
    yield e.VendorAccepted(at=told, ticket=ticket, vendor=spell.vendor, key=spell.key, reference=maybe_words(reference))


@command("vendor.rejected", needs="vendor.report", label="vendor rejected")
def rejected(
    desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", kind="lines")], at: Told = None
) -> Iterator[Event]:
    """Record that the vendor says it is not theirs: the spell ends, the ball is ours again."""
    row, spell, told = _with(desk, ticket, at)
    if spell.accepted is not None:
        raise Refused(f"{spell.key} had accepted {row.number}: vendor.returned says that it is back")
    _last(row, spell, told)
    yield e.VendorRejected(
        at=told, ticket=ticket, vendor=spell.vendor, key=spell.key, reason=private(reason, "the reason")
    )


@command("vendor.returned", needs="vendor.report", label="vendor returned")
def returned(
    desk: Desk, ticket: Ticket, note: Annotated[str, Ask("note", kind="lines")] = "", at: Told = None
) -> Iterator[Event]:
    """Record that the vendor has done their part, or that we took it back: the spell ends."""
    row, spell, told = _with(desk, ticket, at)
    _last(row, spell, told)
    yield e.VendorReturned(at=told, ticket=ticket, vendor=spell.vendor, key=spell.key, note=maybe_private(note))


def _last(row: TicketRow, spell: Spell, at: Instant) -> None:
    """The end of a spell comes after all its other steps."""
    if at < spell.latest:
        raise BadInput(f"{row.number} was still with {spell.key} after that")
