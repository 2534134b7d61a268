"""Who is on when, expanded from shifts, and from what people changed of them: pure.

A turn is a shift on one day. Its ends are when the clock on the wall of its zone first shows its hours, so that shifts
that touch on paper touch at every instant, also in the nights in which the clocks change. At an instant holds the
version of the roster that was in force then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant, to_datetime
from deskconsole.features.rosters.shifts import ON_CALL, RosterSpec, ShiftSpec
from deskconsole.sla.wall import first_showing

EVER = 1 << 62


Span = tuple[Instant, Instant]


class Version(NamedTuple):
    """A roster, and since when it is in force."""

    since: Instant
    spec: RosterSpec


class Listed(NamedTuple):
    """Somebody is on call for a team, from an instant until another; `team` None: for all of them."""

    team: str | None
    who: str
    first: Instant
    until: Instant


class Booking(NamedTuple):
    """Somebody is on other than the shifts say; what columns mean is in `tables.py`."""

    id: int
    uid: str
    team: str | None
    shift: str
    begin: Instant
    end: Instant
    operator: str
    instead_of: str | None
    leads: bool
    layer: str | None


class Absence(NamedTuple):
    """Somebody is on leave."""

    id: int
    operator: str
    begin: Instant
    end: Instant


class Seat(NamedTuple):
    """A person in a turn, for all of it or a part."""

    who: str
    begin: Instant
    end: Instant
    leads: bool = False


class Turn(NamedTuple):
    """A shift on one day: when, who is on, who leads, who manages.

    `people` are those who are on at the instant that was asked for; where a time was asked for, all who are on in some
    part of it. `away` should have been on and are on leave.
    """

    team: str | None
    shift: str
    begin: Instant
    end: Instant
    people: tuple[str, ...]
    lead: str | None
    duty_manager: str | None
    name: str = ""
    zone: str = "UTC"
    layer: str | None = None
    away: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    customers: bool = False
    gone: tuple[Seat, ...] = ()
    """What of it nobody has because of leave."""

    def at(self, at: Instant) -> Turn:
        """The turn with who is on at an instant."""
        here = [seat for seat in self.seats if seat.begin <= at < seat.end]
        away = _names(seat for seat in self.gone if seat.begin <= at < seat.end)
        return self._replace(people=_names(here), lead=_lead(here), away=away)


class _Slot(NamedTuple):
    """A turn before anybody is in it; `first` and `last` are its ends as written, whatever version cuts it."""

    team: str | None
    shift: str
    first: Instant
    last: Instant
    begin: Instant
    end: Instant
    spec: ShiftSpec | None
    people: tuple[str, ...]
    lead: str | None
    layer: str | None


# --- when ------------------------------------------------------------------------------------------------------------


def spans(shift: ShiftSpec, begin: Instant, end: Instant) -> Iterator[tuple[Instant, Instant, int]]:
    """The turns of a shift that touch [begin, end): their ends and which group is on, in order."""
    if begin >= end:
        return
    zone = _zone(shift.zone)
    day = to_datetime(begin, zone).date() - timedelta(days=2)
    last = to_datetime(end, zone).date()
    while day <= last:
        if shift.on(day):
            low, high = (Instant(first_showing(zone, day.toordinal(), minute * MINUTE)) for minute in shift.hours)
            if low < high and low < end and high > begin:
                yield low, high, shift.group(day)
        day += timedelta(days=1)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


# --- who -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Roster:
    """Who is on, as far as it was read: `versions` in order, the rest in any."""

    versions: Sequence[Version] = ()
    listed: Sequence[Listed] = ()
    bookings: Sequence[Booking] = ()
    absences: Sequence[Absence] = ()

    @property
    def rest(self) -> int:
        """The rest that is owed between two turns now, in seconds."""
        return (self.versions[-1].spec if self.versions else RosterSpec()).rest

    @property
    def empty(self) -> bool:
        """Whether nobody ever said who is on."""
        return not (self.bookings or self.listed or any(version.spec.shifts for version in self.versions))

    def on(self, team: str | None, at: Instant, layer: str | None = None) -> tuple[str, ...] | None:
        """Who is here for a team at an instant, or is called first, second …; None where there is no such turn."""
        return on(self.turns(at, Instant(at + 1)), team, at, layer)

    def turns(self, begin: Instant, end: Instant) -> list[Turn]:
        """All turns that touch [begin, end), of all teams and layers, in order."""
        slots = list(self._slots(begin, end))
        slots += self._booked(slots, begin, end)
        return sorted((self._turn(slot) for slot in slots), key=_order)

    def _slots(self, begin: Instant, end: Instant) -> Iterable[_Slot]:
        """Turns by what the file says; where a version ends in one, the next goes on with it or another begins."""
        found: dict[tuple[object, ...], _Slot] = {}
        for place, version in enumerate(self.versions):
            low = Instant(version.since if place else -EVER)
            high = self.versions[place + 1].since if place + 1 < len(self.versions) else Instant(EVER)
            for shift in version.spec.shifts:
                for first, last, group in spans(shift, Instant(max(begin, low)), Instant(min(end, high))):
                    slot = _Slot(
                        shift.team, shift.key, first, last, max(first, low), min(last, high), shift,
                        shift.groups[group] if shift.groups else (), shift.lead(group), shift.layer,
                    )  # fmt: skip
                    before = found.get(slot[:4])
                    found[slot[:4]] = slot._replace(begin=before.begin) if before else slot
        for listed in self.listed:
            if listed.first < end and listed.until > begin:
                ends = (listed.first, listed.until)
                found[(*listed,)] = _Slot(
                    listed.team, ON_CALL, *ends, *ends, None, (listed.who,), None, "primary"
                )  # fmt: skip
        return found.values()

    def _booked(self, slots: Sequence[_Slot], begin: Instant, end: Instant) -> Iterable[_Slot]:
        """Turns that only bookings tell of."""
        found: dict[tuple[object, ...], _Slot] = {}
        for booking in self.bookings:
            touches = booking.begin < end and booking.end > begin
            if touches and booking.instead_of is None and not any(_within(booking, slot) for slot in slots):
                ends = (booking.begin, booking.end)
                slot = _Slot(booking.team, booking.shift, *ends, *ends, None, (), None, booking.layer)
                found[slot[:4]] = slot
        return found.values()

    def _turn(self, slot: _Slot) -> Turn:
        own = [booking for booking in self.bookings if _within(booking, slot) and _of(booking, slot)]
        planned = list(_planned(slot, own))
        leave: dict[str, list[Span]] = {}
        for each in self.absences:
            leave.setdefault(each.operator, []).append((each.begin, each.end))
        seats = [left for seat in planned for left in _without(seat, leave.get(seat.who, ()))]
        gone = [lost for seat in planned for lost in _lost(seat, leave.get(seat.who, ()))]
        spec, people = slot.spec, _names(seats)
        first = [seat for seat in seats if seat.begin == slot.begin]
        return Turn(
            slot.team, slot.shift, slot.begin, slot.end, people, _lead(first) or _lead(seats),
            spec.duty_manager if spec else None, spec.name if spec else slot.shift.capitalize(),
            spec.zone if spec else "UTC", slot.layer, tuple(who for who in _names(gone) if who not in people),
            tuple(seats), spec.customers if spec else False, tuple(gone),
        )  # fmt: skip


def on(turns: Iterable[Turn], team: str | None, at: Instant, layer: str | None = None) -> tuple[str, ...] | None:
    """The same, of turns that were expanded."""
    own = [turn.at(at) for turn in turns if turn.begin <= at < turn.end and (turn.team, turn.layer) == (team, layer)]
    return tuple(dict.fromkeys(who for turn in own for who in turn.people)) if own else None


class Expanded:
    """Turns around the instants that are asked for: read and expanded once, as long as they lie close together."""

    def __init__(self, read: Callable[[Instant, Instant], Roster]) -> None:
        self._read = read
        self._span = (Instant(0), Instant(0))
        self._turns: list[Turn] = []

    def between(self, begin: Instant, end: Instant) -> list[Turn]:
        """The turns that touch a time."""
        low, high = self._span
        if begin < low or end > high:
            low, high = self._span = Instant(begin - HOUR), Instant(end + DAY)
            self._turns = self._read(low, high).turns(low, high)
        return [turn for turn in self._turns if turn.begin < end and turn.end > begin]


def _planned(slot: _Slot, bookings: Sequence[Booking]) -> Iterator[Seat]:
    """Who is to be on in a turn, and when: whom the file names, or else who stands in for them."""
    whole = [slot.lead, *slot.people] if slot.lead and slot.lead not in slot.people else slot.people
    for who in whole:
        gaps = [(each.begin, each.end) for each in bookings if each.instead_of == who]
        yield from _without(Seat(who or "", slot.begin, slot.end, who == slot.lead), gaps)
    leading = {slot.lead} - {None}
    for place, booking in enumerate(bookings):
        low, high = Instant(max(booking.begin, slot.begin)), Instant(min(booking.end, slot.end))
        leads = booking.leads or booking.instead_of in leading
        leading |= {booking.operator} if leads else set()
        later = [(each.begin, each.end) for each in bookings[place + 1 :] if each.instead_of == booking.operator]
        yield from _without(Seat(booking.operator, low, high, leads), later)


def _without(seat: Seat, gaps: Iterable[Span]) -> Iterator[Seat]:
    """What is left of a seat without some spans."""
    at = seat.begin
    for low, high in sorted(gaps):
        if low >= seat.end or high <= at:
            continue
        if at < low:
            yield seat._replace(begin=at, end=low)
        at = high
    if at < seat.end:
        yield seat._replace(begin=at)


def _lost(seat: Seat, gaps: Iterable[Span]) -> Iterator[Seat]:
    """What of a seat lies in some spans."""
    for low, high in gaps:
        if low < seat.end and high > seat.begin:
            yield seat._replace(begin=Instant(max(low, seat.begin)), end=Instant(min(high, seat.end)))


def _within(booking: Booking, slot: _Slot) -> bool:
    """Whether a booking is for this turn."""
    same = (booking.team, booking.shift) == (slot.team, slot.shift)
    return same and booking.begin < slot.end and booking.end > slot.begin


def _of(booking: Booking, slot: _Slot) -> bool:
    """Whether it is one of those that make a turn, where only bookings do; others may overlap it."""
    made = slot.spec is None and not slot.people
    return not made or booking.instead_of is not None or (booking.begin, booking.end) == (slot.first, slot.last)


def _order(turn: Turn) -> tuple[object, ...]:
    """By time; of those that begin at once the one with a lead, which holds the desk."""
    return turn.begin, turn.layer or "", turn.lead is None, turn.team or "", turn.shift


def _names(seats: Iterable[Seat]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(seat.who for seat in seats))


def _lead(seats: Iterable[Seat]) -> str | None:
    return next((seat.who for seat in seats if seat.leads), None)
