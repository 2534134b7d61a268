"""A desk in memory that goes on from one past instant to the next: only what happened in between is replayed.

For whoever looks at many instants in a row, such as every change of shift of a month: a replay of its own for each
would read the same journal again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deskconsole.core.desk import alive
from deskconsole.core.instants import Instant
from deskconsole.store.journal import HISTORY, read_history
from deskconsole.store.merge import fold
from deskconsole.store.replay import SUBJECTS, TICKETS, Cut, Snapshot, is_begun
from deskconsole.store.store import Store
from deskconsole.store.transaction import Rules

_LIVE = "select id from ticket where resolved_at is null and closed_at is null"
_CHANGED = (
    "select distinct subject from truth.journal where about = 'ticket' and occurred_at > :after and occurred_at <= :at"
)


class Rolling(Snapshot):
    """What had happened by an instant; the clocks of the tickets that were open then are derived."""

    def __init__(
        self, store: Store, at: Instant, rules: Rules, step: Callable[[int], object] = lambda done: None
    ) -> None:
        super().__init__(store, Cut(at), rules, TICKETS, SUBJECTS)
        self.step = step
        for about in SUBJECTS:
            if about in rules.derive and about != "ticket":
                self.derive(about)
        self._derive_live([row[0] for row in self.driver.select(_LIVE)])

    def advance(self, at: Instant) -> None:
        """Go on to a later instant. Promises and windows stay as they were: logs of other systems have none."""
        assert self.cut.at is not None
        assert at >= self.cut.at
        changed = [row[0] for row in self.driver.select(_CHANGED, {"after": self.cut.at, "at": at})]
        self.cut = Cut(at)
        self.driver.change("drop view temp.journal")
        self.driver.change(f"create temp view journal as select * from truth.journal where occurred_at <= {int(at)}")
        pending: dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]] = {}
        live = []
        for ticket in changed:
            standing = [r.event for r in alive(read_history(self.driver.select(HISTORY, _of(ticket))))]
            rows = fold(standing)
            if not is_begun("ticket", rows.get(("ticket", ticket))):
                continue
            self._forget(ticket, rows)
            self._standing["ticket", ticket] = standing
            self._stage(rows, pending)
            if (row := rows["ticket", ticket]).get("resolved_at") is None and row.get("closed_at") is None:
                live.append(ticket)
        for (table, columns), values in pending.items():
            self.driver.insert(f"main.{table}", columns, values)
        self._derive_live(live)

    def _derive_live(self, tickets: Iterable[int]) -> None:
        for done, ticket in enumerate(tickets):
            if done % 500 == 0:
                self.step(done)
            self.derive("ticket", [ticket])

    def _forget(self, ticket: int, rows: Iterable[tuple[str, int]]) -> None:
        for table, key in rows:
            if table in self.tables:
                self.driver.change(f"delete from main.{table} where id = :id", {"id": key})
        for table in self.rules.tables:
            if table in self.tables:
                self.driver.change(f"delete from main.{table} where ticket = :id", {"id": ticket})


def _of(ticket: int) -> dict[str, object]:
    return {"about": "ticket", "subject": ticket}
