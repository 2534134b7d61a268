"""What a file of turns comes to: rows that are new, moved, called off, or so already; and why others are not taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from deskconsole.core.instants import DAY, Instant
from deskconsole.features.rosters.rules import clashes
from deskconsole.features.rosters.turns import Booking, Roster

AROUND = 3 * DAY

Act = Literal["new", "move", "withdraw", "same", "left", "wrong"]


class Wanted(NamedTuple):
    """A person in a turn, as a file tells it; `uid` is what the file knows the row by."""

    uid: str
    team: str | None
    shift: str
    begin: Instant
    end: Instant
    who: str
    leads: bool
    layer: str | None
    cancelled: bool = False
    line: int = 0

    def booking(self, number: int) -> Booking:
        return Booking(
            number, self.uid, self.team, self.shift, self.begin, self.end, self.who, None, self.leads, self.layer
        )


class Held(NamedTuple):
    """A row that a file told of before; `stands` is whether it was not given back since."""

    booking: Booking
    stands: bool


class Step(NamedTuple):
    """What is to be done with a row; `why` where it is not taken."""

    act: Act
    wanted: Wanted
    held: Booking | None = None
    why: str = ""


def steps(known: Roster, held: Mapping[str, Held], wanted: Sequence[Wanted], people: Collection[str]) -> Iterator[Step]:
    """Row by row, each on what those before it come to; the same file again changes nothing."""
    for place, each in enumerate(wanted):
        found = held.get(each.uid)
        booking = found.booking if found else None
        act, why = _act(known, found, each, people)
        if act in ("new", "move", "withdraw"):
            kept = [row for row in known.bookings if row.uid != each.uid]
            known = replace(known, bookings=kept if act == "withdraw" else [*kept, each.booking(-place - 1)])
        yield Step(act, each, booking, why)


def _act(known: Roster, held: Held | None, wanted: Wanted, people: Collection[str]) -> tuple[Act, str]:
    if wanted.cancelled:
        return ("withdraw" if held and held.stands else "same"), ""
    if wanted.who not in people:
        return "wrong", f"nobody here is called {wanted.who}"
    if wanted.begin >= wanted.end:
        return "wrong", "it ends before it begins"
    if held and wanted.booking(held.booking.id) == held.booking:
        return ("same", "") if held.stands else ("left", "it was given back here")
    if held is None and _seated(known, wanted):
        return "same", ""
    if why := _against(known, wanted):
        return "wrong", why
    return ("move" if held else "new"), ""


def _seated(known: Roster, wanted: Wanted) -> bool:
    """Whether they are in that turn already, by the shifts or by what was taken here."""
    own = [each for each in known.turns(wanted.begin, wanted.end) if (each.team, each.shift) == wanted[1:3]]
    seats = [seat for turn in own for seat in turn.seats if seat.who == wanted.who and turn.layer == wanted.layer]
    return any(seat.begin <= wanted.begin and seat.end >= wanted.end for seat in seats)


def _against(known: Roster, wanted: Wanted) -> str:
    """Why somebody cannot be in a turn: they are away, elsewhere, or owed their rest."""
    if any(
        each.operator == wanted.who and each.begin < wanted.end and each.end > wanted.begin for each in known.absences
    ):
        return f"{wanted.who} is on leave then"
    begin, end = Instant(wanted.begin - AROUND), Instant(wanted.end + AROUND)
    others = [each for each in known.bookings if each.uid != wanted.uid]
    later = replace(known, bookings=[*others, wanted.booking(0)])
    for clash in clashes(later.turns(begin, end), known.rest):
        ends = {(turn.shift, turn.begin) for turn in (clash.first, clash.second)}
        if clash.who == wanted.who and any(shift == wanted.shift and at <= wanted.begin for shift, at in ends):
            return str(clash)
    return ""
