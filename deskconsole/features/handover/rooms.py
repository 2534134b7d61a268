"""What a handover says of war rooms: those that are live, reviews that are owed, and who was called in to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.handover.sheet import OWED, ROOM, ROOMS, UNSTABLE, Change, Line
from deskconsole.features.handover.views import HandoverRow, NoteRow
from deskconsole.features.reviews.views import OPEN_REVIEWS, REVIEW_OF, ReviewRow
from deskconsole.features.room_updates.views import NEXT_UPDATES, Due
from deskconsole.features.surge.views import SURGE_OF
from deskconsole.features.war_room.views import ROLES_OF, ROOMS_OPEN, RoomRow
from deskconsole.features.war_room.views import ROOM as ROOM_NUMBERED

WRITING = ("due", "drafting")
"""States of a review that somebody still has to write."""
UNPUBLISHED = (*WRITING, "in review")
LEADS = ("commander", "taken")
CALLED = ("asked", "accepted")
"""Of those who were called in: who may still come, and who is there."""

CONCERNS = Query(
    "select x.id from war_room_ticket x join ticket t on t.id = x.ticket"
    " where x.room = :room and t.team = :team_id limit 1",
    int,
)
"""Whether a team has, or had, a ticket in a room."""


class Rooms(NamedTuple):
    """Lines of rooms, of reviews and of people who were called in; `unstable` are those that are read back."""

    lines: list[Line]
    unstable: list[Line]
    calls: list[Line]


def rooms_of(desk: Reads, of: Change, team: int | None, at: Instant, notes: Sequence[NoteRow] = ()) -> Rooms:
    """What is live and what is owed; a team hears of rooms with a ticket of its own, or with somebody who leaves; an
    agent who hands over of those that are theirs."""
    noted: dict[int | None, NoteRow] = {note.room: note for note in notes if note.room is not None}
    mine = {of.outgoing, *(of.leaving or ())} - {None}
    alone = of.agent is not None
    due: dict[int, Due] = {}
    for update in desk.all(NEXT_UPDATES):
        due.setdefault(update.room, update)
    told = Rooms([], [], [])
    for room in desk.all(ROOMS_OPEN):
        leads = _commander(desk, room.id)
        if room.proposed_at <= at and (leads in mine or (not alone and _concerns(desk, room.id, team))):
            told.lines.append(_noted(_room(room, leads, mine, due.get(room.id)), room.id, noted))
            told.calls.extend(_calls(desk, room))
            if room.state != "proposed":
                told.unstable.append(told.lines[-1])
    for review in desk.all(OPEN_REVIEWS):
        owed = review.state in UNPUBLISHED and review.stood_down_at <= at
        if owed and (review.owner in mine or (not alone and _concerns(desk, review.room, team))):
            told.lines.append(_noted(_review(review, of.outgoing), review.room, noted))
            told.unstable.append(told.lines[-1])
    return told


def _noted(line: Line, room: int, noted: Mapping[int | None, NoteRow]) -> Line:
    """A line with what somebody wrote is done next."""
    note = noted.get(room)
    return line if note is None else with_note(line, note)


def with_note(line: Line, note: NoteRow) -> Line:
    """The words of a note are read where they are needed: they may be erased."""
    return line._replace(
        next_action=note.text, next_owner=note.owner, action_due=note.due_at, if_then=note.then, used_at=note.used_at
    )


def _concerns(desk: Reads, room: int, team: int | None) -> bool:
    return team is None or desk.maybe(CONCERNS, room=room, team_id=team) is not None


def _commander(desk: Reads, room: int) -> str | None:
    taken = (each.operator for each in desk.all(ROLES_OF, room=room) if (each.role, each.state) == LEADS)
    return next(taken, None)


def _room(room: RoomRow, leads: str | None, mine: set[str | None], update: Due | None) -> Line:
    """Command does not go with the desk: whoever leaves with it must hand it over in the room."""
    then = [room.state]
    if leads is None:
        then.append("nobody has command")
    elif leads in mine:
        then.append(f"{leads} has command until they hand it over in the room")
    if update is not None and update.missed is not None:
        then.append("an update was missed")
    return Line(ROOM, room.number, leads, room.title, room.since, due=update and update.due_at, then=", ".join(then))


def _review(review: ReviewRow, outgoing: str | None) -> Line:
    then = review.state if review.state != "due" else "nobody writes it" if review.owner is None else "not begun"
    if review.owner == outgoing is not None and review.state in WRITING:
        then = f"{then}, goes to who accepts"
    return Line(OWED, review.number, review.owner, review.title, due=review.due_at, then=then)


def _calls(desk: Reads, room: RoomRow) -> Iterator[Line]:
    for call in desk.all(SURGE_OF, room=room.id):
        if call.state in CALLED:
            by = call.answer_by if call.state == "asked" else None
            then = "has not answered" if call.state == "asked" else "is coming"
            yield Line("called in", call.handle, call.handle, f"to {room.number}", call.asked_at, due=by, then=then)


# --- what was signed -------------------------------------------------------------------------------------------------


def unstable_rooms(row: HandoverRow) -> list[str]:
    """The numbers of rooms that are read back, as it was signed."""
    return [line["subject"] for line in _lines(row, UNSTABLE)]


def rooms_told(row: HandoverRow) -> frozenset[str]:
    """The numbers of all rooms that it tells of, as it was signed."""
    return frozenset(line["subject"] for line in _lines(row, ROOMS))


def still_there(desk: Reads, number: str) -> bool:
    """Whether a room is live, or its review is still owed."""
    room = desk.maybe(ROOM_NUMBERED, number=number)
    if room is None or room.live:
        return room is not None
    review = desk.maybe(REVIEW_OF, room=room.id)
    return review is not None and review.state in UNPUBLISHED


def reviews_passed_on(row: HandoverRow) -> list[str]:
    """The rooms whose reviews the outgoing lead was writing: with the desk they go to who accepts it."""
    theirs = OWED, outgoing(row)
    return [line["subject"] for line in _lines(row, ROOMS) if (line["what"], line.get("who", "")) == theirs]


def outgoing(row: HandoverRow) -> str | None:
    """Who hands over: the lead of the turn, or, where no roster names one, who signed."""
    return row.outgoing or row.signed_by


def _lines(row: HandoverRow, name: str) -> Sequence[dict[str, str]]:
    sections = row.signed["sections"] if row.signed else ()
    return next((each.get("lines", ()) for each in sections if each["name"] == name), ())


def reviews_to_take(desk: Reads, row: HandoverRow) -> Iterator[ReviewRow]:
    """Of those the ones that are still theirs to write."""
    for number in reviews_passed_on(row):
        room = desk.maybe(ROOM_NUMBERED, number=number)
        review = desk.maybe(REVIEW_OF, room=room.id) if room else None
        if review is not None and review.owner == outgoing(row) and review.state in WRITING:
            yield review
