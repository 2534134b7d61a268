"""Speaking from a war room: a message to an audience, its approval, how often, the sentence for the phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.when import say_instant
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.directory.views import CUSTOMER, DESK
from deskconsole.features.room_updates import events as e
from deskconsole.features.room_updates.rules import (
    CUSTOMERS,
    INTERNAL,
    OF_ONE,
    PHASES,
    STATUS_PAGE,
    STEPS,
    Owed,
    audiences,
    drafted,
    next_due,
    owed,
    phase_of,
)
from deskconsole.features.room_updates.views import (
    CADENCE,
    CADENCES_OF,
    NEXT_OF,
    SENTENCE_OF,
    SERVICES_OF,
    UPDATES_OF,
    WAITING_OF,
    Cadence,
    CommsSpec,
    UpdateRow,
    answering,
    by_severity,
    comms,
    open_room,
    severity_of,
)
from deskconsole.features.war_room.views import COUNTS_OF, ROOM_BY_ID, ROOM_NUMBERS, RoomRow

Room = Annotated[str, Ask("room", choices=ROOM_NUMBERS, hint="WR-3; empty: the only one that is open")]
Audience = Annotated[
    str, Ask("to", choices=(INTERNAL, CUSTOMERS, STATUS_PAGE), hint="or customer:KEY for one of them alone")
]
Which = Annotated[int | None, Ask("message", kind="integer", hint="its number; empty: the first that waits")]


@command("room.update", needs="room.work", key="u", label="update")
def update(
    desk: Desk,
    room: Room,
    to: Audience,
    text: Annotated[str, Ask("text", kind="lines", hint="empty: as its template says")] = "",
    phase: Annotated[str, Ask("phase", choices=PHASES, hint="empty: as the room is")] = "",
) -> Iterator[Event]:
    """Tell an audience how things are; it leaves at once, or once somebody else has approved it."""
    row = open_room(desk, room)
    audience, settings = _audience(desk, to), comms(desk)
    if phase and phase not in PHASES:
        raise BadInput(f"“{phase}” is no phase: {', '.join(PHASES)}")
    speaking = Speaking(desk, row, settings, audience, phase or phase_of(row.state))
    number = desk.next_id("room_update")
    waits = _kind(audience) in settings.approval
    yield e.UpdateWritten(
        at=desk.now, war_room=row.id, room_update=number, place=len(desk.all(UPDATES_OF, room=row.id)) + 1,
        audience=audience, phase=speaking.phase, severity=speaking.severity,
        text=Private(text.strip() or speaking.text()), by=desk.actor, waits=waits,
    )  # fmt: skip
    if not waits:
        yield speaking.sent(number, None)


@command("update.countersign", needs="room.work", label="approve update")
def countersign(desk: Desk, room: Room = "", message: Which = None) -> Iterator[Event]:
    """Let a message leave that somebody else has written."""
    row = open_room(desk, room)
    waiting = _waiting(desk, row, message)
    if waiting.written_by == desk.actor:
        raise Refused(f"you wrote message {waiting.place} yourself: somebody else approves it")
    yield Speaking(desk, row, comms(desk), waiting.audience, waiting.phase).sent(waiting.id, desk.actor)


@command("update.discard", needs="room.work", label="discard update")
def discard(
    desk: Desk, room: Room, reason: Annotated[str, Ask("reason", kind="lines")], message: Which = None
) -> Iterator[Event]:
    """Take back a message that waits for approval; what was sent can only be corrected by another one."""
    waiting = _waiting(desk, open_room(desk, room), message)
    if not reason.strip():
        raise BadInput("the reason is empty: whoever wrote it wants to know")
    yield e.UpdateWithdrawn(
        at=desk.now, war_room=waiting.room, room_update=waiting.id, by=desk.actor, reason=Private(reason.strip())
    )


@command("update.every", needs="room.work", label="update every")
def every(
    desk: Desk, room: Room, to: Audience, span: Annotated[int, Ask("every", kind="duration", hint="20m")]
) -> Iterator[Event]:
    """Choose how often an audience hears of a room; the next message is due so long from now."""
    row, audience = open_room(desk, room), _audience(desk, to)
    if span < 60:
        raise BadInput("a message a minute is as often as anybody can write: name a longer time")
    known = desk.maybe(CADENCE, room=row.id, audience=audience)
    yield e.UpdateOwed(
        at=desk.now, war_room=row.id, cadence=known.id if known else desk.next_id("room_cadence"), audience=audience,
        due_at=desk.now + span * SECOND, every_s=span, chosen=True,
    )  # fmt: skip


@command("room.sentence", needs="room.work", label="phone sentence")
def sentence(
    desk: Desk,
    room: Room,
    text: Annotated[str, Ask("sentence", kind="lines", hint="what agents say on the phone; empty: nothing any more")],
    workaround: Annotated[str, Ask("workaround", kind="lines", hint="what callers can do meanwhile")] = "",
) -> Iterator[Event]:
    """Say what every agent tells callers, and what these can do meanwhile; both empty takes it back."""
    row = open_room(desk, room)
    say, way = " ".join(text.split()), " ".join(workaround.split())
    yield e.SentenceSaid(
        at=desk.now, war_room=row.id, by=desk.actor, text=Private(say) if say else None,
        workaround=Private(way) if way else None,
    )  # fmt: skip


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("update.begin", needs="desk")
def begin(desk: Desk, room: int, at: int) -> Iterator[Event]:
    """Owe the first messages of a room that has opened, or that was thought to be over."""
    settings, severity = comms(desk), severity_of(desk, room)
    known = {each.audience: each for each in desk.all(CADENCES_OF, room=room)}
    number = desk.next_id("room_cadence")
    for audience in audiences(settings):
        before = known.get(audience)
        if before is not None and before.due_at is not None:
            continue
        yield e.UpdateOwed(
            at=Instant(at), war_room=room, cadence=before.id if before else number, audience=audience,
            due_at=at + settings.first * SECOND, every_s=_every(settings, severity, before),
            chosen=bool(before and before.chosen),
        )  # fmt: skip
        number += before is None


@command("update.notice", needs="desk")
def notice(desk: Desk, room: int, until: int) -> Iterator[Event]:
    """Record the messages that are late by an instant, and page whoever comes next, each at its own instant."""
    row, settings = desk.one(ROOM_BY_ID, room=room), comms(desk)
    number = desk.next_id("notification")
    if not row.live:
        return
    for cadence, each in owed(known.event for known in alive(desk.history("war_room", room))).items():
        if each.wakes_at is None or each.wakes_at > min(until, desk.now):
            continue
        at = Instant(each.wakes_at)
        step = next((n for n in range(each.step, len(STEPS)) if answering(desk, room, STEPS[n])), len(STEPS) - 1)
        told = answering(desk, room, STEPS[step])
        yield e.UpdateMissed(
            at=at, war_room=room, cadence=cadence, due_at=each.due_at, step=step + 1,
            told=tuple(member.handle for member in told),
            next_at=at + settings.escalate * SECOND if step + 1 < len(STEPS) else None,
        )  # fmt: skip
        for member in told:
            yield NotificationQueued(
                at=at, notification=number, purpose="update", severity="page", operator=member.id,
                text=Private(_late(desk, row, each)),
            )  # fmt: skip
            number += 1


def _late(desk: Desk, row: RoomRow, late: Owed) -> str:
    """What somebody is told of a message that has not left."""
    due = next((each for each in desk.all(NEXT_OF, room=row.id) if each.audience == late.audience), None)
    zone = ZoneInfo(desk.one(DESK).zone)
    why = "waits for approval" if due and due.waiting else "is not written"
    return (
        f"{row.number} {row.title or ''}: the message to {late.audience} was due"
        f" {say_instant(Instant(late.due_at), desk.now, zone)} and {why}."
    )


# --- what they have in common ----------------------------------------------------------------------------------------


class Speaking:
    """A message to an audience at a phase: its words, and when the one after it is due."""

    def __init__(self, desk: Desk, row: RoomRow, settings: CommsSpec, audience: str, phase: str) -> None:
        self.desk, self.row, self.settings, self.audience, self.phase = desk, row, settings, audience, phase
        self.severity = severity_of(desk, row.id)
        self.cadence = desk.maybe(CADENCE, room=row.id, audience=audience)

    @property
    def next_at(self) -> Instant | None:
        """When the next one is due; one customer alone is owed no series."""
        if self.cadence is None:
            return None
        return next_due(self.desk.now, _every(self.settings, self.severity, self.cadence), self.phase)

    def sent(self, number: int, by: str | None) -> e.UpdateSent:
        due = self.cadence.due_at if self.cadence else None
        late = 0 if due is None else max(0, -((due - self.desk.now) // SECOND))
        return e.UpdateSent(
            at=self.desk.now, war_room=self.row.id, room_update=number, cadence=self.cadence and self.cadence.id,
            next_at=self.next_at, late_s=late, by=by,
        )  # fmt: skip

    def text(self) -> str:
        """The message in the words of its template."""
        desk, row, about = self.desk, self.row, self.desk.one(DESK)
        zone = ZoneInfo(about.zone)
        said = desk.maybe(SENTENCE_OF, room=row.id)
        count = desk.one(COUNTS_OF, room=row.id, now=desk.now).tickets
        values = {
            "room": row.number, "title": row.title, "phase": self.phase, "severity": f"P{self.severity}",
            "since": say_instant(row.since, desk.now, zone),
            "services": ", ".join(each.name for each in desk.all(SERVICES_OF, room=row.id)),
            "tickets": f"{count} ticket{'' if count == 1 else 's'}",
            "workaround": (said and said.workaround) or "none known yet",
            "next": say_instant(self.next_at, desk.now, zone) if self.next_at else None,
            "desk": about.name, "writer": desk.actor,
        }  # fmt: skip
        return drafted(self.settings, self.audience, self.phase, self.severity, values)


def _every(settings: CommsSpec, severity: int, cadence: Cadence | None) -> int:
    """How often an audience hears: as somebody chose, else as bad as it is now."""
    return cadence.every_s if cadence and cadence.chosen else by_severity(settings.every, severity)


def _kind(audience: str) -> str:
    return CUSTOMERS if audience.startswith(OF_ONE) else audience


def _audience(desk: Desk, to: str) -> str:
    """An audience as it is written. Raises BadInput, which says which there are."""
    word = " ".join(to.split())
    if word.lower() in (INTERNAL, CUSTOMERS, STATUS_PAGE):
        return word.lower()
    key = word.removeprefix(OF_ONE).strip()
    if not word.startswith(OF_ONE) or desk.maybe(CUSTOMER, word=key) is None:
        raise BadInput(f"“{word}” is no audience: {INTERNAL}, {CUSTOMERS}, {STATUS_PAGE}, or {OF_ONE}KEY")
    return f"{OF_ONE}{key}"


def _waiting(desk: Desk, row: RoomRow, message: int | None) -> UpdateRow:
    """The message that waits: of that number, or the first."""
    waiting = desk.all(WAITING_OF, room=row.id)
    found = next((each for each in waiting if message in (None, each.place)), None)
    if found is None:
        of = f"message {message}" if message is not None else "no message"
        raise NotFound(
            f"{of} of {row.number} waits for approval: `deskconsole war-room updates {row.number}` lists them"
        )
    return found
