"""Afterwards: what was foreseen came to pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import to_iso
from deskconsole.features.handover.events import HandoverUsed
from deskconsole.features.handover.views import CONTINGENCIES, CONTINGENCY_OF, named
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.features.war_room.views import ROOM


@command("handover.used", needs="handover.write", key="s u", label="came to pass")
def used(
    desk: Desk,
    ticket: Annotated[int | None, Ask("ticket", kind="ticket", hint="whose if/then it is")] = None,
    room: Annotated[str, Ask("room", hint="or that of a war room: WR-3")] = "",
    handover: Annotated[str, Ask("handover", hint="empty: the last that says one of it")] = "",
) -> Iterator[Event]:
    """Say that the if/then of an accepted handover came to pass: it is counted among those that were of use."""
    about, subject = _about(desk, ticket, room.strip().upper())
    number = named(desk, handover).number if handover.strip() else ""
    found = desk.maybe(CONTINGENCY_OF, **about, number=number)
    if found is None:
        where = f"{number}, as it was accepted," if number else "no handover that was accepted"
        raise NotFound(f"{where} says {'no' if number else 'an'} if/then of {subject}")
    if found.used_at is not None:
        raise Refused(f"{found.used_by} has said so of {found.number} already, {to_iso(found.used_at)}")
    _, many = desk.one(CONTINGENCIES, handover=found.handover)
    yield HandoverUsed(at=desk.now, handover=found.handover, note=found.note, used=many + 1, by=desk.actor)


def _about(desk: Desk, ticket: int | None, room: str) -> tuple[dict[str, int | None], str]:
    """What it is of, as queries name it and as people do."""
    if (ticket is None) == (not room):
        raise BadInput("say which ticket, or which war room: one of both")
    if ticket is not None:
        found = desk.maybe(TICKET_BY_ID, ticket=ticket)
        if found is None:
            raise NotFound(f"there is no ticket with the inner number {ticket}")
        return {"ticket": ticket, "room": None}, found.number
    row = desk.maybe(ROOM, number=room)
    if row is None:
        raise NotFound(f"there is no war room {room}: `deskconsole war-room list` lists them")
    return {"ticket": None, "room": row.id}, row.number
