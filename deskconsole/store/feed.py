"""The change feed: what anybody has written to the journal since one last looked.

Lines are committed in the order of their numbers on both databases, since writers wait for one another; so what is
new is what is numbered higher than the last line seen.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from deskconsole.store.store import Store

_SINCE = "select seq, about, subject from journal where seq > :seq order by seq"


class Change(NamedTuple):
    """A new line of the journal: its number and its subject."""

    seq: int
    about: str
    subject: int


class Feed:
    """Journal lines from now on, or from `since` on, over a connection of its own. `wait` is for one thread."""

    def __init__(self, store: Store, since: int | None = None) -> None:
        self._watch = store.backend.watch()
        self.seq: int = self._last() if since is None else since
        self._first = True
        self.commits = 0
        """How often anybody was seen to commit, also what is no line of the journal."""

    def _last(self) -> int:
        return int(self._watch.driver.select("select coalesce(max(seq), 0) from journal", {})[0][0])

    def _news(self) -> list[Change]:
        found = [Change(*row) for row in self._watch.driver.select(_SINCE, {"seq": self.seq})]
        if found:
            self.seq = found[-1].seq
        return found

    def wait(self, timeout: float) -> list[Change]:
        """The lines that came, in order; waits until there are some, at most `timeout` seconds or until `stop`."""
        until = time.monotonic() + timeout
        if self._first:  # what was committed before the watch began is news as well
            self._first = False
            if found := self._news():
                return found
        while self._watch.wait(max(until - time.monotonic(), 0)):
            self.commits += 1
            if found := self._news():  # a heartbeat is a commit without a line
                return found
        return []

    def stop(self) -> None:
        """End a wait early, from another thread."""
        self._watch.stop()

    def close(self) -> None:
        self._watch.close()
