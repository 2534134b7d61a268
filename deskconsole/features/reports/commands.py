"""Freezing a month, and accepting what later knowledge changed in it (rule 34)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole import __version__
from deskconsole.core.actors import OPERATOR
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.features.directory.views import CUSTOMER_KEYS
from deskconsole.features.reports.events import ReportFrozen, ReportListed, ReportRestated
from deskconsole.features.reports.freezing import Prepared, Record, free, prepare, settled
from deskconsole.features.reports.frozen import Kept, Told, figures_of, kept, told, told_rows
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.months import Month
from deskconsole.features.reports.population import REST, Zones, customer_of, population, zones
from deskconsole.features.reports.report import scope_of
from deskconsole.features.reports.rules import applied, changes
from deskconsole.features.reports.views import FROZEN, LAST_LINE, CustomerRow

MonthText = Annotated[str, Ask("month", hint="2026-03")]
CustomerKey = Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS, hint="empty: all of them")]


@command("report.freeze", needs="report.freeze", label="freeze month")
def freeze(
    desk: Desk, month: MonthText, customer: CustomerKey = None, prepared: Prepared | None = None
) -> Iterator[Event]:
    """Freeze a month of a customer, or of all: its list, its figures, its hash, never to be another (rule 34).

    Who has counted it beforehand hands it over `prepared`.
    """
    row = customer_of(desk, customer) if customer else None
    _within(desk, row)
    made = prepared or prepare(desk, month, customer, desk.now)
    if made.month != Month.read(month) or made.customer != (row and row.key):
        raise ValueError("what was prepared is another month")
    free(zones(desk, made.month, desk.all(FROZEN, month=str(made.month))), [record.scope for record in made.records])
    for report, record in enumerate(made.records, desk.next_id("frozen_month")):
        yield from _frozen(desk, report, record, made)


def _frozen(desk: Desk, report: int, record: Record, made: Prepared) -> Iterator[ReportListed | ReportFrozen]:
    for part, rows in enumerate(record.parts, 1):
        yield ReportListed(at=desk.now, report=report, part=part, body={"rows": rows})
    span = record.span
    yield ReportFrozen(
        at=desk.now, report=report, month=str(made.month), scope=record.scope, zone=span.zone, begins=span.begin,
        ends=span.end, line=made.line, clocks=record.clocks, digest=record.digest, shown=record.shown,
        figures=record.figures, program=__version__,
    )  # fmt: skip


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
    settled(desk)
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


def _not_frozen(month: Month, where: Zones, customer: CustomerRow | None) -> str:
    whose = f" of {customer.key}" if customer else ""
    if REST in where.frozen:
        return f"{month}{whose} is frozen with all that have no record of their own: restate it without a customer"
    return f"{month}{whose} is not frozen: `deskconsole sla freeze --month {month}` freezes it"
