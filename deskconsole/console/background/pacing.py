"""What is done anew whenever something happens: one at a time, with a pause after it, and never forgotten."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump


class Paced:
    """Asks for something each time it is told to, but not while the answer to the last time is awaited, nor within a
    pause after that; who was told meanwhile asks once more then."""

    def __init__(self, owner: MessagePump, ask: Callable[[], object], pause: float) -> None:
        self._owner, self._ask, self._pause = owner, ask, pause
        self.busy = self._more = False

    def again(self) -> None:
        """Something happened."""
        if self.busy:
            self._more = True
            return
        self.busy, self._more = True, False
        self._ask()

    def over(self) -> None:
        """The answer is there, or will not come."""
        if self.busy:
            self._owner.set_timer(self._pause, self._rested)

    def forget(self) -> None:
        """The answer that is awaited is of no use any more."""
        self.busy = self._more = False

    def _rested(self) -> None:
        self.busy = False
        if self._more:
            self.again()
