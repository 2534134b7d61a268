"""Who does what in a room: roles are taken, asked for, renounced and handed over; a room without a commander calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import HOUR, Instant
from deskconsole.features.directory.views import LEADS, LEADS_AND_MANAGERS
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.causes import NUMBER_OF
from deskconsole.features.war_room.commands.common import Number, prose, somebody, taken, told, worked
from deskconsole.features.war_room.rules import COMMANDER, LAPSES, ROLES
from deskconsole.features.war_room.standing import standing
from deskconsole.features.war_room.views import ROLES_OF, ROOM_BY_ID, RoleRow, RoomRow

Role = Annotated[str, Ask("role", choices=ROLES, hint="or the area of a technical lead: network, vendor")]
_AREA = re.compile(r"[a-z][a-z0-9-]{0,30}")


def role_of(word: str) -> str:
    """A role, or the area of a technical lead."""
    found = "-".join(word.lower().split())
    if not _AREA.fullmatch(found):
        raise BadInput(f"“{word}” is no role: {', '.join(ROLES)}, or an area such as network")
    return found


@command("room.take_role", needs="room.work", label="role")
def take_role(
    desk: Desk,
    room: Number,
    role: Role = "commander",
    readback: Annotated[str, Ask("read back", kind="lines", hint="what you take over, in your words")] = "",
) -> Iterator[Event]:
    """Take a role, or accept one that you are asked for; whoever is handed command reads back what they take over."""
    row, wanted = worked(desk, room), role_of(role)
    rows = desk.all(ROLES_OF, room=row.id)
    holder = next((each for each in rows if each.state == "taken" and each.role == wanted), None)
    asked = _asked(rows, wanted, desk.actor)
    if holder is not None and holder.operator == desk.actor:
        raise Refused(f"you are {wanted} of {row.number} already")
    if holder is not None and not (asked and asked.handing):
        raise Refused(f"{holder.operator} is {wanted} of {row.number}: they hand it over, or renounce it")
    if holder is not None and wanted == COMMANDER and not readback.strip():
        raise BadInput("read back what you take over: how it stands, what is being done, what is still open")
    if holder is not None:
        yield e.RoleRenounced(
            at=desk.now, war_room=row.id, link=holder.id, role=wanted, operator=holder.operator, by=desk.actor,
            to=desk.actor,
        )  # fmt: skip
    also = [each for each in taken(desk, row.id) if each.operator == desk.actor]
    yield e.RoleTaken(
        at=desk.now, war_room=row.id, link=asked.id if asked else desk.next_id("war_room_role"), role=wanted,
        operator=desk.actor, double=bool(also), handing=bool(asked and asked.handing),
        readback=Private(readback.strip()) if readback.strip() else None,
    )  # fmt: skip


@command("room.ask_role", needs="room.work", label="ask for role")
def ask_role(desk: Desk, room: Number, role: Role, who: Annotated[str, Ask("who", kind="person")]) -> Iterator[Event]:
    """Ask somebody to take a role; they take it, or renounce it."""
    row, wanted, handle = worked(desk, room), role_of(role), somebody(desk, who)
    rows = desk.all(ROLES_OF, room=row.id)
    _refuse_taken(rows, row, wanted)
    if _asked(rows, wanted, handle):
        raise Refused(f"{handle} is asked to be {wanted} already")
    yield _asks(desk, row, wanted, handle, None)
    yield from _tell(desk, row.id, handle, f"{row.number}: {desk.actor} asks you to be {wanted}")


@command("room.hand_over_role", needs="room.work", label="hand over role")
def hand_over_role(
    desk: Desk,
    room: Number,
    role: Role,
    who: Annotated[str, Ask("to", kind="person")],
    briefing: Annotated[str, Ask("briefing", kind="lines", hint="how it stands, what is being done, what is open")],
) -> Iterator[Event]:
    """Offer a role that you have to somebody: it is yours until they have read back what they take over."""
    row, wanted, handle = worked(desk, room), role_of(role), somebody(desk, who)
    rows = desk.all(ROLES_OF, room=row.id)
    holder = next((each for each in rows if each.state == "taken" and each.role == wanted), None)
    if holder is None:
        raise Refused(f"nobody is {wanted} of {row.number}: room.ask_role asks somebody")
    if holder.operator != desk.actor and not desk.may("room.lead"):
        raise Refused(f"{holder.operator} is {wanted} of {row.number}: they hand it over, or a lead does")
    if handle == holder.operator:
        raise Refused(f"{handle} is {wanted} already")
    if _asked(rows, wanted, handle):
        raise Refused(f"{handle} is asked to be {wanted} already")
    yield _asks(desk, row, wanted, handle, prose(briefing, "the briefing"))
    yield from _tell(
        desk, row.id, handle, f"{row.number}: {desk.actor} hands you over {wanted}. Read it back to take it."
    )


@command("room.renounce_role", needs="room.work", label="renounce role")
def renounce_role(desk: Desk, room: Number, role: Role) -> Iterator[Event]:
    """Give a role up, or decline one that you are asked for."""
    row, wanted = worked(desk, room), role_of(role)
    rows = desk.all(ROLES_OF, room=row.id)
    mine = [each for each in rows if each.role == wanted and each.operator == desk.actor]
    held = next((each for each in mine if each.state in ("taken", "asked")), None)
    if held is None:
        raise Refused(f"you are not {wanted} of {row.number}, and nobody asks you to be")
    yield e.RoleRenounced(
        at=desk.now, war_room=row.id, link=held.id, role=wanted, operator=desk.actor, by=desk.actor
    )  # fmt: skip


def _asks(desk: Desk, row: RoomRow, role: str, handle: str, briefing: Private | None) -> e.RoleAsked:
    return e.RoleAsked(
        at=desk.now, war_room=row.id, link=desk.next_id("war_room_role"), role=role, operator=handle, by=desk.actor,
        handing=briefing is not None, briefing=briefing,
    )  # fmt: skip


def _tell(desk: Desk, room: int, handle: str, text: str) -> Iterator[Event]:
    found = desk.maybe(NUMBER_OF, handle=handle)
    if found is not None and handle != desk.actor:
        yield from told(desk, room, [(found, handle)], text, "role")


def _asked(rows: list[RoleRow], role: str, handle: str) -> RoleRow | None:
    return next((x for x in rows if x.state == "asked" and x.role == role and x.operator == handle), None)


def _refuse_taken(rows: list[RoleRow], row: RoomRow, role: str) -> None:
    holder = next((each for each in rows if each.state == "taken" and each.role == role), None)
    if holder is not None:
        raise Refused(f"{holder.operator} is {role} of {row.number}: room.hand_over_role hands it over")


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("room.look_after", needs="desk")
def look_after(desk: Desk, room: int, until: int) -> Iterator[Event]:
    """Call leads where nobody commands a room in time, and forget a proposal that nobody answers."""
    row = desk.one(ROOM_BY_ID, room=room)
    now = Instant(min(until, desk.now))
    found = standing([recorded.event for recorded in alive(desk.history("war_room", room))])
    if found.wake is None or found.wake > now:
        return
    if row.state == "proposed":
        hours = LAPSES // HOUR
        yield e.RoomRejected(
            at=found.wake, war_room=room, by=desk.actor, reason=Private(f"nobody answered within {hours} h")
        )
        return
    turn = found.rounds + 1
    who = desk.all(LEADS) if turn == 1 else desk.all(LEADS_AND_MANAGERS)
    who = who or desk.all(LEADS_AND_MANAGERS)
    yield e.RoomUncommanded(
        at=found.wake, war_room=room, round=turn, told=tuple(handle for _, handle in who)
    )  # fmt: skip
    yield from told(
        desk, room, who, f"{row.number} {row.title or ''} has had no commander for {turn * 5} minutes: take it"
    )
