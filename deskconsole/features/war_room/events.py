"""What happens to a war room: proposed, confirmed, worked in, stood down; and to the tickets that are in it.

What a ticket is in belongs to the ticket's own history: its escalation rests while a room has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.events import json_of

# --- what the desk file says -----------------------------------------------------------------------------------------


@event("roomrule.versioned", about="war_room_rule")
class RoomRuleVersioned(Event):
    """From now on a rule proposes rooms so."""

    at: Instant
    war_room_rule: int
    name: str
    version: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        values = {"name": self.name, "version": self.version, "since": self.at, "body": json_of(self.body)}
        yield Set("war_room_rule", self.war_room_rule, values)


@event("roomrule.retired", about="war_room_rule")
class RoomRuleRetired(Event):
    """This version of a rule proposes no room any more."""

    at: Instant
    war_room_rule: int

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_rule", self.war_room_rule, {"retired_at": self.at})


# --- the room --------------------------------------------------------------------------------------------------------


@event("room.proposed", about="war_room")
class RoomProposed(Event):
    """A room is proposed for a cause, by a rule or by somebody: a lead confirms or rejects it.

    `cause_kind`: service · ci · vendor · customer · hand. `cause` is a key, or (`cause_said`) what somebody wrote.
    `since` is when the impact began, as far as is known. `why` is what the rule counted.
    """

    at: Instant
    war_room: int
    number: str
    cause_kind: str
    since: int
    by: str
    title: Private
    cause: str | None = None
    cause_said: Private | None = None
    rule: str | None = None
    why: str | None = None
    bridge: Private | None = None
    parent: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("war_room", self.war_room, {
            "number": self.number, "cause_kind": self.cause_kind, "cause": self.cause, "cause_said": self.cause_said,
            "title": self.title, "state": "proposed", "live": 1, "rule": self.rule, "why": self.why,
            "proposed_at": self.at, "proposed_by": self.by, "since": self.since, "bridge": self.bridge,
            "parent": self.parent,
        })  # fmt: skip


@event("room.confirmed", about="war_room")
class RoomConfirmed(Event):
    """It is open: people work in it from now on. Whether anybody commands it is another matter."""

    at: Instant
    war_room: int
    by: str

    def changes(self) -> Iterator[Set]:
        values = {"state": "open", "confirmed_at": self.at, "confirmed_by": self.by}
        yield Set("war_room", self.war_room, values)


class RoomEnded(Event):
    """A room is over, whatever it came to: its tickets leave it."""

    war_room: int

    def ended(self, state: str, by: str, **more: object) -> Set:
        """What holds of every room that is over."""
        told = {"state": state, "live": 0, "ended_at": self.at, "ended_by": by, **more}
        return Set("war_room", self.war_room, told)


@event("room.rejected", about="war_room")
class RoomRejected(RoomEnded):
    """It is no case for a room."""

    at: Instant
    war_room: int
    by: str
    reason: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield self.ended("rejected", self.by, reason=self.reason)


@event("room.described", about="war_room")
class RoomDescribed(Event):
    """What is known of it: only what is given changes. `parent` is the major incident that its tickets belong to."""

    at: Instant
    war_room: int
    title: Private | None = None
    cause_said: Private | None = None
    bridge: Private | None = None
    since: int | None = None
    parent: int | None = None

    def changes(self) -> Iterator[Set]:
        said = {
            "title": self.title, "cause_said": self.cause_said, "bridge": self.bridge, "since": self.since,
            "parent": self.parent,
        }  # fmt: skip
        yield Set("war_room", self.war_room, {name: value for name, value in said.items() if value is not None})


@event("room.mitigated", about="war_room")
class RoomMitigated(Event):
    """The worst is averted; what was promised is not back yet."""

    at: Instant
    war_room: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("war_room", self.war_room, {"state": "mitigated", "mitigated_at": self.at})


@event("room.restored", about="war_room")
class RoomRestored(Event):
    """What had failed works again. `mitigated_at` is the same instant where nobody said so before."""

    at: Instant
    war_room: int
    by: str
    mitigated_at: int

    def changes(self) -> Iterator[Set]:
        values = {"state": "restored", "restored_at": self.at, "mitigated_at": self.mitigated_at}
        yield Set("war_room", self.war_room, values)


@event("room.reopened", about="war_room")
class RoomWorse(Event):
    """It was not over: the room is open again as before it was said to be mitigated or restored."""

    at: Instant
    war_room: int
    by: str

    def changes(self) -> Iterator[Set]:
        values = {"state": "open", "mitigated_at": None, "restored_at": None}
        yield Set("war_room", self.war_room, values)


@event("room.stood_down", about="war_room")
class RoomStoodDown(RoomEnded):
    """Nobody works in it any more: what comes now is its review. It holds what the room came to, for that.

    `tickets`, `breached`: how many were in it, and how many of them have broken a promise.
    """

    at: Instant
    war_room: int
    number: str
    by: str
    tickets: int
    breached: int
    summary: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield self.ended("stood down", self.by, reason=self.summary)


@event("room.merged", about="war_room")
class RoomMerged(RoomEnded):
    """It was the same as another one: its tickets go over to that; its history stays its own."""

    at: Instant
    war_room: int
    into: int
    number: str
    by: str

    def changes(self) -> Iterator[Set]:
        yield self.ended("merged", self.by, merged_into=self.into)


@event("room.absorbed", about="war_room")
class RoomAbsorbed(Event):
    """Another room was merged into it; `since` is the earlier of both."""

    at: Instant
    war_room: int
    other: int
    number: str
    by: str
    since: int

    def changes(self) -> Iterator[Set]:
        yield Set("war_room", self.war_room, {"since": self.since})


@event("room.split", about="war_room")
class RoomSplit(Event):
    """Some of its tickets are of another cause: they went to a room of their own."""

    at: Instant
    war_room: int
    other: int
    number: str
    by: str


@event("room.counted", about="war_room")
class TicketsMoved(Event):
    """Many tickets came, or left, some of them at a time; `more`: others still have to."""

    at: Instant
    war_room: int
    how: str
    tickets: int
    more: bool


@event("room.uncommanded", about="war_room")
class RoomUncommanded(Event):
    """Nobody has taken command in time: `told` are those who were called, for the `round`-th time."""

    at: Instant
    war_room: int
    round: int
    told: tuple[str, ...] = ()


# --- its tickets -----------------------------------------------------------------------------------------------------


@event("ticket.in_room", about="ticket")
class TicketAttached(Event):
    """A ticket belongs to a room; `quiet`: nobody is paged for it by itself, its room is worked on.

    `how`: rule (its clock was counted) · match (it is of the room's cause) · hand · merge · split.
    """

    at: Instant
    ticket: int
    link: int
    war_room: int
    number: str
    by: str
    how: str
    quiet: bool

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_ticket", self.link, {
            "room": self.war_room, "number": self.number, "ticket": self.ticket, "attached_at": self.at,
            "by": self.by, "how": self.how,
            "quiet": int(self.quiet), "until_at": None,
        })  # fmt: skip


@event("ticket.out_of_room", about="ticket")
class TicketDetached(Event):
    """It is in that room no more, for `why`: its escalation goes on by itself."""

    at: Instant
    ticket: int
    link: int
    war_room: int
    number: str
    by: str
    why: str

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_ticket", self.link, {"until_at": self.at})


# --- roles -----------------------------------------------------------------------------------------------------------


@event("room.role_asked", about="war_room")
class RoleAsked(Event):
    """Somebody is asked to take a role; `handing`: by whoever has it, with what is to be read back."""

    at: Instant
    war_room: int
    link: int
    role: str
    operator: str
    by: str
    handing: bool = False
    briefing: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_role", self.link, {
            "room": self.war_room, "role": self.role, "operator": self.operator, "state": "asked",
            "asked_at": self.at, "asked_by": self.by, "handing": int(self.handing), "briefing": self.briefing,
            "double": 0,
        })  # fmt: skip


@event("room.role_taken", about="war_room")
class RoleTaken(Event):
    """Somebody has a role from now on; `double`: beside another one. `handing`: it was handed over, and `readback` is
    how they understood what they take over."""

    at: Instant
    war_room: int
    link: int
    role: str
    operator: str
    double: bool = False
    handing: bool = False
    readback: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_role", self.link, {
            "room": self.war_room, "role": self.role, "operator": self.operator, "state": "taken", "since": self.at,
            "until": None, "double": int(self.double), "handing": int(self.handing),
            "readback": self.readback,
        })  # fmt: skip


@event("room.role_renounced", about="war_room")
class RoleRenounced(Event):
    """Somebody has a role no more, or does not take what they were asked for; `to`: who has it now."""

    at: Instant
    war_room: int
    link: int
    role: str
    operator: str
    by: str
    to: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_role", self.link, {"state": "renounced", "until": self.at})


# --- what is written in it -------------------------------------------------------------------------------------------


@event("room.entered", about="war_room")
class EntryWritten(Event):
    """Something is written down: a note · decision · objection (against `of`) · task · question · hypothesis.

    `backers` are who is for a decision; `owner` does a task, answers a question or tests a hypothesis, by `due_at`.
    """

    at: Instant
    war_room: int
    entry: int
    what: str
    by: str
    text: Private
    owner: str | None = None
    due_at: int | None = None
    backers: tuple[str, ...] = ()
    of: int | None = None

    def changes(self) -> Iterator[Set]:
        waits = self.what in ("task", "question", "hypothesis")
        yield Set("war_room_entry", self.entry, {
            "room": self.war_room, "kind": self.what, "text": self.text, "by": self.by, "at": self.at,
            "owner": self.owner, "due_at": self.due_at, "backers": " ".join(self.backers) or None, "of": self.of,
            "state": "open" if waits else None,
        })  # fmt: skip


@event("room.entry_moved", about="war_room")
class EntryMoved(Event):
    """A task, a question or a hypothesis has another owner or another time from now on."""

    at: Instant
    war_room: int
    entry: int
    by: str
    owner: str | None = None
    due_at: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_entry", self.entry, {"owner": self.owner, "due_at": self.due_at})


@event("room.entry_settled", about="war_room")
class EntrySettled(Event):
    """Nothing is left to do about an entry: it is done · answered · ruled out · confirmed · dropped."""

    at: Instant
    war_room: int
    entry: int
    what: str
    state: str
    by: str
    outcome: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("war_room_entry", self.entry, {
            "state": self.state, "done_at": self.at, "done_by": self.by, "outcome": self.outcome,
        })  # fmt: skip
