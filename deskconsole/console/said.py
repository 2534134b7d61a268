"""What the console has said: one line at a time, all of it on request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from deskconsole.console.pages.chrome import Message
from deskconsole.core.instants import Instant

STAYS = 20.0
"""Seconds of the reader's time unless they set another, however fast the desk's may run, or whether it stands still."""

TOGETHER = 1.0
"""What is said within so many seconds shares the line."""

KEPT = 200
_GRAVEST = {"breached": 0, "failed": 1, "risk": 2, "war": 4}


class Said:
    """Messages, newest first. One is shown until the next comes, or for as long as they stay."""

    def __init__(self, clock: Callable[[], float] = monotonic, stays: float = STAYS) -> None:
        self.all: deque[tuple[Instant, Message]] = deque(maxlen=KEPT)
        self._clock, self._stays = clock, stays
        self._shown: list[Message] = []
        self._last = -TOGETHER

    def say(self, message: Message, now: Instant) -> None:
        """What is said in the same second shares the line, gravest first. `now` is the desk's time, for the list."""
        real = self._clock()
        fresh, self._last = real - self._last < TOGETHER, real
        message = message._replace(until=real + self._stays)
        self.all.appendleft((now, message))
        self._shown = [message, *self._shown] if fresh else [message]
        self._shown.sort(key=lambda said: _GRAVEST.get(said.kind, 3))

    def note(self, message: Message, now: Instant) -> None:
        """What is only listed, or stands elsewhere on the screen."""
        self.all.appendleft((now, message))

    def now(self) -> list[Message]:
        """What is in the line at the moment."""
        real = self._clock()
        return [message for message in self._shown if message.until > real]
