"""What the console has said: one line at a time, all of it on request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from deskconsole.console.chrome import Message
from deskconsole.core.instants import Instant

STAYS = 20.0
"""Seconds of the reader's time, however fast the desk's may run, or whether it stands still."""

TOGETHER = 1.0
"""What is said within so many seconds shares the line."""

KEPT = 200
_GRAVEST = {"breached": 0, "failed": 1, "risk": 2}


class Said:
    """Messages, newest first. One is shown until the next comes, or for twenty seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.all: deque[tuple[Instant, Message]] = deque(maxlen=KEPT)
        self._clock = clock
        self._shown: list[Message] = []
        self._last = -TOGETHER

    def say(self, message: Message, now: Instant) -> None:
        """What is said in the same second shares the line, gravest first. `now` is the desk's time, for the list."""
        real = self._clock()
        fresh, self._last = real - self._last < TOGETHER, real
        message = message._replace(until=real + STAYS)
        self.all.appendleft((now, message))
        self._shown = [message, *self._shown] if fresh else [message]
        self._shown.sort(key=lambda said: _GRAVEST.get(said.kind, 3))

    def now(self) -> list[Message]:
        """What is in the line at the moment."""
        real = self._clock()
        return [message for message in self._shown if message.until > real]
