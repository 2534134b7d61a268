"""Calling people in to a war room, what they answer, whose turn it is after them, and when they may go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.when import say_instant
from deskconsole.features.delivery.events import NotificationQueued, NotificationRead
from deskconsole.features.delivery.views import CONSOLE
from deskconsole.features.directory.views import DESK
from deskconsole.features.room_updates.views import answering, comms, open_room
from deskconsole.features.staffing.views import MEMBER
from deskconsole.features.surge import events as e
from deskconsole.features.surge.rules import Hand, next_one, unanswered
from deskconsole.features.surge.views import ASKED_OF_ME, CALL, SURGE_OF, CallRow, free_hands
from deskconsole.features.war_room.views import ROOM_BY_ID, ROOM_NUMBERS, RoomRow

Room = Annotated[str, Ask("room", choices=ROOM_NUMBERS, hint="WR-3; empty: the only one that is open")]
In = Annotated[str, Ask("room", choices=ROOM_NUMBERS, hint="WR-3; empty: the one that called first")]


@command("surge.call_in", needs="room.work", key="c", label="call in")
def call_in(
    desk: Desk,
    room: Room,
    who: Annotated[str, Ask("who", kind="person", hint="empty: whoever is free and can do it")] = "",
    needs: Annotated[str, Ask("needs", hint="skills, such as: vpn network")] = "",
    note: Annotated[str, Ask("note", kind="lines", hint="what they are told")] = "",
) -> Iterator[Event]:
    """Ask somebody to come; without an answer in time, or with a no, it is the next one's turn."""
    row, skills = open_room(desk, room), tuple(sorted({*needs.lower().split()}))
    found = free_hands(desk, row.id, desk.now, skills)
    if who.strip():
        hand = _named(desk, found, who.strip(), row)
    elif (first := next_one(found, ())) is None:
        wanted = f"can do {' and '.join(skills)} and " if skills else ""
        raise Refused(f"nobody {wanted}is not in {row.number} already: `deskconsole war-room surge {row.number}`")
    else:
        hand = first
    search = max((each.search for each in desk.all(SURGE_OF, room=row.id)), default=0) + 1
    yield from _called(desk, row, hand, search, skills, note.strip(), desk.actor, desk.now)


@command("surge.accept", needs="room.work", key="w y", label="come in")
def accept(
    desk: Desk, room: In = "", for_: Annotated[str, Ask("for", kind="person", hint="empty: me")] = ""
) -> Iterator[Event]:
    """Say that I come, or that somebody who told me so does."""
    yield from _answered(desk, room, for_, True)


@command("surge.decline", needs="room.work", key="w n", label="not come in")
def decline(
    desk: Desk, room: In = "", for_: Annotated[str, Ask("for", kind="person", hint="empty: me")] = ""
) -> Iterator[Event]:
    """Say that I cannot come, or that somebody who told me so cannot: it is the next one's turn at once."""
    yield from _answered(desk, room, for_, False)


@command("surge.let_go", needs="room.work", label="let go")
def let_go(
    desk: Desk, room: Room, who: Annotated[str, Ask("who", kind="person", hint="empty: all of them")] = ""
) -> Iterator[Event]:
    """Let those go who were called in, and tell them so."""
    row = open_room(desk, room)
    theirs = [each for each in desk.all(SURGE_OF, room=row.id) if each.state in ("asked", "accepted")]
    found = [each for each in theirs if who.strip() in ("", each.handle)]
    if not found:
        raise NotFound(f"{who.strip() or 'nobody'} was called in to {row.number} and is still needed")
    yield from _let_go(desk, row, found, desk.now)


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("surge.go_on", needs="desk")
def go_on(desk: Desk, room: int, until: int) -> Iterator[Event]:
    """Where somebody has not answered in time, ask the next one, each at its own instant."""
    row = desk.one(ROOM_BY_ID, room=room)
    for asked in unanswered(known.event for known in alive(desk.history("war_room", room))):
        at = Instant(asked.answer_by + 1)
        if at > min(until, desk.now) or not row.live:
            continue
        yield e.SurgeUnanswered(at=at, war_room=room, surge_call=asked.call, handle=asked.handle)
        yield from _next(desk, row, desk.one(CALL, call=asked.call), at)
        return  # one at a time: whoever is asked now is not asked twice


@command("surge.end", needs="desk")
def end(desk: Desk, room: int, at: int) -> Iterator[Event]:
    """A room is over: whoever was called in may go."""
    found = [each for each in desk.all(SURGE_OF, room=room) if each.state in ("asked", "accepted")]
    yield from _let_go(desk, desk.one(ROOM_BY_ID, room=room), found, Instant(at))


