"""Who is on at an instant, before and after it; who is called; who holds the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.directory.views import HANDLES, TEAM_KEYS
from deskconsole.features.rosters.rules import Clash, clashes
from deskconsole.features.rosters.shifts import LAYERS, ON_CALL, REST_S, RosterSpec, ShiftSpec, Turning
from deskconsole.features.rosters.taking import AROUND, Held, Step, Wanted, steps
from deskconsole.features.rosters.turns import EVER, Absence, Booking, Expanded, Listed, Roster, Seat, Turn, Version, on
from deskconsole.features.staffing.views import MEMBERS, Member

__all__ = [
    "ABSENCE", "ABSENCES", "BOOKING", "BOOKINGS", "BY_UID", "EVER", "HOLDER", "LAYERS", "LISTED", "ON_CALL",
    "REST_S", "SHIFT_KEYS", "SWAP", "SWAPS_OPEN", "VERSIONS", "Absence", "Booking", "Clash", "Expanded", "Listed",
    "Roster", "RosterSpec", "Seat", "ShiftSpec", "Step", "SwapRow", "Turn", "Turning", "Version", "Wanted", "clashes",
    "here", "holder", "next_turn", "on", "on_duty", "on_now", "roster", "running", "taken_over", "turn_at",
    "turns_between",
]  # fmt: skip

R = TypeVar("R")

FARTHEST = 35 * DAY
"""How far ahead the next turn is looked for."""


# --- rows ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _spec(body: str) -> RosterSpec:
    return RosterSpec.of(json.loads(body))


@lru_cache(maxsize=8)
def _listed(body: str) -> tuple[Listed, ...]:
    return tuple(Listed(*listed) for listed in json.loads(body)["instants"])


def _booking(
    number: int, uid: str, team: str, shift: str, begin: Instant, end: Instant, operator: str, instead_of: str | None,
    leads: int, layer: str | None,
) -> Booking:  # fmt: skip
    return Booking(number, uid, team or None, shift, begin, end, operator, instead_of, bool(leads), layer)


VERSIONS = Query(
    "select since, body from roster_version order by version",
    lambda since, body: Version(Instant(since), _spec(body)),
)
LISTED = Query("select body from on_call where id = 1", _listed)
"""Who is on call on which days: the list in one row."""
BOOKINGS = Query(
    "select id, uid, team, shift, begin_at, end_at, operator, instead_of, leads, layer from roster_booking"
    " where withdrawn_at is null and end_at > :begin and begin_at < :end order by id",
    _booking,
)
ABSENCES = Query(
    "select id, operator, begin_at, end_at from absence where withdrawn_at is null and end_at > :begin"
    " and begin_at < :end order by begin_at, id",
    Absence,
)


BOOKING = Query(
    "select id, uid, team, shift, begin_at, end_at, operator, instead_of, leads, layer from roster_booking"
    " where id = :booking and withdrawn_at is null",
    _booking,
)
ABSENCE = Query(
    "select id, operator, begin_at, end_at from absence where id = :absence and withdrawn_at is null", Absence
)
BY_UID = Query(
    "select id, uid, team, shift, begin_at, end_at, operator, instead_of, leads, layer, withdrawn_at"
    " from roster_booking where uid = :uid",
    lambda *row: Held(_booking(*row[:-1]), row[-1] is None),
)


def _keys(body: str) -> tuple[str, ...]:
    return tuple(shift.key for shift in _spec(body).shifts)


SHIFT_KEYS: Query[Any] = Query("select body from roster_version order by version desc limit 1", _keys)
"""The shifts that there are now, all in one row."""


class SwapRow(NamedTuple):
    """A swap; what columns mean is in `tables.py`."""

    id: int
    asker: str
    other: str
    team: str | None
    shift: str
    begin: Instant
    end: Instant
    back_team: str | None
    back_shift: str | None
    back_begin: Instant | None
    back_end: Instant | None
    state: str
    asked_at: Instant
    reason: str | None

    @property
    def number(self) -> str:
        return f"SW-{self.id}"


_SWAPS = (
    "select s.id, s.asker, s.other, s.team, s.shift, s.begin_at, s.end_at, s.back_team, s.back_shift, s.back_begin_at,"
    " s.back_end_at, s.state, s.asked_at, p.text from roster_swap s left join private_text p on p.id = s.reason"
)


def _swap(number: int, asker: str, other: str, team: str, *row: object) -> SwapRow:
    return SwapRow(number, asker, other, team or None, *row)  # type: ignore[arg-type]


SWAP = Query(f"{_SWAPS} where s.id = :swap", _swap)
SWAPS_OPEN = Query(f"{_SWAPS} where s.decided_at is null order by s.asked_at, s.id", _swap)

HOLDER = Query(
    "select operator from desk_holder where team = :key order by since desc, id desc limit 1",
    str,
)
"""Who took a desk last."""


# --- what is asked ---------------------------------------------------------------------------------------------------


def roster(desk: Reads, begin: Instant, end: Instant) -> Roster:
    """Everything that says who is on from an instant until another."""
    lists = desk.all(LISTED)
    return Roster(
        desk.all(VERSIONS), lists[0] if lists else (), desk.all(BOOKINGS, begin=begin, end=end),
        desk.all(ABSENCES, begin=begin, end=end),
    )  # fmt: skip


def here(desk: Reads, team: str | None, at: Instant) -> frozenset[str] | None:
    """Who is on for a team at an instant; where it has no turn, who is on for all of them; None: there is none."""
    found = roster(desk, at, Instant(at + 1))
    own = found.on(team, at)
    everybody = own if own is not None else found.on(None, at)
    return None if everybody is None else frozenset(everybody)


def on_duty(desk: Reads, handle: str, teams: Sequence[str], at: Instant) -> bool:
    """Whether somebody is on at an instant, is called, or still holds a desk; `teams` are those they work for, none:
    all. Where for one of these the roster names nobody, whoever comes is welcome."""
    turns = roster(desk, at, Instant(at + 1)).turns(at, Instant(at + 1))
    if any(handle in turn.at(at).people for turn in turns):
        return True
    desks: list[str | None] = [*teams] or [*desk.all(TEAM_KEYS), None]
    everybody = on(turns, None, at)
    if any(on(turns, team, at) is None and everybody is None for team in desks):
        return True
    return any(holder(desk, team, at) == handle for team in {*desks, None})


def turns_between(desk: Reads, team: str | None, begin: Instant, end: Instant) -> list[Turn]:
    """The turns of a team's desk that touch [begin, end), in order; those who are only called are in none of them."""
    return [turn for turn in roster(desk, begin, end).turns(begin, end) if turn.team == team and turn.layer is None]


