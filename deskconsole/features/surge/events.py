"""What becomes of calling somebody in: asked, answered, no answer in time, stood down; nobody left to ask."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("surge.called", about="war_room")
class SurgeCalled(Event):
    """Somebody is asked to come, and answers by an instant; calls of one `search` ask one after the other.

    `needs` are the skills that are looked for, `why` it is them. `notification` is how they were told, `by` who asked.
    """

    at: Instant
    war_room: int
    surge_call: int
    search: int
    operator: int
    handle: str
    answer_by: int
    notification: int
    by: str
    why: str
    needs: tuple[str, ...] = ()
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("surge_call", self.surge_call, {
            "room": self.war_room, "search": self.search, "operator": self.operator, "handle": self.handle,
            "state": "asked", "asked_at": self.at, "asked_by": self.by, "answer_by": self.answer_by,
            "notification": self.notification, "needs": " ".join(self.needs) or None, "why": self.why,
            "note": self.note,
        })  # fmt: skip


@event("surge.answered", about="war_room")
class SurgeAnswered(Event):
    """Whoever was asked comes, or does not; `how` they said so: console, mail, or (a colleague) for them."""

    at: Instant
    war_room: int
    surge_call: int
    handle: str
    comes: bool
    how: str

    def changes(self) -> Iterator[Set]:
        state = "accepted" if self.comes else "declined"
        yield Set("surge_call", self.surge_call, {"state": state, "answered_at": self.at, "how": self.how})


@event("surge.unanswered", about="war_room")
class SurgeUnanswered(Event):
    """Whoever was asked did not answer in time: it is the next one's turn."""

    at: Instant
    war_room: int
    surge_call: int
    handle: str

    def changes(self) -> Iterator[Set]:
        yield Set("surge_call", self.surge_call, {"state": "no answer", "answered_at": None})


@event("surge.exhausted", about="war_room")
class SurgeExhausted(Event):
    """All who could come were asked, and nobody does; these are told so."""

    at: Instant
    war_room: int
    search: int
    told: tuple[str, ...] = ()


@event("surge.stood_down", about="war_room")
class SurgeStoodDown(Event):
    """Whoever was called in is not needed any more."""

    at: Instant
    war_room: int
    surge_call: int
    handle: str

    def changes(self) -> Iterator[Set]:
        yield Set("surge_call", self.surge_call, {"state": "stood down", "ended_at": self.at})
