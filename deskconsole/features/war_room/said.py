"""The history of a room in the words of the floor: its own lines, and those of tickets while they were in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Event, Private, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.events import ClockBreached
from deskconsole.features.tickets.events import TicketReopened, TicketResolved
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.said_beside import BESIDE
from deskconsole.features.war_room.views import TEXTS_OF, TIMELINE_OF, LineRow

R = TypeVar("R")
ERASED = "(erased)"


class Line(NamedTuple):
    """One entry: when it was so, who did it, what happened, and what was written."""

    seq: int
    at: Instant
    actor: str
    kind: str
    what: str
    text: str | None = None


Words = tuple[str, Private | str | None]


def timeline(desk: Reads, room: int, now: Instant, read: Callable[[LineRow], Event]) -> list[Line]:
    """All that happened to a room, in order; tickets that came or went in one moment are one line.

    `read` makes an event of a line of the journal: that is the store's.
    """
    texts = dict(desk.all(TEXTS_OF, room=room))
    lines: list[Line] = []
    moved: tuple[Instant, str, list[str]] | None = None
    for row in desk.all(TIMELINE_OF, room=room, now=now):
        happened = read(row)
        if isinstance(happened, e.TicketAttached | e.TicketDetached):
            if happened.war_room != room:
                continue
            way = "attached" if isinstance(happened, e.TicketAttached) else "left"
            if moved and moved[:2] == (row.at, way):
                moved[2].append(row.number or "")
                lines[-1] = lines[-1]._replace(what=_many(moved[2], way))
                continue
            moved = (row.at, way, [row.number or ""])
            lines.append(Line(row.seq, row.at, row.actor, row.kind, _many(moved[2], way)))
            continue
        moved = None
        if isinstance(happened, e.TicketsMoved):
            continue  # each of them has said so
        what, said = words(happened, row.number)
        text = _text(said, texts)
        lines.append(Line(row.seq, row.at, row.actor, row.kind, what, text))
    return lines


def _text(said: Private | str | None, texts: Mapping[int, str]) -> str | None:
    return texts.get(said.id, ERASED) if isinstance(said, Private) else said


def _many(numbers: list[str], way: str) -> str:
    known = list(dict.fromkeys(numbers))
    return f"{known[0]} {way}" if len(known) == 1 else f"{len(known)} tickets {way}"


def words(happened: Event, number: str | None) -> Words:
    """What happened, and what was written about it."""
    say = _WORDS.get(happened.__class__)
    if say is not None:
        return say(happened)
    match happened:
        case ClockBreached():
            return f"◆ {number} breached its {happened.metric}", None
        case TicketResolved():
            return f"✓ {number} resolved", None
        case TicketReopened():
            return f"{number} reopened", None
    return happened.kind, None


def _taken(x: e.RoleTaken) -> Words:
    double = ", beside another role" if x.double else ""
    return f"{x.operator} takes {x.role}{double}", x.readback


def _asked(x: e.RoleAsked) -> Words:
    return (f"hands {x.role} over to {x.operator}" if x.handing else f"asks {x.operator} to be {x.role}"), x.briefing


def _renounced(x: e.RoleRenounced) -> Words:
    return (f"{x.role} goes from {x.operator} to {x.to}" if x.to else f"{x.operator} is not {x.role}"), None


def _entered(x: e.EntryWritten) -> Words:
    owner = f", {x.owner}" if x.owner else ""
    backers = f", for it {' '.join(x.backers)}" if x.backers else ""
    against = f" by {x.by}" if x.what == "objection" else ""
    return f"{x.what} {x.entry}{against}{owner}{backers}", x.text


_WORDS: dict[type[Event], Callable[..., Words]] = {
    e.RoomProposed: lambda x: (f"proposed: {x.why}" if x.why else f"proposed for {x.cause or 'a cause'}", x.title),
    e.RoomConfirmed: lambda x: ("opened", None),
    e.RoomRejected: lambda x: ("rejected", x.reason),
    e.RoomDescribed: lambda x: ("described anew", x.title or x.cause_said),
    e.RoomMitigated: lambda x: ("mitigated", None),
    e.RoomRestored: lambda x: ("✓ restored", None),
    e.RoomWorse: lambda x: ("open again", None),
    e.RoomStoodDown: lambda x: (f"stood down: {x.tickets} tickets, {x.breached} breached", x.summary),
    e.RoomMerged: lambda x: (f"merged into {x.number}", None),
    e.RoomAbsorbed: lambda x: (f"{x.number} was merged into it", None),
    e.RoomSplit: lambda x: (f"{x.number} was split off", None),
    e.RoomUncommanded: lambda x: (f"▲ no commander: {' '.join(x.told) or 'nobody'} called", None),
    e.RoleAsked: _asked,
    e.RoleTaken: _taken,
    e.RoleRenounced: _renounced,
    e.EntryWritten: _entered,
    e.EntryMoved: lambda x: (f"entry {x.entry} is for {x.owner or 'nobody'}", None),
    e.EntrySettled: lambda x: (f"{x.what} {x.entry} {x.state}", x.outcome),
    **BESIDE,
}
