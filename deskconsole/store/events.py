"""What happens to the store itself and to calls that came to nothing."""

from __future__ import annotations

from deskconsole.core.desk import Event, event
from deskconsole.core.instants import Instant


@event("call.refused", about="call")
class CallRefused(Event):
    """A call was refused; nothing else happened. `ticket` is what it was about, where it was about one."""

    at: Instant
    call: int
    command: str
    why: str
    ticket: int | None = None
