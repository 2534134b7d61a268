"""Who types faster than a screen opens means the screen: keys are heard one after the other.

Textual sends a key to whatever has the keyboard when it arrives. `:theme`, arriving at once as over a slow link, would
open the command line, and then take a ticket by its `m`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from textual import events
from textual.app import App
from textual.message import Message

LOST = 0.5
"""Seconds after which a key whose hearer is gone no longer keeps others waiting."""

OPENS = 2.0
"""Seconds after which what was to open no longer does either."""

Typed = events.Key | events.Paste


class Heard(Message):
    """Goes the way of the key before it, from what has the keyboard up to the console: that key has been dealt with."""


class TypeAhead:
    """Lets one key through, and the next once that was heard."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._waiting: deque[Typed] = deque()
        self._since: float | None = None
        self.held = False
        """What the next key is meant for is still being made."""

    def admit(self, typed: Typed) -> Typed | None:
        """The key that is to be heard now, if any; whatever has to wait keeps its place."""
        self._waiting.append(typed)
        if self._since is not None and self._clock() - self._since < LOST:
            return None
        return self.next()

    def next(self) -> Typed | None:
        """The last one was heard: the one after it."""
        if self.held:
            return None
        if not self._waiting:
            self._since = None
            return None
        self._since = self._clock()
        return self._waiting.popleft()


class InTurn(App[None]):
    """Each key is dealt with before the next is heard."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = TypeAhead()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif (typed := self._ahead.admit(event)) is not None:
            await self._hear(typed)

    async def on_heard(self) -> None:
        if (typed := self._ahead.next()) is not None:
            await self._hear(typed)

    def hold_keys(self) -> None:
        """A key opens something that is made in a thread: those after it are meant for that."""
        self._ahead.held = True
        self.set_timer(OPENS, self.let_keys)

    def let_keys(self) -> None:
        """It is open, or never will be."""
        if self._ahead.held:
            self._ahead.held = False
            self.post_message(Heard())

    async def _hear(self, typed: Typed) -> None:
        if not self.screen_stack:  # the console is being left: nobody hears what is still typed
            return
        await super().on_event(typed)
        if self.screen_stack:  # what has the keyboard now: some keys are dealt with already, and put another there
            (self.focused or self.screen).post_message(Heard())
