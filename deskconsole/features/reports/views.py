"""What a month's figures are read from: stored clocks with their tickets, promises, zones, frozen months."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.agreements.views import ClockRow

R = TypeVar("R")


class Candidate(NamedTuple):
    """A clock that a month may count, and what of its ticket bears on that."""

    clock: ClockRow
    number: str
    customer: int | None
    channel: str | None
    ended_as: str | None
    """Its resolution code, or what it was cancelled as."""
    ended_at: Instant | None


_WIDTH = len(ClockRow._fields)

LONGEST_CLOSED = 400 * DAY
"""A target used up at a closing time breaks at the next opening, which no calendar has so much later."""

_WHICH = (
    "c.stopped >= :begin and c.stopped < :end and c.state <> 'unmeasurable'",
    "c.breached_at >= :since and c.breached_at < :end and (c.stopped is null or c.stopped >= :end)",
    "c.late < :end and c.breached_at is null",
    "c.state = 'unmeasurable'",
    "c.breached_at is null and (c.late is null or c.late >= :end) and (c.stopped is null or c.stopped >= :end)"
    " and c.state <> 'unmeasurable' and exists (select 1 from clock_figure f where f.ticket = c.ticket"
    " and f.agreement = c.agreement and f.metric = c.metric and f.cycle = c.cycle"
    " and f.breached_at >= :since and f.breached_at < :end)",
)
"""Stopped in the month; broken by its end and open beyond it; open and beyond its due, which nobody has noticed yet;
without a result; broken under another figure only and open beyond the month. Each is found by an index of its own, and
none is found twice."""


def _candidates(and_: str = "") -> Query[Candidate]:
    columns = ", ".join(f"c.{name}" for name in ClockRow._fields)
    parts = [
        f"select {columns}, t.number, t.customer, t.channel, coalesce(t.outcome, t.resolution_code),"
        " case when m.id is not null then m.merged_at when t.outcome is null then t.resolved_at else t.closed_at end"
        " from clock c join ticket t on t.id = c.ticket left join ticket_merge m on m.id = t.id"
        f" where {which}{and_}"
        for which in _WHICH
    ]
    return Query(" union all ".join(parts), lambda *row: Candidate(ClockRow(*row[:_WIDTH]), *row[_WIDTH:]))


CANDIDATES = _candidates()
CANDIDATES_OF = _candidates(" and t.customer = :customer")

MERGED = Query(
    "select m.id, m.survivor, m.merged_at, t.customer from ticket_merge m join ticket t on t.id = m.id order by m.id",
    lambda ticket, survivor, merged_at, customer: (int(ticket), int(survivor), Instant(merged_at), customer),
)
"""Tickets that others stand for, since when, and whose they are."""


class Promise(NamedTuple):
    """An agreement version, as a report names it."""

    name: str
    version: int
    calendar: int
    layer: str
    """Who promised: sla (we to a customer), ola (a team to us), uc (a vendor to us)."""
    objective: int | None
    """Thousandths of its clocks that must be met in a month."""
    intakes: Mapping[str, frozenset[str]]
    """Classes that a metric's target counts, where it does not count all (rule 33)."""
    customers: frozenset[str]
    """Keys of those it is made to; empty: to any."""


@lru_cache(maxsize=1024)
def _promise(number: int, name: str, version: int, calendar: int, body: str) -> tuple[int, Promise]:
    said = json.loads(body)
    intakes = {t["metric"]: frozenset(t["intake"]) for t in said["targets"] if t.get("intake")}
    layer, customers = said.get("layer", "sla"), frozenset(said.get("match", {}).get("customer", ()))
    return number, Promise(name, version, calendar, layer, said.get("objective"), intakes, customers)


PROMISES = Query("select id, name, version, calendar, body from agreement_version", _promise)


class CustomerRow(NamedTuple):
    """A customer, of today or of before; `zone` is where its months begin."""

    id: int
    key: str
    name: str
    zone: str | None
    active: int


CUSTOMERS = Query("select id, key, name, zone, active from customer order by key", CustomerRow)

METRICS = Query("select distinct metric from clock", str)


def _extent(first: Instant | None, last: Instant | None) -> tuple[Instant | None, Instant | None]:
    return first, last


EXTENT = Query(
    "select (select min(stopped) from clock where stopped is not null),"
    " (select max(stopped) from clock where stopped is not null)",
    _extent,
)
EXTENT_OF = Query(
    "select min(c.stopped), max(c.stopped) from clock c join ticket t on t.id = c.ticket where t.customer = :customer",
    _extent,
)
"""When the first and the last clock stopped, of all or of a customer: for who looks at an empty month."""

FIRST_TICKET = Query("select min(opened_at) from ticket", lambda at: at)

TO_BE_MEASURED = Query("select count(*) from timer where kind = 'remeasure'", int)
"""How many agreement versions have tickets that are still to be measured under them."""


class Titled(NamedTuple):
    """A ticket's title (None: erased), and whose it is now."""

    text: str | None
    customer: int | None


TITLE = Query(
    "select p.text, t.customer from ticket t left join private_text p on p.id = t.title where t.number = :number",
    Titled,
)

LATEST = Query("select coalesce(max(recorded_at), 0) from journal where seq = (select max(seq) from journal)", Instant)
"""When something was recorded last: no report is of an earlier instant, whatever the clock of a machine says."""

LAST_LINE = Query("select coalesce(max(seq), 0) from journal", int)


class FrozenRow(NamedTuple):
    """A month as it was frozen, for one customer or for who has no record of their own (scope empty)."""

    id: int
    month: str
    scope: str
    zone: str
    begins: Instant
    ends: Instant
    frozen_at: Instant
    line: int
    """Number of the last line of the journal that was known."""
    clocks: int
    digest: str
    """Of the whole list."""
    shown: str
    """Of what a customer's own file shows of it."""
    figures: str
    program: str
    restated_at: Instant | None


FROZEN = Query(
    f"select {', '.join(FrozenRow._fields)} from frozen_month where month = :month order by scope", FrozenRow
)


class FrozenLine(NamedTuple):
    """A line of the journal about a frozen month."""

    seq: int
    kind: str
    v: int
    subject: int
    occurred_at: Instant
    body: str
    actor: str
    behind: str | None


FROZEN_LINES = Query(
    "select seq, kind, v, subject, occurred_at, body, actor, behind from journal"
    " where about = 'report' and subject = :report order by seq",
    FrozenLine,
)
FROZEN_TEXTS = Query(
    "select id, text from private_text where about = 'report' and subject = :report",
    lambda number, text: (int(number), str(text)),
)


class Since(NamedTuple):
    """Something about a ticket that was recorded after its month was frozen."""

    kind: str
    occurred_at: Instant
    recorded_at: Instant
    actor: str


RECORDED_SINCE = Query(
    "select j.kind, j.occurred_at, j.recorded_at, j.actor from journal j join ticket t on t.id = j.subject"
    " where j.about = 'ticket' and t.number = :number and j.seq > :line order by j.seq",
    Since,
)
