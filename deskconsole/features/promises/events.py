"""What becomes of a promise, with what each event sets from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


class PromiseEvent(Event):
    """An event about a promise that sets columns of its row."""

    promise: int

    def columns(self) -> Mapping[str, object]:
        return {}

    def changes(self) -> Iterator[Set]:
        if columns := self.columns():
            yield Set("promise", self.promise, columns)


@event("promise.made", about="promise")
class PromiseMade(PromiseEvent):
    """Somebody promised something by an instant: to the requester, or to whom `to` names.

    `remind_at` is when it is called to mind.
    """

    at: Instant
    promise: int
    ticket: int
    what: Private
    due_at: int
    by: str
    to: Private | None = None
    remind_at: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "ticket": self.ticket, "what": self.what, "due_at": self.due_at, "made_by": self.by, "made_at": self.at,
            "to_whom": self.to, "remind_at": self.remind_at,
        }  # fmt: skip


@event("promise.moved", about="promise")
class PromiseMoved(PromiseEvent):
    """It is due at another instant, before it had come: whoever it was made to was told."""

    at: Instant
    promise: int
    due_at: int
    reason: Private
    remind_at: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {"due_at": self.due_at, "remind_at": self.remind_at, "reminded_at": None, "reason": self.reason}


@event("promise.reminded", about="promise")
class PromiseReminded(PromiseEvent):
    """It will be due soon, and whoever owes it is told."""

    at: Instant
    promise: int

    def columns(self) -> Mapping[str, object]:
        return {"reminded_at": self.at}


@event("promise.missed", about="promise")
class PromiseMissed(PromiseEvent):
    """It was due and not kept: it may still be kept late, or a reason is owed."""

    at: Instant
    promise: int

    def columns(self) -> Mapping[str, object]:
        return {"missed_at": self.at}


@event("promise.kept", about="promise")
class PromiseKept(PromiseEvent):
    """It was kept, if late where that was after it was due. `means`: reply or contact, where one of these kept it."""

    at: Instant
    promise: int
    means: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {"kept_at": self.at, "means": self.means}


@event("promise.broken", about="promise")
class PromiseBroken(PromiseEvent):
    """It will not be kept, and why."""

    at: Instant
    promise: int
    reason: Private

    def columns(self) -> Mapping[str, object]:
        return {"broken_at": self.at, "reason": self.reason}


@event("promise.dropped", about="promise")
class PromiseDropped(PromiseEvent):
    """Nobody waits for it any more: neither kept nor broken."""

    at: Instant
    promise: int
    reason: Private

    def columns(self) -> Mapping[str, object]:
        return {"dropped_at": self.at, "reason": self.reason}


@event("promise.taken_over", about="promise")
class PromiseTakenOver(PromiseEvent):
    """Somebody else sees to it from now on: who made it went home, and handed over."""

    at: Instant
    promise: int
    by: str

    def columns(self) -> Mapping[str, object]:
        return {"made_by": self.by}


@event("promise.reverted", about="promise")
class PromiseReverted(PromiseEvent):
    """A call was undone: its events (by number) count as if they had not been."""

    at: Instant
    promise: int
    of: tuple[int, ...]
    command: str

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


@event("promise.redone", about="promise")
class PromiseRedone(PromiseEvent):
    """What was undone was done again: the undoing (`of`, by number) counts as if it had not been."""

    at: Instant
    promise: int
    of: tuple[int, ...]
    command: str

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of
