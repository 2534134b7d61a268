"""What commands on a handover have in common: which one is meant, what may be done with it, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, Query
from deskconsole.core.errors import Conflict, NotFound, Refused
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.delivery.views import OPERATOR_NAMED
from deskconsole.features.directory.views import HANDLES
from deskconsole.features.handover.views import HandoverRow, NoteRow, named

NUMBERS = Query("select number from handover where state in ('draft', 'signed') order by begin_at, id", str)
Number = Annotated[str, Ask("handover", choices=NUMBERS, hint="HO-7")]
NEXT = {
    table: Query(f"select coalesce(max(id), 0) + 1 from {table}", int)
    for table in ("handover_note", "handover_readback", "handover_question")
}


def draft_of(desk: Desk, number: str) -> HandoverRow:
    """A handover that can still be written. Refused once it is signed, and once it is over."""
    row = named(desk, number)
    over(row)
    if row.state == "signed":
        raise Refused(f"{row.number} is signed: handover.withdraw takes the signature back, then it can be changed")
    return row


def signed_of(desk: Desk, number: str) -> HandoverRow:
    """A handover that is signed and not accepted yet."""
    row = named(desk, number)
    over(row)
    if row.state != "signed":
        raise Refused(f"{row.number} is a draft: {row.outgoing or 'the outgoing lead'} has not signed it yet")
    return row


def over(row: HandoverRow) -> None:
    """Refuse what comes too late, and say who was first."""
    if row.state == "dropped":
        stays = f"{row.agent} keeps their tickets" if row.agent else "the roster knows no such change of shift any more"
        raise Refused(f"{row.number} is dropped: {stays}")
    if row.is_over and row.accepted_at is not None:
        how, what = "taken" if row.state == "taken" else "accepted", "tickets are" if row.agent else "desk is"
        raise Conflict(f"{row.number} was {how} by {row.accepted_by} at {to_iso(row.accepted_at)}: the {what} theirs")


# --- by whom ---------------------------------------------------------------------------------------------------------

LEADS = "handover.sign"
"""The permission of those who hand a desk over, and who stand for others."""


def hands_over(desk: Desk, row: HandoverRow, does: str) -> None:
    """Refuse whoever may not stand for what goes: of a desk that is a lead, of an agent's tickets they or a lead."""
    if desk.actor != row.agent:
        _leads(desk, row, row.agent, does)


def takes_over(desk: Desk, row: HandoverRow, does: str) -> None:
    """Refuse whoever is not to have it. Nobody accepts their own word, unless they go on themselves; an agent's tickets
    go to who was named, or to a lead."""
    if desk.actor == row.agent:
        raise Refused(f"{row.number} is of your own tickets: {row.incoming or 'somebody else'} {does}")
    if desk.actor == row.signed_by and row.incoming != desk.actor:
        raise Refused(f"you have signed {row.number} yourself: {row.incoming or 'the next lead'} {does}")
    if row.agent is None or row.incoming not in (None, desk.actor):
        _leads(desk, row, row.incoming, does)


def _leads(desk: Desk, row: HandoverRow, who: str | None, does: str) -> None:
    if desk.may(LEADS):
        return
    if row.agent is not None:
        raise Refused(f"{row.number} is of {row.agent}’s tickets: {who}, or a lead, {does}")
    raise Refused(f"{row.number} is of a desk: a lead {does}, with the permission {LEADS}, not {desk.actor}")


# --- what is said ----------------------------------------------------------------------------------------------------


def tell(desk: Desk, whom: Iterable[str | None], severity: str, text: str, at: Instant) -> Iterator[Event]:
    """Have people told of a handover, where they are operators."""
    number = desk.next_id("notification")
    for handle in whom:
        if handle is not None and (found := desk.maybe(OPERATOR_NAMED, handle=handle)):
            yield NotificationQueued(
                at=at, notification=number, purpose="note", severity=severity, text=Private(text), operator=found.id
            )
            number += 1


def person(desk: Desk, handle: str) -> str | None:
    """A handle of ours; nothing where none was said."""
    if not (who := handle.strip()):
        return None
    if who not in desk.all(HANDLES):
        raise NotFound(f"there is no operator {who}: `deskconsole desk export` lists them")
    return who


def number_of(
    desk: Desk, notes: list[NoteRow], what: str, ticket: int | None, plus: int = 0, room: int | None = None
) -> int:
    """The number of a note: that of the one which says it already of a ticket or a war room, or a new one."""
    about = (ticket, room)
    known = next((note.id for note in notes if note.what == what and (note.ticket, note.room) == about), None)
    return known if known is not None else desk.one(NEXT["handover_note"]) + plus
