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
    alarms: int
    """Tickets that are escalated at once."""
    edited: int
    """Open tickets under a calendar that is edited."""
    lines: int
    """Journal lines to be proved."""
    screen: int
    """Tickets behind the console."""
    screens: int
    """Tickets behind a console that has very many."""
    keys: int
    """Key presses."""
    idle: float
    """Seconds for which the console is only looked at."""
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


FULL = Sizes(
    1_000_000, 10_000, 2_000, 5_000, 100_000, 1_000_000, 100_000, 1_000_000, 200, 60.0, 32, 40, 8.0, 15, 21, 200, 3,
    True,
)  # fmt: skip
QUICK = Sizes(2_000, 200, 60, 60, 300, 2_000, 500, 1_000, 4, 1.2, 3, 3, 0.6, 3, 2, 20, 1, False)
