"""The change feed: what anybody has written to the journal since one last looked."""

from __future__ import annotations

import time
from typing import NamedTuple

from deskconsole.store.store import Store

POLL_S = 0.1
"""How often a reader asks whether anything was committed; 2 µs each time on SQLite."""

_SINCE = "select seq, about, subject from journal where seq > :seq order by seq"


class Change(NamedTuple):
    """A new line of the journal: its number and its subject."""

    seq: int
    about: str
    subject: int


class Feed:
    """Journal lines from now on, or from `since` on. To be used in one thread."""

    def __init__(self, store: Store, since: int | None = None) -> None:
        self.store = store
        last = store.read.driver.select("select coalesce(max(seq), 0) from journal", {})[0][0]
        self.seq: int = last if since is None else since
        self._version: int | None = None

    def wait(self, timeout: float) -> list[Change]:
        """The lines that came, in order; waits until there are some, at most `timeout` seconds."""
        driver = self.store.backend.reader()
        until = time.monotonic() + timeout
        while True:
            version = driver.version()
            if version != self._version:
                self._version = version
                if found := [Change(*row) for row in driver.select(_SINCE, {"seq": self.seq})]:
                    self.seq = found[-1].seq
                    return found
            left = until - time.monotonic()
            if left <= 0:
                return []
            time.sleep(min(POLL_S, left))
