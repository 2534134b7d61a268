"""What is due of a war room and of its review: messages, answers of those called in, the review itself."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.core.desk import Event, Folding
from deskconsole.core.instants import Instant
from deskconsole.features.reviews import rules as reviews
from deskconsole.features.room_updates import rules as updates
from deskconsole.features.surge import rules as surge
from deskconsole.features.war_room.events import RoomEnded
from deskconsole.store.merge import Derived

UPDATE, CALL_IN, REVIEW = "room update", "call in", "review"
"""Timers: a message from a room is due, somebody who was called in has not answered, a review is due."""

SUBJECT = {UPDATE: "war_room", CALL_IN: "war_room", REVIEW: "review"}
"""What these timers are about."""


def of_room(events: Sequence[Event]) -> dict[str, Instant | None]:
    """When a room is looked at for what it says and whom it called; never again once it is over."""
    over = any(isinstance(event, RoomEnded) for event in events)
    return {
        UPDATE: None if over else updates.wakes_at(events),
        CALL_IN: None if over else surge.wakes_at(events),
    }


def of_review(desk: Folding, review: int, events: Sequence[Event]) -> Derived:
    """When somebody is told that a review is late, or an action of it."""
    return Derived(wakes={REVIEW: reviews.wakes_at(events)})
