"""Swaps: somebody asks another to take a turn, the other agrees, a lead approves; then the turns are theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.words import maybe_line
from deskconsole.features.directory.views import HANDLES
from deskconsole.features.rosters import events as e
from deskconsole.features.rosters.commands.common import (
    Anyway,
    Change,
    On,
    Shift,
    against,
    allowed,
    find_turn,
    number,
    say,
    somebody,
    within,
)
from deskconsole.features.rosters.commands.standing_in import booked
from deskconsole.features.rosters.turns import Booking, Turn
from deskconsole.features.rosters.views import SHIFT_KEYS, SWAP, SwapRow, roster

Number = Annotated[str, Ask("swap", hint="SW-3")]


@command("roster.swap", needs="roster.ask", label="swap a turn")
def swap(
    desk: Desk,
    shift: Shift,
    when: On,
    other: Annotated[str, Ask("with", choices=HANDLES)],
    back: Annotated[str | None, Ask("for their", kind="text", choices=SHIFT_KEYS, hint="empty: none")] = None,
    back_when: Annotated[int | None, Ask("when", kind="instant")] = None,
    reason: Annotated[str | None, Ask("reason")] = None,
) -> Iterator[Event]:
    """Ask another to take a turn of mine, perhaps for one of theirs: they accept it, then a lead approves it."""
    other = somebody(desk, other)
    if other == desk.actor:
        raise BadInput("a swap is with another: name who is to take the turn")
    mine = _own(desk, find_turn(desk, shift, when), desk.actor)
    if (back is None) != (back_when is None):
        raise BadInput("which turn of theirs? name its shift and when it is, or neither")
    theirs = _own(desk, find_turn(desk, back, back_when), other) if back and back_when is not None else None
    if mine.begin <= desk.now or (theirs and theirs.begin <= desk.now):
        raise Refused("what has begun is not swapped any more: a lead has somebody take the rest of it (roster.take)")
    row = SwapRow(
        0, desk.actor, other, mine.team, mine.shift, mine.begin, mine.end, theirs and theirs.team,
        theirs and theirs.shift, theirs and theirs.begin, theirs and theirs.end, "asked", desk.now, None,
    )  # fmt: skip
    against(desk, Change(_bookings(row, 1 << 53)))  # who is away cannot; the rest is for the lead to see
    yield e.SwapAsked(
        at=desk.now, roster_swap=desk.next_id("roster_swap"), asker=row.asker, other=row.other, shift=row.shift,
        begin_at=row.begin, end_at=row.end, team=row.team, back_team=row.back_team, back_shift=row.back_shift,
        back_begin_at=row.back_begin, back_end_at=row.back_end, reason=maybe_line(reason),
    )  # fmt: skip


def _own(desk: Desk, turn: Turn, who: str) -> Turn:
    """A turn that somebody is in."""
    if who not in turn.people:
        raise Refused(f"{who} is not in {turn.name} {say(desk, turn.begin)}: {' '.join(turn.people) or 'nobody'} is")
    if sum(seat.end - seat.begin for seat in turn.seats if seat.who == who) < turn.end - turn.begin:
        raise Refused(f"{who} is in a part of {turn.name} only: a lead has somebody take that (roster.take)")
    return turn


def _bookings(row: SwapRow, first: int) -> list[Booking]:
    """What a swap comes to: the other in the turn of who asks, and the other way round."""
    sides = [(row.team, row.shift, row.begin, row.end, row.other, row.asker)]
    if row.back_shift and row.back_begin is not None and row.back_end is not None:
        sides.append((row.back_team, row.back_shift, row.back_begin, row.back_end, row.asker, row.other))
    return [
        Booking(first + place, f"turn-{first + place}@deskconsole", *side, False, None)
        for place, side in enumerate(sides)
    ]


def _found(desk: Desk, word: str, *states: str) -> SwapRow:
    row = desk.maybe(SWAP, swap=number(word, "SW", "swap"))
    if row is None:
        raise NotFound(f"there is no swap {word}: `deskconsole roster show` lists those that are open")
    if row.state not in states:
        raise Refused(f"{row.number} is {row.state}: {_way_out(row)}")
    return row


def _way_out(row: SwapRow) -> str:
    return f"{row.other} has to accept it first" if row.state == "asked" else "ask again for another"


@command("roster.swap_accept", needs="roster.ask", label="accept a swap")
def accept(desk: Desk, swap: Number) -> Iterator[Event]:
    """Agree to a swap that somebody asked of me; a lead approves it."""
    row = _found(desk, swap, "asked")
    if desk.actor != row.other:
        raise Refused(f"{row.number} is asked of {row.other}: only they accept it")
    yield e.SwapAccepted(at=desk.now, roster_swap=row.id, by=desk.actor)


@command("roster.swap_approve", needs="roster.plan", label="approve a swap")
def approve(
    desk: Desk, swap: Number, reason: Annotated[str | None, Ask("reason")] = None, anyway: Anyway = False
) -> Iterator[Event]:
    """Approve a swap that both agree to: from now on the turns are theirs."""
    row = _found(desk, swap, "accepted")
    within(desk, row.team)
    if desk.actor in (row.asker, row.other):
        raise Refused(f"{row.number} is a swap of your own: another lead approves it")
    made = _bookings(row, desk.next_id("roster_booking"))
    if row.begin <= desk.now or any(booking.begin <= desk.now for booking in made):
        raise Refused(f"{row.number} has begun: refuse it, and have somebody take the rest (roster.take)")
    _still(desk, made)
    despite = allowed(desk, against(desk, Change(made)), anyway, reason)
    yield e.SwapDecided(at=desk.now, roster_swap=row.id, by=desk.actor, state="approved", why=maybe_line(reason))
    for booking in made:
        yield booked(desk, booking, None, despite, row.id)


def _still(desk: Desk, made: Sequence[Booking]) -> None:
    """Refuse what is not theirs any more: the roster may have changed since they asked."""
    for booking in made:
        turns = roster(desk, booking.begin, booking.end).turns(booking.begin, booking.end)
        own = [turn for turn in turns if (turn.team, turn.shift, turn.begin, turn.end) == booking[2:6]]
        if not any(booking.instead_of in turn.people for turn in own):
            raise Refused(
                f"{booking.instead_of} is not in {booking.shift} {say(desk, booking.begin)} any more: refuse the swap"
            )


@command("roster.swap_refuse", needs="roster.ask", label="refuse a swap")
def refuse(desk: Desk, swap: Number, reason: Annotated[str, Ask("reason")]) -> Iterator[Event]:
    """Refuse a swap: who was asked, or a lead. Who asked takes it back."""
    row = _found(desk, swap, "asked", "accepted")
    why = maybe_line(reason)
    if why is None:
        raise BadInput("the reason is empty")
    state = "withdrawn" if desk.actor == row.asker else "refused"
    if desk.actor not in (row.asker, row.other) and not desk.may("roster.plan"):
        raise Refused(f"{row.number} is between {row.asker} and {row.other}: to refuse it needs roster.plan")
    yield e.SwapDecided(at=desk.now, roster_swap=row.id, by=desk.actor, state=state, why=why)
