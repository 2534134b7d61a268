"""What the console has said: one line at a time, all of it on request."""

from __future__ import annotations

from collections import deque

from deskconsole.console.chrome import Message
from deskconsole.core.instants import SECOND, Instant

STAYS = 20 * SECOND
KEPT = 200
_GRAVEST = {"breached": 0, "failed": 1, "risk": 2}


class Said:
    """Messages, newest first. One is shown until the next comes, or for twenty seconds."""

    def __init__(self) -> None:
        self.all: deque[tuple[Instant, Message]] = deque(maxlen=KEPT)
        self._shown: list[Message] = []

    def say(self, message: Message, now: Instant) -> None:
        """What is said in the same second shares the line, gravest first."""
        fresh = self.all and now - self.all[0][0] < SECOND
        message = message._replace(until=now + STAYS)
        self.all.appendleft((now, message))
        self._shown = [message, *self._shown] if fresh else [message]
        self._shown.sort(key=lambda said: _GRAVEST.get(said.kind, 3))

    def now(self, now: Instant) -> list[Message]:
        """What is in the line at the moment."""
        return [message for message in self._shown if message.until > now]
