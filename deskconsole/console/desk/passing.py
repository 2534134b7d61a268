"""What the change feed brings of clocks and promises: shares of targets that passed, and what fell due."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from deskconsole.console.desk.source import Passed
from deskconsole.console.painting import figures
from deskconsole.core.actors import Operator, Scope, outside
from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.promises.views import PROMISE
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.store.feed import Change


class PassedRow(NamedTuple):
    """A threshold in the journal, with its ticket as it is now."""

    at: Instant
    number: str
    metric: str
    cycle: int
    share: int
    priority: int | None
    customer: str | None
    owner: str | None
    team: str | None
    customer_key: str | None


def _passed(at: int, body: str, *ticket: Any) -> PassedRow:
    told = json.loads(body)
    return PassedRow(Instant(at), ticket[0], told["metric"], told["cycle"], told["share"], *ticket[1:])


PASSED = Query(
    "select j.occurred_at, j.body, t.number, t.priority, customer.name, t.owner, team.key, customer.key"
    " from journal j join ticket t on t.id = j.subject left join team on team.id = t.team"
    " left join customer on customer.id = t.customer where j.seq between :first and :last"
    " and j.kind in ('clock.threshold_reached', 'clock.breached') order by j.seq",
    _passed,
)

FELL_DUE = Query(
    "select occurred_at, kind = 'promise.missed', subject from journal where seq between :first and :last"
    " and kind in ('promise.reminded', 'promise.missed') order by seq",
    lambda at, missed, promise: (Instant(at), bool(missed), int(promise)),
)

STANDING = Query(
    "select t.number, clock.metric, clock.cycle, coalesce(clock.next_share, 101) from clock"
    " join ticket t on t.id = clock.ticket where clock.state in ('running', 'paused')"
    " and clock.ticket in (select subject from journal where seq between :first and :last"
    " and kind = 'clock.threshold_reached')",
    lambda number, metric, cycle, share: ((number, metric, cycle), share),
)
"""Which clocks of those that passed a threshold are still open, and the share that comes next."""


class Passing:
    """Collects what is to be said of it until somebody asks."""

    def __init__(self, store: Store, handle: str) -> None:
        self._store, self._handle = store, handle
        self._told: list[Passed] = []

    def news(self, news: Sequence[Change], operator: Operator, zone: tzinfo) -> None:
        """Lines of the journal."""
        first, last = news[0].seq, news[-1].seq
        self._told += self._passed(first, last, operator) + self._fell_due(first, last, zone)

    def told(self) -> Sequence[Passed]:
        """What has come since one last asked."""
        told, self._told = self._told, []
        return told

    def _passed(self, first: int, last: int, operator: Operator) -> list[Passed]:
        """Thresholds among these lines of the journal that are still true (rule 29); of one clock only the latest."""
        found = {}
        for line in self._store.read.all(PASSED, first=first, last=last):
            where = Scope(line.number, line.team, line.customer_key)
            if outside(operator, where) is None:
                found[line.number, line.metric, line.cycle] = Passed(
                    line.at, line.number, line.metric, line.share, line.priority, line.customer, line.owner
                )
        comes = dict(self._store.read.all(STANDING, first=first, last=last)) if found else {}
        return [each for key, each in found.items() if each.share >= 100 or each.share < comes.get(key, 0)]

    def _fell_due(self, first: int, last: int, zone: tzinfo) -> list[Passed]:
        """Promises of mine, or on tickets of mine, that were called to mind or missed, and still are so (rule 29)."""
        found = {}
        for at, missed, promise in self._store.read.all(FELL_DUE, first=first, last=last):
            row = self._store.read.maybe(PROMISE, promise=promise)
            if row and self._handle in (row.made_by, row.owner) and row.state == ("missed" if missed else "open"):
                when = figures.moment(row.due_at, self._store.now(), zone)
                told = f"{row.number} {row.what or '(erased)'}, {when}"
                found[promise] = Passed(at, row.ticket_number, "promise", 100 if missed else 80, promise=told)
        return list(found.values())
