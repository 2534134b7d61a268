"""Cover: who is on against the hours that are promised, what they can, and what usually comes. Pure.

Time is cut where anything changes, so that a gap begins and ends to the instant; a week is shown hour by hour, also the
one that has an hour more or less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import HOUR, Instant, to_datetime
from deskconsole.features.rosters.turns import Turn

Span = tuple[Instant, Instant]
Place = tuple[int, int]
"""Weekday, Monday 0, and hour of the day."""


class Gap(NamedTuple):
    """A stretch of promised time in which something is missing: nobody, a skill, or enough hands."""

    begin: Instant
    end: Instant
    why: str


class Hour(NamedTuple):
    """An hour of a week: the fewest people in it, whether it is promised, who is called, tickets that usually come."""

    begin: Instant
    people: int
    promised: bool
    called: bool
    demand: float


class Piece(NamedTuple):
    """A stretch in which nothing changes."""

    begin: Instant
    end: Instant
    people: frozenset[str]
    called: bool
    promised: bool


def own(turns: Iterable[Turn], team: str | None) -> list[Turn]:
    """The turns that are for a team: its own; where it has none, those for all."""
    found = list(turns)
    return [turn for turn in found if turn.team == team] or [turn for turn in found if turn.team is None]


def pieces(turns: Sequence[Turn], promised: Sequence[Span], begin: Instant, end: Instant) -> Iterator[Piece]:
    """A time cut where somebody comes or goes, or promised hours begin or end."""
    seats = [(seat, turn.layer is not None) for turn in turns for seat in turn.seats]
    marks = {at for span in promised for at in span} | {at for seat, _ in seats for at in (seat.begin, seat.end)}
    cuts = sorted({begin, end, *(at for at in marks if begin < at < end)})
    for low, high in pairwise(cuts):
        now = [(seat.who, called) for seat, called in seats if seat.begin <= low and seat.end >= high]
        yield Piece(
            low, high, frozenset(who for who, called in now if not called), any(called for _, called in now),
            any(first <= low and last >= high for first, last in promised),
        )  # fmt: skip


def gaps(cut: Iterable[Piece], skills: Mapping[str, Collection[str]], needed: Collection[str]) -> list[Gap]:
    """What is missing in promised time, those that touch as one: somebody at all, or somebody who can something."""
    open_: dict[str, Gap] = {}
    found: list[Gap] = []
    for piece in cut:
        missing = set(_missing(piece, skills, needed)) if piece.promised else set[str]()
        for why in [why for why in open_ if why not in missing or open_[why].end != piece.begin]:
            found.append(open_.pop(why))
        for why in missing:
            open_[why] = Gap(open_[why].begin if why in open_ else piece.begin, piece.end, why)
    return sorted([*found, *open_.values()])


def _missing(piece: Piece, skills: Mapping[str, Collection[str]], needed: Collection[str]) -> Iterator[str]:
    if not piece.people:
        yield "nobody is on, somebody is called" if piece.called else "nobody is on"
        return
    can = {skill for who in piece.people for skill in skills.get(who, ())}
    yield from (f"nobody who can {skill} is on" for skill in sorted(set(needed) - can))


# --- what usually comes ----------------------------------------------------------------------------------------------


def average(came: Iterable[tuple[int, int]], since: Instant, until: Instant, zone: ZoneInfo) -> dict[Place, float]:
    """Tickets an hour by weekday and hour of the day, of hours since 1970 with what came in them."""
    whole = Counter(_place(Instant(at), zone) for at in range(since, until, HOUR))
    total = Counter[Place]()
    for hour, many in came:
        total[_place(Instant(hour * HOUR), zone)] += many
    return {place: total[place] / hours for place, hours in whole.items()}


def _place(at: Instant, zone: ZoneInfo) -> Place:
    local = to_datetime(at, zone)
    return local.weekday(), local.hour


def hours(
    cut: Sequence[Piece], demand: Mapping[Place, float], begin: Instant, end: Instant, zone: ZoneInfo
) -> list[Hour]:
    """A time hour by hour."""
    found = []
    for at in range(begin, end, HOUR):
        within = [piece for piece in cut if piece.begin < at + HOUR and piece.end > at]
        promised = [piece for piece in within if piece.promised] or within
        found.append(
            Hour(
                Instant(at), min((len(piece.people) for piece in promised), default=0),
                any(piece.promised for piece in within), any(piece.called for piece in within),
                demand.get(_place(Instant(at), zone), 0.0),
            )
        )  # fmt: skip
    return found


def stretched(found: Iterable[Hour], most: float) -> Iterator[Gap]:
    """Promised hours in which more usually comes than the people who are on can take, those that touch as one."""
    last: Gap | None = None
    for hour in found:
        over = hour.promised and hour.people and hour.demand > most * hour.people
        if over and last and last.end == hour.begin:
            last = last._replace(end=Instant(hour.begin + HOUR))
        elif over:
            if last:
                yield last
            last = Gap(hour.begin, Instant(hour.begin + HOUR), f"more than {most:g} tickets an hour for each who is on")
    if last:
        yield last


# --- in words --------------------------------------------------------------------------------------------------------

LEGEND = "! nobody, c only called, · not promised"
COVERED = "every promised hour is covered"


def sign(hour: Hour) -> str:
    """Who is on in an hour, in one sign: how many (`+`: ten or more), or what `LEGEND` says."""
    if hour.people:
        return str(hour.people) if hour.people < 10 else "+"
    if hour.called:
        return "c"
    return "!" if hour.promised else "·"


def load(hour: Hour, most: float) -> int:
    """How much usually comes in an hour, in eighths of the most that comes in any; 0: nothing."""
    return min(8, -int(-8 * hour.demand // most)) if most else 0


def when(gap: Gap, zone: ZoneInfo) -> str:
    """`Sat 07 Mar 22:00–06:00`, with the other day where it is another."""
    begin, end = to_datetime(gap.begin, zone), to_datetime(gap.end, zone)
    last = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%a %d %b %H:%M}"
    return f"{begin:%a %d %b %H:%M}–{last}"


# --- duty before customers -------------------------------------------------------------------------------------------


class Duty(NamedTuple):
    """How often somebody had the duty that goes round, and when it is theirs next."""

    who: str
    turns: int
    hours: float
    next: Instant | None
    shift: str | None


def rounds(turns: Iterable[Turn], since: Instant, now: Instant) -> list[Duty]:
    """Duty before customers by person, who had least of it first."""
    had: dict[str, list[int]] = {}
    ahead: dict[str, Turn] = {}
    for turn in turns:
        for seat in turn.seats if turn.customers else ():
            spent = had.setdefault(seat.who, [])
            if since <= turn.begin and seat.begin < now:
                spent.append(min(seat.end, now) - seat.begin)
            elif seat.begin >= now:
                ahead.setdefault(seat.who, turn)
    found = [
        Duty(who, len(spent), sum(spent) / HOUR, ahead[who].begin if who in ahead else None,
             ahead[who].name if who in ahead else None)
        for who, spent in had.items()
    ]  # fmt: skip
    return sorted(found, key=lambda duty: (duty.hours, duty.who))
