"""When a room is to be looked at again, from what happened to it: pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.war_room.events import (
    RoleRenounced,
    RoleTaken,
    RoomConfirmed,
    RoomEnded,
    RoomProposed,
    RoomUncommanded,
)
from deskconsole.features.war_room.rules import COMMANDER, LAPSES, ROUNDS, UNCOMMANDED


class Standing(NamedTuple):
    """When the desk does something about a room by itself, and how often leads were called for a commander."""

    wake: Instant | None
    rounds: int = 0


def standing(events: Sequence[Event]) -> Standing:
    """By a room's events, which stand and are in order."""
    wake: Instant | None = None
    rounds, commander, worked = 0, None, False
    for happened in events:
        match happened:
            case RoomProposed():
                wake = Instant(happened.at + LAPSES)
            case RoomConfirmed():
                worked, rounds = True, 0
                wake = None if commander else Instant(happened.at + UNCOMMANDED)
            case RoleTaken(role=role) if role == COMMANDER:
                commander, rounds = happened.link, 0
                wake = None if worked else wake
            case RoleRenounced(role=role) if role == COMMANDER and happened.link == commander:
                commander, rounds = None, 0
                wake = Instant(happened.at + UNCOMMANDED) if worked else wake
            case RoomUncommanded():
                rounds = happened.round
                wake = Instant(happened.at + UNCOMMANDED) if rounds < ROUNDS and commander is None else None
            case RoomEnded():
                return Standing(None)
    return Standing(wake, rounds)
