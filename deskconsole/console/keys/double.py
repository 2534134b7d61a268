"""The same call twice in a moment is one call: both presses carry one idempotency key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from os import urandom

from deskconsole.core.desk import Call

WITHIN = 0.4
"""Seconds. Each press counts from the one before, so a key held down stays one call however long."""

READ = 1.0
"""Seconds that somebody needs at least to read a warning."""


def _fresh() -> str:
    return urandom(16).hex()


@dataclass
class DoublePress:
    """Gives calls their idempotency keys. `clock` counts seconds and never runs backwards."""

    clock: Callable[[], float]
    fresh: Callable[[], str] = _fresh
    _recent: list[tuple[float, Call, str]] = field(default_factory=list)
    _warned: float = float("-inf")

    def warned(self) -> None:
        """Something is shown that must be read before the same key does it."""
        self._warned = self.clock()

    def unread(self) -> bool:
        """Whether a press belongs to the one that brought the warning: nobody reads so fast."""
        return self.clock() - self._warned <= READ

    def forget(self) -> None:
        """Something is taken back: what is pressed from now on is meant, however soon."""
        self._recent.clear()

    def key_for(self, call: Call) -> str:
        now = self.clock()
        lasting = [seen for seen in self._recent if now - seen[0] <= WITHIN]
        key = next((key for _, before, key in lasting if before == call), None) or self.fresh()
        self._recent = [*(seen for seen in lasting if seen[1] != call), (now, call, key)]
        return key
