"""Where this console is and where others are: told to the store now and then, from a thread nobody waits for.

What is told is what matters: that somebody opened a ticket, begins or ends to write. It costs at most a few short
writes at once and one every few seconds on average; a console with nothing open writes nothing. Who touches no key
for a while is not there, whatever stands on their screen.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from os import urandom
from typing import NamedTuple

from deskconsole.core.errors import DeskError
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.store import presence
from deskconsole.store.desk_time import real_now
from deskconsole.store.presence import LEASE, NOBODY, Here, Others
from deskconsole.store.store import Store

BEAT = 20 * SECOND
"""How often a console says that it still is where it was; three of them may be lost within a lease."""

AWAY = 5 * MINUTE
"""Without a key for so long, somebody is elsewhere."""

SETTLES = 2 * SECOND
"""For so long somebody who passes through a list must have stood on a ticket."""

AT_ONCE = 3
PER = 3 * SECOND
"""So many changes are told at once; on average one in so long."""

PARTING = 2.0
"""Seconds that the end of a console waits for its parting word to be written."""


class Place(NamedTuple):
    """A ticket, and what is done there (see `presence.READING`)."""

    ticket: int
    doing: str


class Presence:
    """One console's. `at`, `sign` and `others` never block: screens call them as often as they like."""

    def __init__(
        self,
        store: Store,
        who: str,
        may: Callable[[], bool] = lambda: True,
        real: Callable[[], Instant] = real_now,
    ) -> None:
        self.store, self.who, self.may, self.real = store, who, may, real
        self.name = urandom(8).hex()
        self._wanted: Place | None = None
        self._from = self._signed = real()
        self._told: Here | None = None
        self._writes: deque[Instant] = deque(maxlen=AT_ONCE)
        self._changed = threading.Condition()
        self._changes = 0
        self._thread: threading.Thread | None = None
        self._ended = False
        self._read = -1
        """The count of commits at which it was last read where others are."""
        self._present: list[Here] = []
        self._others, self._until = NOBODY, Instant(0)

    # Where others are.

    def look(self, commits: int) -> None:
        """Read where others are, where anything has been committed since; for a thread."""
        if commits != self._read:
            self._read = commits
            self._present, self._until = presence.present(self.store.read, self.real(), self.name), Instant(0)

    @property
    def others(self) -> Others:
        """Where others are, as it was last read; who was not heard of for too long is gone."""
        now = self.real()
        if now >= self._until:
            alive = [here for here in self._present if now - here.beat_at < LEASE]
            self._others = Others(alive) if alive else NOBODY
            self._until = Instant(min((here.beat_at for here in alive), default=now) + LEASE)
        return self._others

    # Where I am.

    def at(self, ticket: int | None, doing: str = presence.READING, *, passing: bool = False) -> None:
        """This is before me now; `passing`: I may be on my way to another one."""
        wanted = None if ticket is None else Place(ticket, doing)
        if wanted == self._wanted:
            return
        with self._changed:
            self._wanted, self._signed = wanted, self.real()
            self._from = Instant(self._signed + SETTLES) if passing else self._signed
        if self._thread is None and wanted is not None and not self._ended:
            self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
            self._thread.start()
        self._wake()

    def sign(self) -> None:
        """Somebody touched a key."""
        now = self.real()
        back = now - self._signed >= AWAY
        self._signed = now
        if back:
            self._wake()

    def _wake(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify()

    def _run(self) -> None:
        while not self._ended:
            before = self._changes
            rest = self.step()
            with self._changed:
                self._changed.wait_for(lambda: self._changes != before, rest / SECOND)  # noqa: B023 - it is awaited here
        self._leave()

    def step(self) -> int:
        """Tell what is to be told by now, and say for how long (µs) nothing more is, unless something changes."""
        now = self.real()
        wanted = self._wanted if now - self._signed < AWAY and self.may() else None
        told = Place(self._told.ticket, self._told.doing) if self._told else None
        if wanted == told:
            return self._beat(now) if self._told else BEAT
        held = max(self._from, self._next()) - now
        if held > 0:
            return held
        self._write(now, wanted)
        return BEAT

    def _next(self) -> Instant:
        """From when something more may be told."""
        full = len(self._writes) == AT_ONCE
        return Instant(self._writes[0] + AT_ONCE * PER) if full else Instant(0)

    def _beat(self, now: Instant) -> int:
        assert self._told is not None
        due = self._told.beat_at + BEAT - now
        if due > 0:
            return due
        self._tell(self._told._replace(beat_at=now))
        return BEAT

    def _write(self, now: Instant, wanted: Place | None) -> None:
        self._writes.append(now)
        if wanted is None:
            self._leave()
        else:
            self._tell(Here(self.name, self.who, wanted.ticket, wanted.doing, self.store.now(), now))

    def _tell(self, here: Here) -> None:
        """Where it cannot be told nobody is disturbed: it is told again with the next beat."""
        self._told = here
        with suppress(DeskError):
            presence.tell(self.store, here)

    def _leave(self) -> None:
        if self._told is not None:
            self._told = None
            with suppress(DeskError):
                presence.leave(self.store, self.name)

    # The end.

    def close(self) -> None:
        """The console ends: say so."""
        self._ended = True
        self._wake()

    def wait(self) -> None:
        """Until that has been said; who holds the store for long is not waited for, its lease ends by itself."""
        if self._thread is not None:
            self._thread.join(PARTING)
