"""Two tickets are one, and are two again (rule 24)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Recorded, alive, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.words import private
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.belonging import other_ticket
from deskconsole.features.tickets.commands.common import Ticket, standing, ticket_row
from deskconsole.features.tickets.relations import CHILDREN_OF, MERGED_INTO, SURVIVOR_OF
from deskconsole.features.tickets.rules import allowed
from deskconsole.features.tickets.spells import at_vendor
from deskconsole.features.tickets.story import starts
from deskconsole.features.tickets.views import ATTRIBUTES, TicketRow

Reason = Annotated[str, Ask("reason")]


@command("ticket.merge", needs="clock.move", key="R m", label="merge")
def merge(
    desk: Desk,
    ticket: Ticket,
    into: Annotated[str, Ask("into", hint="the number of the ticket that stays")],
    reason: Reason,
) -> Iterator[Event]:
    """Merge a ticket into another of the same customer, which takes the earliest start (rule 24)."""
    row, stays = ticket_row(desk, ticket), other_ticket(desk, into)
    _mergeable(desk, row, stays)
    begun = starts(standing(desk, ticket))
    why = private(reason, "the reason")
    yield e.TicketMerged(at=desk.now, ticket=ticket, survivor=stays.id, number=stays.number, reason=why)
    yield e.TicketAbsorbed(
        at=desk.now, ticket=stays.id, other=ticket, number=row.number, opened_at=begun["opened"],
        reported_at=begun.get("reported"), detected_at=begun.get("detected"), impact_at=begun.get("impact"),
        waiting=row.responded_at is None,
    )  # fmt: skip


def _mergeable(desk: Desk, row: TicketRow, stays: TicketRow) -> None:
    """Refuse what cannot be one, with what to do instead."""
    if stays.id == row.id:
        raise Refused(f"{row.number} cannot be merged into itself")
    allowed("merge", row.state, row.number)
    allowed("absorb", stays.state, stays.number)
    theirs, ours = (desk.one(ATTRIBUTES, ticket=each.id).customer_id for each in (row, stays))
    if theirs != ours:
        whose = f"{row.number} is of {row.customer or 'no customer'}, {stays.number} of {stays.customer or 'none'}"
        raise Refused(f"{whose}: tickets of two customers are not merged (rule 24), R l links them")
    if row.source:
        raise Refused(f"{row.number} is of another system, {row.source}: what that says of it stands; R l links it")
    if children := desk.all(CHILDREN_OF, ticket=row.id):
        raise Refused(f"{len(children)} tickets belong to {row.number}: R p gives them another parent first")
    if spell := at_vendor(standing(desk, row.id)):
        raise Refused(f"{row.number} is with {spell.key}: vendor.returned says that it is back, then it can be merged")


@command("ticket.split", needs="clock.move", key="R s", label="split")
def split(
    desk: Desk,
    ticket: Ticket,
    reason: Reason,
    other: Annotated[str, Ask("merged ticket", hint="where several were merged into it")] = "",
) -> Iterator[Event]:
    """Split a merged ticket off: it is as if it had never been merged; what was said meanwhile stays (rule 24)."""
    row = _split_off(desk, ticket_row(desk, ticket), other)
    stays = ticket_row(desk, desk.one(SURVIVOR_OF, ticket=row.id))
    if stays.survivor:
        raise Refused(f"{stays.number} is merged into {stays.survivor} itself: split that first")
    merged = [r for r in alive(desk.history("ticket", row.id)) if isinstance(r.event, e.TicketMerged)]
    absorbed = [r for r in alive(desk.history("ticket", stays.id)) if _absorbs(r, row.id)]
    yield e.TicketSplit(
        at=desk.now, ticket=row.id, of=tuple(r.seq for r in merged), survivor=stays.id, number=stays.number,
        reason=private(reason, "the reason"),
    )  # fmt: skip
    yield e.TicketReleased(
        at=desk.now, ticket=stays.id, of=tuple(r.seq for r in absorbed), other=row.id, number=row.number
    )


def _split_off(desk: Desk, row: TicketRow, other: str) -> TicketRow:
    """The merged ticket that is meant: this one, or one that was merged into it."""
    if row.survivor:
        return row
    merged = desk.all(MERGED_INTO, ticket=row.id)
    meant = [each for each in merged if other.strip().upper() in ("", each.number)]
    if not merged:
        raise Refused(f"nothing was merged into {row.number}")
    if len(meant) != 1:
        raise BadInput(f"which one? merged into {row.number} are {', '.join(each.number for each in merged)}")
    return ticket_row(desk, meant[0].ticket)


def _absorbs(recorded: Recorded, other: int) -> bool:
    return isinstance(recorded.event, e.TicketAbsorbed) and recorded.event.other == other


@command("ticket.pass_on", needs="desk")
def pass_on(desk: Desk, ticket: Ticket, text: str, said_on: int) -> Iterator[Event]:
    """Say what was answered on a ticket to those, too, whose tickets are merged into it (rule 24)."""
    for merged in desk.all(MERGED_INTO, ticket=ticket) if text else ():
        row = ticket_row(desk, merged.ticket)
        yield e.TicketCommented(
            at=desk.now, ticket=row.id, text=private(text, "the answer"), public=True,
            responds=row.responded_at is None, said_on=said_on,
        )  # fmt: skip
