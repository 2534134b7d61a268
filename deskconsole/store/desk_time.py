"""What time it is at the desk: the store says so, real or simulated (one row, fixed when the store is made)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant, from_iso

_WRITTEN = re.compile(r"(?P<anchor>[^+]*?(?:[+-]\d\d:\d\d)?)(?P<runs>\+(?:x(?P<speed>\d+))?)?")


def real_now() -> Instant:
    """The wall clock of this machine."""
    return Instant(time.time_ns() // 1000)


@dataclass(frozen=True)
class DeskTime:
    """A real clock (no anchor), or one that began at `anchor` when the real time was `started`."""

    anchor: Instant | None
    started: Instant
    speed: int = 0
    real: Callable[[], Instant] = real_now

    @property
    def simulated(self) -> bool:
        return self.anchor is not None

    def now(self) -> Instant:
        if self.anchor is None:
            return self.real()
        return Instant(self.anchor + (self.real() - self.started) * self.speed)


def written(text: str | None, real: Callable[[], Instant] = real_now) -> DeskTime:
    """Read `--clock`: an instant stands still, with `+` it runs, with `+x60` sixty times as fast."""
    if not text:
        return DeskTime(None, real(), 1, real)
    match = _WRITTEN.fullmatch(text.strip())
    try:
        if not match:
            raise ValueError(text)
        anchor = from_iso(match["anchor"])
    except ValueError:
        raise BadInput(f"--clock “{text}”: write 2016-04-05T09:00Z, …Z+ or …Z+x60") from None
    speed = int(match["speed"] or 1) if match["runs"] else 0
    return DeskTime(anchor, real(), speed, real)
