"""How much is measured: all of it, or little enough for a smoke test."""

from __future__ import annotations

from typing import NamedTuple


class Sizes(NamedTuple):
    many: int
    """Tickets of a big store."""
    few: int
    """Tickets of a small one."""
    due: int
    """Tickets whose threshold is due at once."""
    edited: int
    """Open tickets under a calendar that is edited."""
    lines: int
    """Journal lines to be proved."""
    screen: int
    """Tickets behind the console."""
    writers: int
    readers: int
    moment: float
    """Seconds for which writers write and readers read."""
    rounds: int
    """How often what is quick is measured; what is slow, less often."""
    starts: int
    times: int
    """Calls in a row within a round."""
    imports: int
    real: bool
    """Whether the real log is imported, where it is there."""


FULL = Sizes(1_000_000, 10_000, 2_000, 100_000, 1_000_000, 100_000, 32, 40, 8.0, 15, 21, 200, 3, True)
QUICK = Sizes(2_000, 200, 60, 300, 2_000, 500, 3, 3, 0.6, 3, 2, 20, 1, False)
