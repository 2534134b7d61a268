"""Who is on and who holds the desk, for the line at the top: read when the roster has news, and when a turn changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.core.instants import DAY, HOUR, Instant

if TYPE_CHECKING:
    from deskconsole.core.actors import Operator
    from deskconsole.features.rosters.views import Turn
    from deskconsole.store.feed import Change
    from deskconsole.store.store import Store

_ABOUT = frozenset({"roster_version", "on_call", "roster_booking", "absence", "desk_holder", "operator"})
_LONGEST = 6 * HOUR
"""It is read again after so long, whatever happens."""
_AROUND = 8 * DAY


class Duty(NamedTuple):
    """The turn that has my desk, how many of how many are on, and who holds it; without a turn nobody is on."""

    name: str | None
    begin: Instant
    end: Instant
    on: int
    of: int
    holder: str | None


class Holding:
    """Keeps the last answer; reads in whatever thread hears of news, never while a line is painted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._until = Instant(0)
        self.duty: Duty | None = None
        """None: nobody ever said who is on."""

    def news(self, news: Sequence[Change], operator: Operator, now: Instant) -> None:
        """Read it again where something of it happened, or a turn has begun or ended since."""
        if now >= self._until or any(line.about in _ABOUT for line in news):
            self.duty, self._until = self._read(operator, now)

    def _read(self, operator: Operator, now: Instant) -> tuple[Duty | None, Instant]:
        from deskconsole.features.rosters.views import holder, roster, running
        from deskconsole.features.staffing.views import MEMBERS

        read = self._store.read
        turns = roster(read, now, Instant(now + _AROUND)).turns(now, Instant(now + _AROUND))
        here = [turn for turn in turns if turn.layer is None]
        ends = {at for turn in here for at in (turn.begin, turn.end)}
        ends |= {at for turn in here for seat in turn.seats for at in (seat.begin, seat.end)}
        until = Instant(min([now + _LONGEST, *(at for at in ends if at > now)]))
        if not here:
            return None, until
        team = _mine(operator, here)
        turn = running([each for each in here if each.team == team and each.begin <= now < each.end], now)
        held = holder(read, team, now)
        if turn is None:
            return Duty(None, now, now, 0, 0, held), until
        off = {member.handle for member in read.all(MEMBERS) if member.status == "off"}
        planned = {*turn.people, *turn.away}
        return Duty(turn.name, turn.begin, turn.end, len({*turn.people} - off), len(planned), held), until


def _mine(operator: Operator, turns: Sequence[Turn]) -> str | None:
    """The desk that I work at: that of a team of mine, else the one for all, else the first."""
    teams = {turn.team for turn in turns}
    own = sorted(operator.teams & teams)
    if own or None in teams:
        return own[0] if own else None
    return min(team for team in teams if team is not None)
