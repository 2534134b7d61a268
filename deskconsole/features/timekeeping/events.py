"""What was said about the clock of the machine."""

from __future__ import annotations

from deskconsole.core.desk import Event, Private, event
from deskconsole.core.instants import Instant


@event("time.confirmed", about="desk")
class TimeConfirmed(Event):
    """Somebody has looked at the clock of the machine, which had stepped forward, and trusts it."""

    at: Instant
    desk: int
    reason: Private
