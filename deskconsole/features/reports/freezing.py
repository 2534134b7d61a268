"""What is to be frozen, made ready: all that takes time is done here, so that nobody waits for it who writes."""

from __future__ import annotations

from typing import Any, NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.errors import Refused
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.reports.frozen import PART, figures_of
from deskconsole.features.reports.listing import Listed, digest, for_customer
from deskconsole.features.reports.months import Month, Span
from deskconsole.features.reports.population import REST, Zones, customer_of, population, zones
from deskconsole.features.reports.rules import grouped
from deskconsole.features.reports.views import FIRST_TICKET, FROZEN, LAST_LINE, TO_BE_MEASURED, CustomerRow


class Record(NamedTuple):
    """The month of one scope: its list in parts as events keep them, its hashes, its figures."""

    scope: str
    span: Span
    clocks: int
    parts: list[list[Any]]
    digest: str
    shown: str
    figures: dict[str, Any]


class Prepared(NamedTuple):
    """Records by what was known up to a line of the journal."""

    month: Month
    customer: str | None
    line: int
    records: list[Record]


def prepare(desk: Reads, month: str, customer: str | None, now: Instant) -> Prepared:
    """Count a month that is to be frozen. `desk` shows one moment: what is recorded meanwhile is known later.

    Raises Refused where it is not over, or frozen already.
    """
    asked = Month.read(month)
    row = customer_of(desk, customer) if customer else None
    where = zones(desk, asked, desk.all(FROZEN, month=str(asked)))
    scopes = _scopes(where, row)
    _over(desk, asked, [where.of(number) for number in scopes.values()], now)
    apart = grouped(population(desk, where, now, row), lambda each: (each.customer or REST,))
    records = [
        _record(scope, where.of(number), apart.get((scope,), []))
        for scope, number in scopes.items()
        if (scope,) in apart or row or number is None or where.customers[number].active
    ]
    return Prepared(asked, row.key if row else None, desk.one(LAST_LINE), records)


def _record(scope: str, span: Span, rows: list[Listed]) -> Record:
    parts = [[each.as_row() for each in rows[place : place + PART]] for place in range(0, len(rows), PART)]
    whole, theirs = digest(rows), for_customer(rows)
    shown = whole if len(theirs) == len(rows) else digest(theirs)
    return Record(scope, span, len(rows), parts, whole, shown, figures_of(rows))


def free(where: Zones, scopes: list[str]) -> None:
    """Refuse what is frozen already."""
    for scope in scopes:
        if known := where.frozen.get(scope):
            whose = f" of {scope}" if scope else ""
            month = where.month
            raise Refused(f"{month}{whose} has been frozen at {to_iso(known.frozen_at)}: there is one {month} for ever")


def _scopes(where: Zones, customer: CustomerRow | None) -> dict[str, int | None]:
    """The scopes to be frozen, with their customers: those that have no frozen record yet."""
    free(where, [customer.key, REST] if customer else [REST])
    if customer:
        return {customer.key: customer.id}
    scopes: dict[str, int | None] = {row.key: row.id for row in where.customers.values() if row.key not in where.frozen}
    return dict(sorted((scopes | {REST: None}).items()))


def _over(desk: Reads, month: Month, spans: list[Span], now: Instant) -> None:
    """Refuse a month that is not over for all of them, or before anything was, or that is still being counted."""
    last = max(spans, key=lambda span: span.end)
    if now < last.end:
        raise Refused(f"{month} is not over: in {last.zone} it ends at {to_iso(last.end)}")
    first = desk.one(FIRST_TICKET)
    if first is None or first >= last.end:
        raise Refused(f"there was no ticket yet in {month}: there is nothing to freeze")
    settled(desk)


def settled(desk: Reads) -> None:
    """Refuse while stored clocks may still be those of an older agreement version."""
    if desk.one(TO_BE_MEASURED):
        raise Refused("tickets are still to be measured under a new agreement: `deskconsole engine --once` does it")
