"""Reading what a derivation reads: versions, which never change and are read once, and subjects' histories."""

from __future__ import annotations

from typing import Any, TypeVar

from deskconsole.core.desk import Query, Recorded
from deskconsole.core.instants import Instant
from deskconsole.store.driver import Driver, Reader
from deskconsole.store.journal import HISTORY, read_history

R = TypeVar("R")


class Looking(Reader):
    """A reader that remembers versions for as long as it lives: a transaction, a replay, one question."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver)
        self._memory: dict[object, Any] = {}

    def version(self, query: Query[R], number: int) -> R:
        """A version by its number, read once."""
        found: R | None = self._memory.get((query, number))
        if found is None:
            found = self._memory[query, number] = self.one(query, id=number)
        return found

    def versions(self, query: Query[R]) -> list[R]:
        """All rows of a query over versions and other reference rows, read once."""
        found: list[R] | None = self._memory.get(query)
        if found is None:
            found = self._memory[query] = self.all(query)
        return found

    def history(self, about: str, subject: int) -> list[Recorded]:
        """A subject's events as they were recorded."""
        return sorted(read_history(self.driver.select(HISTORY, {"about": about, "subject": subject})))


class Deciding(Looking):
    """A desk that decides and does nothing: what would a call lead to? Nobody is asked for permission."""

    def __init__(self, driver: Driver, now: Instant, actor: str) -> None:
        super().__init__(driver)
        self.now, self.actor = now, actor

    def may(self, permission: str) -> bool:
        return True

    def next_id(self, table: str) -> int:
        """The number that the next row of a table would have."""
        return int(self.driver.select(f"select coalesce(max(id), 0) + 1 from {table}")[0][0])
