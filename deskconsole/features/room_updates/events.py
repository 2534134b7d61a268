"""What is said from a war room: owed, written, approved or withdrawn, sent, told to whom, missed; on the phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("comms.ruled", about="comms_rules")
class CommsRuled(Event):
    """Messages, call-ins and reviews are done so from now on."""

    at: Instant
    comms_rules: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        body = json.dumps(self.body, sort_keys=True, ensure_ascii=False)
        yield Set("comms_rules", self.comms_rules, {"body": body})


@event("update.owed", about="war_room")
class UpdateOwed(Event):
    """An audience is owed a message by an instant, and then one every so many seconds.

    `chosen`: somebody chose how often; else it is as the severity has it when a message leaves.
    """

    at: Instant
    war_room: int
    cadence: int
    audience: str
    due_at: int
    every_s: int
    chosen: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("room_cadence", self.cadence, {
            "room": self.war_room, "audience": self.audience, "due_at": self.due_at, "every_s": self.every_s,
            "missed_at": None, "step": 0, "chosen": int(self.chosen),
        })  # fmt: skip


@event("update.written", about="war_room")
class UpdateWritten(Event):
    """Somebody wrote a message to an audience; `waits`: it leaves once somebody else has approved it.

    `place` is its number in the room, `severity` how bad things were then.
    """

    at: Instant
    war_room: int
    room_update: int
    place: int
    audience: str
    phase: str
    severity: int
    text: Private
    by: str
    waits: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("room_update", self.room_update, {
            "room": self.war_room, "place": self.place, "audience": self.audience, "phase": self.phase,
            "severity": self.severity, "text": self.text, "written_by": self.by, "written_at": self.at,
            "state": "to approve" if self.waits else "draft",
        })  # fmt: skip


@event("update.sent", about="war_room")
class UpdateSent(Event):
    """A message leaves, for all of its audience: `by` approved it, where that was asked.

    It fulfils what was owed to the audience (`cadence`); `next_at` is when the next one is due, None: no more are owed.
    `late_s` is by how much it came too late.
    """

    at: Instant
    war_room: int
    room_update: int
    cadence: int | None = None
    next_at: int | None = None
    late_s: int = 0
    by: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("room_update", self.room_update, {
            "state": "sent", "decided_by": self.by, "decided_at": self.at if self.by else None, "sent_at": self.at,
            "late_s": self.late_s, "next_at": self.next_at,
        })  # fmt: skip
        if self.cadence is not None:
            yield Set("room_cadence", self.cadence, {"due_at": self.next_at, "missed_at": None, "step": 0})


@event("update.told", about="war_room")
class UpdateTold(Event):
    """To whom a message goes: notifications from a number to a number, all of them its own, and messages by mail with
    its text from a number to a number, `mails` of them now.

    `nobody` are the customers of whom nobody can be reached, `heard` those who are written to now. Many are written to
    some at a time: `more` is the last link of a ticket to the room that has been looked at, while others come after it.
    """

    at: Instant
    war_room: int
    room_update: int
    first_notification: int | None = None
    last_notification: int | None = None
    first_mail: int | None = None
    last_mail: int | None = None
    nobody: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    mails: int | None = None
    more: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("room_update", self.room_update, {
            "first_notification": self.first_notification, "last_notification": self.last_notification,
            "first_mail": self.first_mail, "last_mail": self.last_mail, "nobody": " ".join(self.nobody) or None,
        })  # fmt: skip


@event("update.withdrawn", about="war_room")
class UpdateWithdrawn(Event):
    """A message that waited for approval does not leave."""

    at: Instant
    war_room: int
    room_update: int
    by: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        yield Set("room_update", self.room_update, {
            "state": "withdrawn", "decided_by": self.by, "decided_at": self.at, "reason": self.reason,
        })  # fmt: skip


@event("update.missed", about="war_room")
class UpdateMissed(Event):
    """A message was due at `due_at` and had not left: so many have been told so (`step`), these now.

    `next_at` is when whoever comes next is told; None: all have been.
    """

    at: Instant
    war_room: int
    cadence: int
    due_at: int
    step: int
    told: tuple[str, ...] = ()
    next_at: int | None = None

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {"step": self.step}
        yield Set("room_cadence", self.cadence, values | ({"missed_at": self.due_at} if self.step == 1 else {}))


@event("sentence.said", about="war_room")
class SentenceSaid(Event):
    """What agents say on the phone from now on, and what callers can do meanwhile; nothing: they say nothing of it."""

    at: Instant
    war_room: int
    by: str
    text: Private | None = None
    workaround: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("room_sentence", self.war_room, {
            "text": self.text, "workaround": self.workaround, "said_by": self.by, "said_at": self.at,
        })  # fmt: skip