@command("surge.hear", needs="desk")
def hear(desk: Desk, call: int, comes: bool) -> Iterator[Event]:
    """Take in what somebody has answered by mail."""
    row = desk.one(CALL, call=call)
    if row.state == "asked":
        yield from _said(desk, row, comes, "mail")


# --- what they have in common ----------------------------------------------------------------------------------------


def _named(desk: Desk, found: Sequence[Hand], who: str, row: RoomRow) -> Hand:
    hand = next((each for each in found if each.handle == who), None)
    if hand is None and desk.maybe(MEMBER, handle=who) is None:
        raise NotFound(f"nobody here is called {who}: `deskconsole war-room surge {row.number}` lists who could come")
    if hand is None:
        raise Refused(f"{who} is in {row.number} already, was called, or does not work on tickets")
    return hand


def _called(
    desk: Desk, row: RoomRow, hand: Hand, search: int, skills: tuple[str, ...], note: str, by: str, at: Instant
) -> Iterator[Event]:
    answer_by = Instant(at + comms(desk).answer * SECOND)
    number = desk.next_id("notification")
    yield e.SurgeCalled(
        at=at, war_room=row.id, surge_call=desk.next_id("surge_call"), search=search, operator=hand.id,
        handle=hand.handle, answer_by=answer_by, notification=number, by=by, why=hand.why, needs=skills,
        note=Private(note) if note else None,
    )  # fmt: skip
    until = say_instant(answer_by, at, ZoneInfo(desk.one(DESK).zone))
    told = f"{row.number} {row.title or ''}: {by} asks you to come in."
    told += f" {note}" if note else ""
    yield NotificationQueued(
        at=at, notification=number, purpose="surge", severity="page", operator=hand.id, by=answer_by,
        text=Private(f"{told}\nAnswer by {until}: yes or no, to this message or in the console."),
    )  # fmt: skip


def _next(desk: Desk, row: RoomRow, before: CallRow, at: Instant) -> Iterator[Event]:
    """The next one of a search is asked; where nobody is left, who leads the room is told."""
    if not row.live:
        return
    skills = tuple((before.needs or "").split())
    asked = {each.handle for each in desk.all(SURGE_OF, room=row.id) if each.search == before.search}
    hand = next_one(free_hands(desk, row.id, at, skills), asked)
    if hand is not None:
        yield from _called(desk, row, hand, before.search, skills, before.note or "", before.asked_by, at)
        return
    told = answering(desk, row.id, "commander") or answering(desk, row.id, "leads")
    yield e.SurgeExhausted(
        at=at, war_room=row.id, search=before.search, told=tuple(each.handle for each in told)
    )  # fmt: skip
    wanted = f" who can do {' and '.join(skills)}" if skills else ""
    for place, each in enumerate(told):
        yield NotificationQueued(
            at=at, notification=desk.next_id("notification") + place, purpose="surge", severity="page",
            operator=each.id,
            text=Private(f"{row.number} {row.title or ''}: all{wanted} were called in, and nobody comes."),
        )  # fmt: skip


def _answered(desk: Desk, room: str, for_: str, comes: bool) -> Iterator[Event]:
    who = for_.strip() or desk.actor
    asked = desk.all(ASKED_OF_ME, handle=who)
    found = next((each for each in asked if room.strip().upper() in ("", each.number)), None)
    if found is None:
        raise NotFound(f"{who} was not called in{f' to {room.strip()}' if room.strip() else ''}, or has answered")
    yield from _said(desk, found, comes, "console" if who == desk.actor else f"told {desk.actor}")


def _said(desk: Desk, call: CallRow, comes: bool, how: str) -> Iterator[Event]:
    yield e.SurgeAnswered(
        at=desk.now, war_room=call.room, surge_call=call.id, handle=call.handle, comes=comes, how=how
    )  # fmt: skip
    if call.told in ("queued", "sent", "delivered", "failed"):
        way = "mail" if how == "mail" else CONSOLE
        yield NotificationRead(at=desk.now, notification=call.notification, channel=way)
    if not comes:
        yield from _next(desk, desk.one(ROOM_BY_ID, room=call.room), call, desk.now)


def _let_go(desk: Desk, row: RoomRow, calls: Sequence[CallRow], at: Instant) -> Iterator[Event]:
    number, words = desk.next_id("notification"), "you are not needed any more. Thank you."
    if row.merged_into and (other := desk.maybe(ROOM_BY_ID, room=row.merged_into)):
        words = f"it went into {other.number}, where work goes on."
    for place, each in enumerate(calls):
        yield e.SurgeStoodDown(at=at, war_room=row.id, surge_call=each.id, handle=each.handle)
        yield NotificationQueued(
            at=at, notification=number + place, purpose="surge", severity="info", operator=each.operator,
            text=Private(f"{row.number} {row.title or ''}: {words}"),
        )  # fmt: skip
