"""The same call twice in a moment is one call: both presses carry one idempotency key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from os import urandom

from deskconsole.core.desk import Call

WITHIN = 0.4
"""Seconds. Each press counts from the one before, so a key held down stays one call however long."""


def _fresh() -> str:
    return urandom(16).hex()


@dataclass
class DoublePress:
    """Gives calls their idempotency keys. `clock` counts seconds and never runs backwards."""

    clock: Callable[[], float]
    fresh: Callable[[], str] = _fresh
    _recent: list[tuple[float, Call, str]] = field(default_factory=list)

    def key_for(self, call: Call) -> str:
        now = self.clock()
        lasting = [seen for seen in self._recent if now - seen[0] <= WITHIN]
        key = next((key for _, before, key in lasting if before == call), None) or self.fresh()
        self._recent = [*(seen for seen in lasting if seen[1] != call), (now, call, key)]
        return key
