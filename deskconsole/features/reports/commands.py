"""Freezing a month, and accepting what later knowledge changed in it (rule 34)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from deskconsole import __version__
from deskconsole.core.actors import OPERATOR
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import to_iso
from deskconsole.features.directory.views import CUSTOMER_KEYS
from deskconsole.features.reports.events import ReportFrozen, ReportListed, ReportRestated
from deskconsole.features.reports.frozen import PART, Kept, Told, figures_of, kept, told, told_rows
from deskconsole.features.reports.listing import Listed, digest, for_customer
from deskconsole.features.reports.months import Month, Span
from deskconsole.features.reports.population import REST, Zones, customer_of, population, zones
from deskconsole.features.reports.report import scope_of
from deskconsole.features.reports.rules import applied, changes, grouped
from deskconsole.features.reports.views import FIRST_TICKET, FROZEN, LAST_LINE, TO_BE_MEASURED, CustomerRow

MonthText = Annotated[str, Ask("month", hint="2026-03")]
CustomerKey = Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS, hint="empty: all of them")]


@command("report.freeze", needs="report.freeze", label="freeze month")
def freeze(desk: Desk, month: MonthText, customer: CustomerKey = None) -> Iterator[Event]:
    """Freeze a month of a customer, or of all: its list, its figures, its hash, never to be another (rule 34)."""
    asked = Month.read(month)
    row = customer_of(desk, customer) if customer else None
    _within(desk, row)
    frozen = desk.all(FROZEN, month=str(asked))
    where = zones(desk, asked, frozen)
    scopes = _to_freeze(where, row)
    _over(desk, asked, [where.of(number) for number in scopes.values()])
    apart = grouped(population(desk, where, desk.now, row), lambda each: (each.customer or REST,))
    line, report = desk.one(LAST_LINE), desk.next_id("frozen_month")
    for scope, number in scopes.items():
        rows = apart.get((scope,), [])
        if rows or row or number is None or where.customers[number].active:
            yield from _frozen(desk, Frozen(report, scope, line, where.of(number), rows), asked)
            report += 1


@command("report.restate", needs="report.restate", label="restate month")
def restate(
    desk: Desk,
    month: MonthText,
    accepted_by: Annotated[str, Ask("accepted by", hint="the person who accepts it, with their role")],
    reason: Annotated[str, Ask("reason")],
    customer: CustomerKey = None,
) -> Iterator[Event]:
    """Accept what later knowledge changed in a frozen month: printed beside the frozen figures, with the name."""
    asked = Month.read(month)
    row = customer_of(desk, customer) if customer else None
    _within(desk, row)
    if not accepted_by.strip() or not reason.strip():
        raise BadInput("accepted by: is empty" if not accepted_by.strip() else "the reason is empty")
    frozen = desk.all(FROZEN, month=str(asked))
    where = zones(desk, asked, frozen)
    if not frozen or (row and row.key not in where.frozen):
        raise NotFound(_not_frozen(asked, where, row))
    _settled(desk)
    live = population(desk, where, desk.now, row)
    found = [
        (keep, changed)
        for keep in (kept(desk, each) for each in frozen if row is None or each.scope == row.key)
        if (changed := _changed(desk, keep, live, where))
    ]
    if not found:
        raise Refused(f"{asked}: nothing is known that is not in its figures; there is nothing to restate")
    line = desk.one(LAST_LINE)
    for keep, changed in found:
        figures = figures_of(applied(keep.accepted(), [each.change for each in changed]))
        yield ReportRestated(
            at=desk.now, report=keep.row.id, line=line, accepted_by=Private(accepted_by.strip()),
            reason=Private(reason.strip()), body={"changes": told_rows(changed), "figures": figures},
        )  # fmt: skip


def _changed(desk: Desk, keep: Kept, live: list[Listed], where: Zones) -> list[Told]:
    now = [each for each in live if scope_of(each.customer, where) == keep.row.scope]
    return told(desk, changes(keep.accepted(), now), keep.line, keep.row.ends)


def _within(desk: Desk, customer: CustomerRow | None) -> None:
    """Refuse what is beyond the operator's scope: a call that is about no ticket is checked nowhere else."""
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    if operator and operator.customers and (customer is None or customer.key not in operator.customers):
        mine = " ".join(sorted(operator.customers))
        raise Refused(f"you work for {mine}: freeze and restate what is theirs, with --customer")


def _to_freeze(where: Zones, customer: CustomerRow | None) -> dict[str, int | None]:
    """The scopes of a freeze, with their customers: those that have no frozen record yet."""
    month = where.month
    for scope in (customer.key, REST) if customer else (REST,):
        if known := where.frozen.get(scope):
            whose = f" of {scope}" if scope else ""
            raise Refused(f"{month}{whose} has been frozen at {to_iso(known.frozen_at)}: there is one {month} for ever")
    if customer:
        return {customer.key: customer.id}
    scopes: dict[str, int | None] = {row.key: row.id for row in where.customers.values() if row.key not in where.frozen}
    return dict(sorted((scopes | {REST: None}).items()))


def _not_frozen(month: Month, where: Zones, customer: CustomerRow | None) -> str:
    whose = f" of {customer.key}" if customer else ""
    if REST in where.frozen:
        return f"{month}{whose} is frozen with all that have no record of their own: restate it without a customer"
    return f"{month}{whose} is not frozen: `deskconsole sla freeze --month {month}` freezes it"


def _over(desk: Desk, month: Month, spans: list[Span]) -> None:
    """Refuse a month that is not over for all of them, or before anything was, or that is still being counted."""
    last = max(spans, key=lambda span: span.end)
    if desk.now < last.end:
        raise Refused(f"{month} is not over: in {last.zone} it ends at {to_iso(last.end)}")
    first = desk.one(FIRST_TICKET)
    if first is None or first >= last.end:
        raise Refused(f"there was no ticket yet in {month}: there is nothing to freeze")
    _settled(desk)


def _settled(desk: Desk) -> None:
    if desk.one(TO_BE_MEASURED):
        raise Refused("tickets are still to be measured under a new agreement: `deskconsole engine --once` does it")


class Frozen(NamedTuple):
    """A record to be made: its number, whose it is, up to which line the journal was known, its list."""

    report: int
    scope: str
    line: int
    span: Span
    rows: list[Listed]


def _frozen(desk: Desk, made: Frozen, month: Month) -> Iterator[ReportListed | ReportFrozen]:
    report, rows, span = made.report, made.rows, made.span
    for part in range(0, len(rows), PART):
        body = {"rows": [each.as_row() for each in rows[part : part + PART]]}
        yield ReportListed(at=desk.now, report=report, part=part // PART + 1, body=body)
    yield ReportFrozen(
        at=desk.now, report=report, month=str(month), scope=made.scope, zone=span.zone, begins=span.begin,
        ends=span.end, line=made.line, clocks=len(rows), digest=digest(rows), shown=digest(for_customer(rows)),
        figures=figures_of(rows), program=__version__,
    )  # fmt: skip