def turn_at(desk: Reads, team: str | None, at: Instant) -> Turn | None:
    """The turn that has a team's desk at an instant, with who is on then.

    Of several the one with a lead, and of those the one that began first: it has the desk until it hands it over.
    """
    return running(turns_between(desk, team, at, Instant(at + 1)), at)


def running(turns: Iterable[Turn], at: Instant) -> Turn | None:
    """The one of several turns that has the desk at an instant."""
    now = sorted((turn.at(at) for turn in turns), key=lambda turn: (turn.lead is None, turn.begin, turn.shift))
    return now[0] if now else None


def next_turn(desk: Reads, team: str | None, at: Instant) -> Turn | None:
    """The next turn of a team's desk to begin after an instant."""
    for days in (2, 9, FARTHEST // DAY):
        until = Instant(at + days * DAY)
        later = [turn for turn in turns_between(desk, team, at, until) if turn.begin > at]
        if later:
            return later[0]
    return None


def on_now(desk: Reads, team: str | None, at: Instant) -> list[Member]:
    """The people of all turns of a team's desk at an instant, with how they say they are."""
    turns = turns_between(desk, team, at, Instant(at + 1))
    who = {handle for turn in turns for handle in turn.at(at).people}
    return [member for member in desk.all(MEMBERS) if member.handle in who]


def taken_over(desk: Reads, wanted: Sequence[Wanted]) -> list[Step]:
    """What rows of a file come to, on what is so now."""
    if not wanted:
        return []
    begin, end = (Instant(pick(each.begin for each in wanted)) for pick in (min, max))
    held = {each.uid: found for each in wanted if (found := desk.maybe(BY_UID, uid=each.uid))}
    known = roster(desk, Instant(begin - 2 * AROUND), Instant(end + 2 * AROUND))
    return list(steps(known, held, wanted, frozenset(desk.all(HANDLES))))


def holder(desk: Reads, team: str | None, at: Instant) -> str | None:
    """Who holds a team's desk: who took it last; before anybody did, the lead of the turn that is on."""
    taken = desk.maybe(HOLDER, key=team or "")
    if taken is not None:
        return taken
    turn = turn_at(desk, team, at)
    return turn.lead if turn else None


# --- what usually comes ----------------------------------------------------------------------------------------------

CAME = Query(
    "select t.opened_at / 3600000000, count(*) from ticket t where t.opened_at >= :since and t.opened_at < :until"
    " and (:key = '' or t.team = (select id from team where key = :key)) group by t.opened_at / 3600000000",
    lambda hour, many: (int(hour), int(many)),
)
"""Tickets that came, by hours since 1970; of one team, or of all."""
NEEDED = Query(
    "select skills from service where active = 1 and skills <> '' and (:key = '' or team is null or team = :key)"
    " union select skills from category where active = 1 and skills <> ''",
    str,
)
"""What services and categories ask of who takes their tickets."""
