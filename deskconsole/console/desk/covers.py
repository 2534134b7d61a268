"""The cover behind a console: who is on in each hour of a week, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from deskconsole.core.actors import Operator
from deskconsole.core.instants import Instant, to_datetime
from deskconsole.sla.wall import first_showing
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.features.rosters.cover import Gap, Hour
    from deskconsole.features.rosters.turns import Turn
    from deskconsole.features.staffing.views import Member
    from deskconsole.store.feed import Change

DAYS = 7
_ABOUT = frozenset({"roster_version", "on_call", "roster_booking", "absence", "operator", "agreement", "calendar"})


class Cover(NamedTuple):
    """A week of a desk; `desk` and `desks` are keys of teams, empty for the one of all."""

    desk: str
    desks: Sequence[str]
    """Those that have a roster of their own, in order; none: nobody ever said who is on."""
    midnights: Sequence[Instant]
    """Of its days, and of the day after."""
    hours: Sequence[Hour]
    gaps: Sequence[Gap]
    turns: Sequence[Turn]
    people: Mapping[str, Member]
    zone: ZoneInfo

    def days(self) -> list[range]:
        """The places of each day's hours."""
        starts = [next(n for n, hour in enumerate(self.hours) if hour.begin >= day) for day in self.midnights[:-1]]
        return [range(a, b) for a, b in pairwise([*starts, len(self.hours)])]


class Covers(Protocol):
    """The cover of all desks. All but `moved` may block."""

    def heard(self, news: Sequence[Change]) -> None:
        """Lines of the journal."""

    def moved(self) -> bool:
        """Whether somebody changed the roster since one last asked. Must not block."""

    def week(self, desk: str | None, begin: Instant | None) -> Cover:
        """The week that begins with the day of an instant; None: today, and at my own desk."""


class NoCovers:
    """Nobody says who is on."""

    def heard(self, news: Sequence[Change]) -> None: ...

    def moved(self) -> bool:
        return False

    def week(self, desk: str | None, begin: Instant | None) -> Cover:
        return Cover("", (), (), (), (), (), {}, ZoneInfo("UTC"))


class DeskCovers:
    """Reads it from a store."""

    def __init__(self, store: Store, operator: Operator) -> None:
        self._store, self._operator = store, operator
        self._moved = False

    def heard(self, news: Sequence[Change]) -> None:
        self._moved = self._moved or any(line.about in _ABOUT for line in news)

    def moved(self) -> bool:
        moved, self._moved = self._moved, False
        return moved

    def week(self, desk: str | None, begin: Instant | None) -> Cover:
        from deskconsole import world
        from deskconsole.features.rosters.covering import covered
        from deskconsole.features.rosters.views import BOOKINGS, LISTED, VERSIONS
        from deskconsole.features.staffing.views import MEMBERS
        from deskconsole.store.looking import Looking

        zone = world.zone(self._store)
        first = to_datetime(self._store.now() if begin is None else begin, zone).date().toordinal()
        days = [Instant(first_showing(zone, first + n, 0)) for n in range(DAYS + 1)]
        with self._store.backend.looking() as driver:  # of one moment
            look = Looking(driver)
            teams = {shift.team for version in look.all(VERSIONS)[-1:] for shift in version.spec.shifts}
            teams |= {each.team for listed in look.all(LISTED) for each in listed}
            teams |= {each.team for each in look.all(BOOKINGS, begin=days[0], end=days[-1])}
            desks = sorted(team or "" for team in teams)
            chosen = desk if desk is not None else self._mine(desks)
            told = covered(look, chosen or None, days[0], days[-1], zone)
            people = {member.handle: member for member in look.all(MEMBERS)}
        return Cover(chosen, desks, days, told.hours, told.gaps, told.turns, people, zone)

    def _mine(self, desks: Sequence[str]) -> str:
        """The desk I work at: that of a team of mine, else the one of all, else the first."""
        return next((each for each in desks if each in self._operator.teams), next(iter(desks), ""))
