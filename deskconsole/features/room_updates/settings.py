"""How a desk speaks from its war rooms, calls people in and looks back: what its file says, else as it ships."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from deskconsole.core.instants import HOUR, MINUTE, SECOND

BySeverity = tuple[tuple[int, int], ...]
"""Seconds by severity: 1 (the highest) to 5."""

_M, _H = MINUTE // SECOND, HOUR // SECOND


@dataclass(frozen=True)
class CommsSpec:
    """`[updates]`, `[surge]` and `[reviews]`; spans in seconds."""

    first: int = 5 * _M
    """The first message is due so long after a room opens."""
    every: BySeverity = ((1, 20 * _M), (2, 30 * _M), (3, _H), (4, 2 * _H), (5, 4 * _H))
    """Then one is due so often."""
    escalate: int = 5 * _M
    """Whoever comes next is paged so long after the one before."""
    approval: tuple[str, ...] = ()
    """Audiences that hear only what somebody else than its writer has approved."""
    texts: tuple[tuple[str, str], ...] = ()
    """Templates by audience and phase, as in `customers monitoring`, or `customers investigating p1`."""
    contacts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whom to write to, by the customer’s key; of others those hear who asked for their tickets."""
    page: str | None = None
    """The status page’s own number."""
    components: tuple[tuple[str, str], ...] = ()
    """Its components, by the key of the service."""
    answer: int = 5 * _M
    """Whoever is called in answers within this, or the next one is called."""
    review: BySeverity = ((1, 48 * _H), (2, 48 * _H), (3, 48 * _H), (4, 48 * _H), (5, 48 * _H))
    """A review is published so long after the room was stood down."""
    remind: int = 12 * _H
    """Of a review that is late whoever comes next is told so long after the one before."""


def by_severity(of: BySeverity, severity: int) -> int:
    """What holds for a severity: its own, else that of the nearest higher one."""
    known = dict(of)
    return next(known[each] for each in range(severity, 0, -1) if each in known) if known else 0


def spec_of(body: str) -> CommsSpec:
    """The settings that a row holds; what is missing is as it ships."""
    said: Mapping[str, Any] = json.loads(body)
    known = {field.name for field in fields(CommsSpec)}
    return CommsSpec(**{name: _as(value) for name, value in said.items() if name in known})


def _as(value: Any) -> Any:
    return tuple(_as(inner) for inner in value) if isinstance(value, list) else value
