"""Whether the wall clock has stepped forward: sleep and downtime pass by the boot clock too, a step does not."""

from __future__ import annotations

import time
from collections.abc import Callable

from deskconsole.core.instants import MINUTE, Instant

ALLOWED = 5 * MINUTE
"""A wall clock that gains more than this on the boot clock has been set, and nobody knows to what."""


def _boot() -> int:
    # CLOCK_BOOTTIME counts sleep; where there is none, the monotonic clock is the nearest.
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(clock) // 1000


class Steps:
    """Compares both clocks of a running process."""

    def __init__(self, boot: Callable[[], int] = _boot) -> None:
        self._boot = boot
        self._distance: int | None = None
        self.trusted = Instant(0)
        """What the wall clock said when it was last trusted."""

    def jump(self, wall: Instant) -> int:
        """How far the wall clock has stepped forward since it was last trusted, in µs; 0 while it may be trusted."""
        distance = wall - self._boot()
        if self._distance is None or distance <= self._distance + ALLOWED:
            # Small corrections, and steps back, are what time servers do.
            self._distance, self.trusted = distance, wall
            return 0
        return distance - self._distance

    def confirm(self, wall: Instant) -> None:
        """Trust the wall clock again: somebody has looked at it."""
        self._distance = None
        self.jump(wall)
