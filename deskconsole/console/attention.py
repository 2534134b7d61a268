"""For how long somebody has had something before them: from sign to sign of them, without the time they were away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from deskconsole.core.instants import SECOND, Instant

IDLE = 60 * SECOND
"""So long somebody is taken to look without touching a key; what goes beyond does not count."""

LEAST = 5
"""Seconds; who looks for less passes by."""


def attended(signs: Sequence[Instant]) -> int:
    """µs between signs of somebody, in their order: of each pause a minute at most."""
    return sum(max(min(after - before, IDLE), 0) for before, after in pairwise(signs))


class Attention:
    """What a screen notes of whoever is before it: that it came into sight, each sign of them, that it went."""

    def __init__(self) -> None:
        self._last: Instant | None = None
        self._spent = 0

    def sign(self, now: Instant) -> None:
        """It came into sight, or somebody did something."""
        if self._last is not None:
            self._spent += attended((self._last, now))
        self._last = now

    def away(self, now: Instant) -> None:
        """Something else is before them."""
        if self._last is not None:
            self.sign(now)
        self._last = None

    def take(self, now: Instant) -> int:
        """The seconds so far, 0 where they are not worth recording; it begins anew."""
        self.away(now)
        seconds, self._spent = self._spent // SECOND, 0
        return seconds if seconds >= LEAST else 0
