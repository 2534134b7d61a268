"""What changed after a handover was signed: nobody accepts a picture that is no longer so without seeing that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deskconsole.core.desk import Private, Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.handover.agents import listed
from deskconsole.features.handover.draft import team_number
from deskconsole.features.handover.ledger import first_line
from deskconsole.features.handover.rooms import CONCERNS, rooms_told
from deskconsole.features.handover.views import HandoverRow
from deskconsole.features.room_updates.events import UpdateOwed, UpdateTold
from deskconsole.features.war_room.events import EntryWritten, TicketsMoved
from deskconsole.features.war_room.said import ERASED, words
from deskconsole.features.war_room.views import TEXTS_OF
from deskconsole.store.journal import read_event

WORDS = {
    "ticket.created": "new", "ticket.reopened": "reopened", "ticket.resolved": "resolved", "ticket.closed": "closed",
    "ticket.cancelled": "cancelled", "ticket.merged": "merged", "ticket.split": "split off",
    "ticket.prioritised": "another priority", "ticket.held": "held", "ticket.resumed": "resumed",
    "ticket.assigned": "assigned", "ticket.routed": "went to a team", "ticket.reverted": "taken back",
    "clock.breached": "breached", "escalation.stopped": "escalation stopped",
}  # fmt: skip
"""What is told of tickets, by kind of event."""
REVIEWED = {
    "review.owed": "a review is owed", "review.begun": "its review is begun",
    "review.submitted": "its review is written", "review.returned": "its review goes back",
    "review.published": "its review is published", "review.missed": "its review is late",
}  # fmt: skip
"""And of the review of a room."""
UNTOLD = (TicketsMoved, UpdateOwed, UpdateTold)
"""What happens to a room and is told by something else that does."""


class Changed(NamedTuple):
    """Something that happened to a ticket, or in a war room, since it was signed."""

    seq: int
    at: Instant
    number: str
    what: str
    kind: str
    actor: str
    title: str | None = None
    """Of a ticket; of a room what was written."""
    priority: int | None = None
    owner: str | None = None
    is_room: bool = False


_KINDS = ", ".join(f"'{kind}'" for kind in WORDS)
SINCE = Query(
    "select j.seq, j.occurred_at, t.number, j.kind, j.actor, p.text, t.priority, t.owner from journal j"
    " join ticket t on t.id = j.subject left join private_text p on p.id = t.title where j.seq >= :first"
    f" and j.about = 'ticket' and j.kind in ({_KINDS}) and j.recorded_at > :since"
    " and not (j.kind = 'ticket.routed' and j.occurred_at = t.opened_at)"  # where it begins is no news
    " and (cast(:team_id as bigint) is null or t.team = :team_id) order by j.seq",
    lambda seq, at, number, kind, *more: Changed(seq, at, number, WORDS[kind], kind, *more),
)
ROOMS_SINCE = Query(
    "select id, number from war_room where live = 1 or ended_at > :since order by id",
    lambda room, number: (int(room), str(number)),
)
"""Rooms in which something may have happened since an instant."""
IN_ROOM = Query(
    "select j.seq, j.kind, j.v, j.subject, j.occurred_at, j.actor, j.body from journal j where j.about = 'war_room'"
    " and j.subject = :room and j.seq >= :first and j.recorded_at > :since order by j.seq",
    lambda *line: line,
)
_REVIEWED = ", ".join(f"'{kind}'" for kind in REVIEWED)
OF_REVIEWS = Query(
    "select j.seq, j.occurred_at, r.id, r.number, j.kind, j.actor from journal j join review v on v.id = j.subject"
    " join war_room r on r.id = v.room where j.seq >= :first and j.about = 'review' and j.recorded_at > :since"
    f" and j.kind in ({_REVIEWED}) order by j.seq",
    lambda *line: line,
)


def delta(desk: Reads, row: HandoverRow) -> list[Changed]:
    """What happened to a desk, or to the tickets of an agent, since their handover was signed, in the order in which it
    was recorded."""
    if row.signed_at is None:
        return []
    team, span = team_number(desk, row.team), {"first": first_line(desk, row.signed_at), "since": row.signed_at}
    found = desk.all(SINCE, **span, team_id=team)
    if row.agent is not None:
        theirs = {item["ticket"] for item in listed(row)}
        found = [each for each in found if each.number in theirs or each.owner == row.agent]
    found += _of_rooms(desk, row, team, span)
    return sorted(found, key=lambda each: each.seq)


def _of_rooms(desk: Reads, row: HandoverRow, team: int | None, span: dict[str, int]) -> Iterator[Changed]:
    """What happened in the rooms that it tells of, or would tell of now."""
    told = rooms_told(row)

    def ours(room: int, number: str) -> bool:
        if number in told or row.agent is not None:
            return number in told
        return team is None or desk.maybe(CONCERNS, room=room, team_id=team) is not None

    for room, number in desk.all(ROOMS_SINCE, since=span["since"]):
        if ours(room, number):
            yield from _in_room(desk, room, number, span)
    for seq, at, room, number, kind, actor in desk.all(OF_REVIEWS, **span):
        if ours(room, number):
            yield Changed(seq, at, number, REVIEWED[kind], kind, actor, is_room=True)


def _in_room(desk: Reads, room: int, number: str, span: dict[str, int]) -> Iterator[Changed]:
    """In the words of its timeline; of notes there may be many: they are counted, with the last one."""
    texts = dict(desk.all(TEXTS_OF, room=room))
    notes: list[Changed] = []
    for seq, kind, v, subject, at, actor, body in desk.all(IN_ROOM, room=room, **span):
        happened = read_event(kind, v, subject, at, body)
        if isinstance(happened, UNTOLD):
            continue
        what, said = words(happened, None)
        text = texts.get(said.id or 0, ERASED) if isinstance(said, Private) else said
        told = Changed(seq, at, number, what, kind, actor, text, is_room=True)
        if isinstance(happened, EntryWritten) and happened.what == "note":
            notes.append(told)
        else:
            yield told
    if notes:
        last = notes[-1]
        yield last if len(notes) == 1 else last._replace(what=f"{len(notes)} notes, the last one")
