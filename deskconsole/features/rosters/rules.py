"""What a roster must not do to people: two places at once, and too little rest between two turns. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deskconsole.core.instants import SECOND
from deskconsole.core.spans import said
from deskconsole.features.rosters.turns import Seat, Turn


class Clash(NamedTuple):
    """Somebody is in two turns that do not go together; `rest` is what lies between them in µs, None: they overlap."""

    who: str
    first: Turn
    second: Turn
    rest: int | None

    def __str__(self) -> str:
        """In words, without the times."""
        if self.rest is None:
            return f"{self.who} is in {self.first.name} and in {self.second.name} at once"
        return f"{self.who} has {said(self.rest)} of rest between {self.first.name} and {self.second.name}"


def clashes(turns: Iterable[Turn], rest_s: int) -> list[Clash]:
    """All that does not go together in some turns, in order of time. Whoever is only called may be here too."""
    here: dict[str, list[tuple[Seat, Turn]]] = {}
    called: dict[tuple[str, str | None], list[tuple[Seat, Turn]]] = {}
    for turn in turns:
        for seat in turn.seats:
            if turn.layer is None:
                here.setdefault(seat.who, []).append((seat, turn))
            else:
                called.setdefault((seat.who, turn.team), []).append((seat, turn))
    found = [clash for seats in here.values() for clash in _of(seats, rest_s)]
    found += [clash for seats in called.values() for clash in _of(seats, 0)]
    return sorted(found, key=lambda clash: (clash.second.begin, clash.who))


def _of(seats: list[tuple[Seat, Turn]], rest_s: int) -> Iterator[Clash]:
    """Of one person, each turn with the one before it that ended last."""
    last: tuple[Seat, Turn] | None = None
    for seat, turn in sorted(seats, key=lambda each: (each[0].begin, each[0].end)):
        if last and not _same(last[1], turn):
            rest = seat.begin - last[0].end
            if rest < 0:
                yield Clash(seat.who, last[1], turn, None)
            elif rest < rest_s * SECOND:
                yield Clash(seat.who, last[1], turn, rest)
        if last is None or seat.end > last[0].end:
            last = seat, turn


def _same(one: Turn, other: Turn) -> bool:
    """Whether two are parts of one turn."""
    return (one.team, one.shift, one.begin) == (other.team, other.shift, other.begin)
