"""What was promised: an agreement version as the clock sees it, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from deskconsole.core.errors import BadInput

Metric = Literal["response", "next", "resolution", "closure"]
"""first response · next response · resolution (until restored or resolved) · closure"""

Stop = Literal["resolved", "closed"]
PriorityRule = Literal["rule8", "final"]
Reopen = Literal["through", "continue", "restart"]

THRESHOLDS = (80, 90, 100)
"""Shares of a target, in per cent, at which the desk is told unless the agreement says otherwise (CK-4)."""


@dataclass(frozen=True)
class Target:
    """One promise of an agreement: how long, from when to when, and what does not count."""

    metric: Metric
    seconds: Mapping[int, int]
    """Business seconds by priority 1…5, above 0; a priority that is absent has no clock (rule 3)."""
    stop: Stop = "resolved"
    pauses: frozenset[str] = frozenset()
    """Hold reasons that pause this clock, of any metric; by default none (rule 13)."""
    thresholds: tuple[int, ...] = THRESHOLDS
    priority: PriorityRule = "rule8"
    reopen: Reopen = "through"
    grace: int = 0
    """Business seconds left to a clock that a raise of priority finds past due at once; 0: it breaches (rule 8)."""

    def __post_init__(self) -> None:
        wrong = {priority: seconds for priority, seconds in self.seconds.items() if seconds <= 0}
        if wrong:
            raise BadInput(
                f"target of {self.metric}: priority {min(wrong)} has {wrong[min(wrong)]} s; "
                "write more than 0, or leave that priority out"
            )
        rising = tuple(sorted(set(self.thresholds)))
        if rising != tuple(self.thresholds) or (rising and rising[0] <= 0):
            raise BadInput(
                f"target of {self.metric}: thresholds {', '.join(map(str, self.thresholds))} %; "
                "write each once, above 0 and rising, such as 80, 90, 100"
            )
        if self.grace < 0:
            raise BadInput(f"target of {self.metric}: a grace of {self.grace} s; write 0 or more")


@dataclass(frozen=True)
class Agreement:
    """A version of an agreement. Clocks name it by `id`; it never changes."""

    id: int
    name: str
    version: int
    calendar: int
    """Number of the calendar version it is measured in (rule 7)."""
    targets: tuple[Target, ...]
    match: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which tickets: `customer`, `service`, `team`, `type`, `category`, `tier` → any of these names. Empty: all."""
