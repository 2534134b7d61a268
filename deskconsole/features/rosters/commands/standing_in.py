"""Somebody takes a turn, or a part of it; and leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.core.words import maybe_line
from deskconsole.features.directory.views import HANDLES
from deskconsole.features.rosters import events as e
from deskconsole.features.rosters.commands.common import (
    Anyway,
    Change,
    On,
    Shift,
    Who,
    against,
    allowed,
    find_turn,
    number,
    say,
    somebody,
    sound,
    within,
)
from deskconsole.features.rosters.turns import Booking, Turn
from deskconsole.features.rosters.views import ABSENCE, BOOKING


@command("roster.take", needs="roster.plan", label="take a turn")
def take(
    desk: Desk,
    shift: Shift,
    when: On,
    who: Who = None,
    instead_of: Annotated[str | None, Ask("instead of", choices=HANDLES, hint="empty: in addition")] = None,
    begin: Annotated[int | None, Ask("from", kind="instant", hint="a part of it; empty: all")] = None,
    end: Annotated[int | None, Ask("until", kind="instant")] = None,
    leads: Annotated[bool, Ask("leads", hint="who stands in for a lead leads anyhow")] = False,
    reason: Annotated[str | None, Ask("reason")] = None,
    anyway: Anyway = False,
) -> Iterator[Event]:
    """Have somebody take a turn, or a part of it, in place of another or in addition; double bookings are refused."""
    turn, handle = find_turn(desk, shift, when), somebody(desk, who)
    within(desk, turn.team)
    low, high = _part(desk, turn, begin, end)
    if instead_of is not None and not any(_in(turn, instead_of, low, high)):
        raise Refused(f"{instead_of} is not in {turn.name} {say(desk, low)}: it is {' '.join(turn.people) or 'empty'}")
    if handle == instead_of:
        raise BadInput(f"{handle} would stand in for themselves")
    if any(begin <= low and end >= high for begin, end in _in(turn, handle, low, high)):
        raise Refused(f"{handle} is in {turn.name} {say(desk, turn.begin)} already")
    made = desk.next_id("roster_booking")
    booking = Booking(
        made, f"turn-{made}@deskconsole", turn.team, turn.shift, low, high, handle, instead_of, leads, turn.layer
    )
    despite = allowed(desk, against(desk, Change([booking])), anyway, reason)
    yield booked(desk, booking, reason, despite)


def _part(desk: Desk, turn: Turn, begin: int | None, end: int | None) -> tuple[Instant, Instant]:
    low, high = Instant(begin if begin is not None else turn.begin), Instant(end if end is not None else turn.end)
    if not turn.begin <= low < high <= turn.end:
        raise BadInput(
            f"{turn.name} is from {say(desk, turn.begin)} until {say(desk, turn.end)}: say a part of that"
        )  # fmt: skip
    return low, high


def _in(turn: Turn, who: str, low: Instant, high: Instant) -> Iterator[tuple[Instant, Instant]]:
    """When somebody is in a turn, within a time."""
    for seat in turn.seats:
        if seat.who == who and seat.begin < high and seat.end > low:
            yield seat.begin, seat.end


def booked(
    desk: Desk, booking: Booking, reason: str | None, despite: str | None = None, swap: int | None = None
) -> e.BookingMade:  # fmt: skip
    """A booking as it is recorded."""
    return e.BookingMade(
        at=desk.now, roster_booking=booking.id, uid=booking.uid, shift=booking.shift, begin_at=booking.begin,
        end_at=booking.end, operator=booking.operator, by=desk.actor, team=booking.team,
        instead_of=booking.instead_of, leads=booking.leads, layer=booking.layer, reason=maybe_line(reason), swap=swap,
        despite=despite,
    )  # fmt: skip


@command("roster.give_back", needs="roster.plan", label="give a turn back")
def give_back(desk: Desk, booking: Annotated[str, Ask("turn taken", hint="RB-3")]) -> Iterator[Event]:
    """Take back that somebody takes a turn: it is as the shifts say again."""
    found = desk.maybe(BOOKING, booking=number(booking, "RB", "turn taken"))
    if found is None:
        raise NotFound(f"{booking} is not there any more: `deskconsole roster show` lists turns that were taken")
    within(desk, found.team)
    yield e.BookingWithdrawn(at=desk.now, roster_booking=found.id, by=desk.actor)


# --- leave -----------------------------------------------------------------------------------------------------------


@command("roster.leave", needs="roster.ask", label="leave")
def leave(
    desk: Desk,
    begin: Annotated[int, Ask("from", kind="instant", hint="Mon 00:00, 2026-04-20 00:00")],
    end: Annotated[int, Ask("until", kind="instant")],
    who: Who = None,
    note: Annotated[str | None, Ask("note")] = None,
) -> Iterator[Event]:
    """Enter that somebody is on leave: they are in no turn of that time, and nobody has to take theirs yet."""
    handle = _mine(desk, who)
    low, high = sound(desk, begin, end)
    yield e.AbsenceEntered(
        at=desk.now, absence=desk.next_id("absence"), operator=handle, begin_at=low, end_at=high, by=desk.actor,
        note=maybe_line(note),
    )  # fmt: skip


@command("roster.stay", needs="roster.ask", label="leave not taken")
def stay(desk: Desk, absence: Annotated[str, Ask("leave", hint="LV-3")]) -> Iterator[Event]:
    """Take back a leave: they are in their turns again, but for those that others have taken."""
    found = desk.maybe(ABSENCE, absence=number(absence, "LV", "leave"))
    if found is None:
        raise NotFound(f"{absence} is not there any more: `deskconsole roster show` lists who is away")
    _mine(desk, found.operator)
    yield e.AbsenceWithdrawn(at=desk.now, absence=found.id, by=desk.actor)


def _mine(desk: Desk, who: str | None) -> str:
    """Whose leave it is: one's own, or of others for whoever plans."""
    handle = somebody(desk, who)
    if handle != desk.actor and not desk.may("roster.plan"):
        raise Refused(f"that is the leave of {handle}: to enter it for others needs the permission roster.plan")
    return handle
