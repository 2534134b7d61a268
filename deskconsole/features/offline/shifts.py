"""When a shift begins, for the offline sheet: whichever desk's, and by the clock where no roster says."""

from __future__ import annotations

from deskconsole.core.desk import Reads
from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.features.rosters.views import roster

EVERY = 8 * HOUR
"""Where no shift begins within a day."""


def began(desk: Reads, now: Instant) -> Instant:
    """When the shift began that is on."""
    begun = _begins(desk, Instant(now - DAY), now)
    return max(begun, default=Instant(now // EVERY * EVERY))


def begins(desk: Reads, after: Instant) -> Instant:
    """When the next shift begins."""
    return min(_begins(desk, after, Instant(after + DAY)), default=Instant((after // EVERY + 1) * EVERY))


def _begins(desk: Reads, after: Instant, until: Instant) -> list[Instant]:
    """Instants at which shifts begin, later than one and not later than another."""
    end = Instant(until + 1)
    turns = roster(desk, after, end).turns(after, end)
    return [turn.begin for turn in turns if turn.layer is None and after < turn.begin <= until]
