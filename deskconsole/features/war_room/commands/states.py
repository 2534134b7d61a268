"""How a room ends: the worst is averted, what had failed works again, nobody works in it any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import Refused
from deskconsole.core.words import maybe_line
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.commands.common import Number, taken, worked
from deskconsole.features.war_room.views import EVER_IN, RoomRow


@command("room.mitigated", needs="room.work", label="mitigated")
def mitigated(desk: Desk, room: Number) -> Iterator[Event]:
    """Say that the worst is averted: people can work, though not all is as it was."""
    row = worked(desk, room)
    if row.state != "open":
        raise Refused(f"{row.number} is {row.state} already")
    yield e.RoomMitigated(at=desk.now, war_room=row.id, by=desk.actor)


@command("room.restored", needs="room.work", label="restored")
def restored(desk: Desk, room: Number) -> Iterator[Event]:
    """Say that what had failed works again."""
    row = worked(desk, room)
    if row.state == "restored":
        raise Refused(f"{row.number} is restored already")
    yield e.RoomRestored(
        at=desk.now, war_room=row.id, by=desk.actor, mitigated_at=row.mitigated_at or desk.now
    )  # fmt: skip


@command("room.worse", needs="room.work", label="open again")
def worse(desk: Desk, room: Number) -> Iterator[Event]:
    """Say that it was not over after all."""
    row = worked(desk, room)
    if row.state == "open":
        raise Refused(f"{row.number} is open")
    yield e.RoomWorse(at=desk.now, war_room=row.id, by=desk.actor)


@command("room.stand_down", needs="room.work", label="stand down")
def stand_down(
    desk: Desk, room: Number, summary: Annotated[str, Ask("summary", hint="what it was, in a sentence")] = ""
) -> Iterator[Event]:
    """End a room: its tickets go their own ways again, and its review is due. Who commands it does that, or a lead."""
    row = worked(desk, room)
    _may_end(desk, row)
    tickets, breached = desk.one(EVER_IN, room=row.id, now=desk.now)
    yield e.RoomStoodDown(
        at=desk.now, war_room=row.id, number=row.number, by=desk.actor, tickets=tickets, breached=breached,
        summary=maybe_line(summary),
    )  # fmt: skip


def _may_end(desk: Desk, row: RoomRow) -> None:
    leading = {each.operator: each.role for each in taken(desk, row.id) if each.role in ("commander", "deputy")}
    if desk.actor not in leading and not desk.may("room.lead"):
        who = ", ".join(f"{handle} ({role})" for handle, role in leading.items()) or "nobody at the moment"
        raise Refused(f"who commands {row.number} ends it, or a lead: {who}")
