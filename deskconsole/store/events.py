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


@event("texts.erased", about="erasure")
class TextsErased(Event):
    """Private texts are gone: by their numbers, and why. Whoever checks the record knows by it that none was stolen.

    Recording it takes them away; what was derived from them is derived anew without them. What somebody is writing on
    `tickets`, and what mail servers answered about the addresses, goes too.
    """

    at: Instant
    erasure: int
    texts: tuple[int, ...]
    why: str
    tickets: tuple[int, ...] = ()
