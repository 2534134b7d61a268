"""What commands of the roster look up and refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.actors import OPERATOR
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, SECOND, Instant
from deskconsole.core.spans import said
from deskconsole.core.when import say_instant
from deskconsole.core.words import maybe_line
from deskconsole.features.directory.views import DESK, HANDLES
from deskconsole.features.rosters.rules import Clash, clashes
from deskconsole.features.rosters.turns import Absence, Booking, Roster, Turn
from deskconsole.features.rosters.views import SHIFT_KEYS, roster
from deskconsole.features.staffing.views import MEMBER

AHEAD = 7 * DAY
"""How far the next turn of a shift is looked for."""
AROUND = 3 * DAY
"""How far around a turn others are looked for that do not go with it."""
FARTHEST = 2 * 366 * DAY

Shift = Annotated[str, Ask("shift", kind="text", choices=SHIFT_KEYS)]
On = Annotated[int, Ask("when", kind="instant", hint="any time of the turn; else the next one: Tue, 2026-04-14 06:00")]
Who = Annotated[str | None, Ask("who", choices=HANDLES, hint="empty: me")]
Anyway = Annotated[bool, Ask("anyway", needs="roster.plan", hint="go over a double booking or too little rest")]


def say(desk: Desk, at: Instant) -> str:
    """An instant as people here read it."""
    return say_instant(at, desk.now, ZoneInfo(desk.one(DESK).zone))


def somebody(desk: Desk, who: str | None) -> str:
    """The handle of somebody who works here; nobody named: who asks."""
    handle = (who or desk.actor).strip()
    if desk.maybe(MEMBER, handle=handle) is None:
        raise NotFound(f"nobody here is called {handle}: `deskconsole show people` lists who works here")
    return handle


def within(desk: Desk, team: str | None) -> None:
    """Refuse to plan for a team that whoever asks does not work for."""
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    if operator and operator.teams and team and team not in operator.teams:
        raise Refused(f"that is a turn of team {team}, you work for {' '.join(sorted(operator.teams))}")


def sound(desk: Desk, begin: int, end: int) -> tuple[Instant, Instant]:
    """Two instants that make a time that somebody may plan."""
    if begin >= end:
        raise BadInput("it ends after it begins: exchange begin and end, or say a later end")
    if abs(begin - desk.now) > FARTHEST or abs(end - desk.now) > FARTHEST:
        raise BadInput("that is over two years away: write the year")
    return Instant(begin), Instant(end)


def find_turn(desk: Desk, shift: str, at: int) -> Turn:
    """The turn of a shift that is on at an instant, else the next one within a week."""
    word, begin = shift.strip().casefold(), Instant(at)
    found = roster(desk, begin, Instant(at + AHEAD)).turns(begin, Instant(at + AHEAD))
    named = [turn for turn in found if word in (turn.shift.casefold(), turn.name.casefold())]
    if not named:
        raise NotFound(
            f"there is no turn of {shift} within a week of {say(desk, begin)}: `deskconsole roster week` lists them"
        )
    return named[0]


def number(word: str, sign: str, what: str) -> int:
    """What `LV-3` counts."""
    found = re.fullmatch(rf"\s*(?:{sign}-?)?(\d{{1,15}})\s*", word, re.IGNORECASE)
    if found is None:
        raise NotFound(f"there is no {what} {word}: its number looks like {sign}-3")
    return int(found[1])


# --- what does not go together ---------------------------------------------------------------------------------------


class Change(NamedTuple):
    """Bookings that are to be, and others that they replace."""

    made: Sequence[Booking]
    gone: frozenset[int] = frozenset()


def against(desk: Desk, change: Change) -> list[Clash]:
    """What would not go together any more: double bookings, too little rest. Raises Refused where somebody is away."""
    begin = Instant(min(each.begin for each in change.made) - AROUND)
    end = Instant(max(each.end for each in change.made) + AROUND)
    now = roster(desk, begin, end)
    for each in change.made:
        for away in now.absences:
            if away.operator == each.operator and away.begin < each.end and away.end > each.begin:
                raise Refused(_away(desk, away))
    kept = [booking for booking in now.bookings if booking.id not in change.gone]
    later = replace(now, bookings=[*kept, *change.made])
    people = {each.operator for each in change.made}
    before = {_place(clash) for clash in _clashes(now, begin, end, people)}
    return [clash for clash in _clashes(later, begin, end, people) if _place(clash) not in before]


def _clashes(known: Roster, begin: Instant, end: Instant, people: Iterable[str]) -> list[Clash]:
    return [clash for clash in clashes(known.turns(begin, end), known.rest) if clash.who in people]


def _place(clash: Clash) -> tuple[object, ...]:
    """What makes two the same, whoever else is in these turns."""
    first, second = clash.first, clash.second
    return clash.who, first.shift, first.begin, second.shift, second.begin, clash.rest is None


def _away(desk: Desk, away: Absence) -> str:
    return f"{away.operator} is on leave until {say(desk, away.end)} (LV-{away.id}): ask somebody else"


def allowed(desk: Desk, found: Sequence[Clash], anyway: bool, reason: str | None) -> str | None:
    """What a lead goes over, in words; refused where nobody who may does so with a reason."""
    if not found:
        return None
    told = "; ".join(f"{clash}, {say(desk, clash.second.begin)}" for clash in found)
    if not anyway:
        owed = roster(desk, desk.now, Instant(desk.now + 1)).rest
        raise Refused(f"{told}; {said(owed * SECOND)} are owed: a lead may say so anyway, with a reason")
    if not desk.may("roster.plan"):
        raise Refused(f"{told}: to go over that needs the permission roster.plan")
    if not maybe_line(reason):
        raise BadInput(f"{told}: say the reason for it")
    return told
