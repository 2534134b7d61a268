"""When the clock of the machine was last confirmed."""

from __future__ import annotations

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

CONFIRMED = Query(
    "select occurred_at from journal where about = 'desk' and subject = 1 and kind = 'time.confirmed'"
    " and occurred_at > :since limit 1",
    Instant,
)
