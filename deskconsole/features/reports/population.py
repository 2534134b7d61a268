"""The population of a month: every clock that counts in it or is out of it, from stored rows alone (rule 33)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import ANY_FIGURES, CALENDAR, FIGURES_OF, ClockRow, calendar_of
from deskconsole.features.directory.views import DESK
from deskconsole.features.reports.beside import NOTHING, beside
from deskconsole.features.reports.judging import Judged, judge
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.months import Month, Span
from deskconsole.features.reports.rules import Circumstances, intake_of, place
from deskconsole.features.reports.units import as_units
from deskconsole.features.reports.views import (
    CANDIDATES,
    CANDIDATES_OF,
    CUSTOMERS,
    LONGEST_CLOSED,
    PROMISES,
    Candidate,
    CustomerRow,
    FrozenRow,
    Promise,
)
from deskconsole.sla.calendars import Calendar

REST = ""
"""The scope of tickets without a customer, and of customers that have no frozen record of their own."""


class Zones(NamedTuple):
    """Where a month begins and ends for whom: frozen months keep what they had."""

    month: Month
    desk: str
    customers: Mapping[int, CustomerRow]
    frozen: Mapping[str, FrozenRow]

    def of(self, customer: int | None) -> Span:
        row = self.customers.get(customer) if customer is not None else None
        kept = self.frozen.get(row.key if row else REST)
        if kept is not None:
            return Span(kept.begins, kept.ends, kept.zone)
        return self.month.span((row and row.zone) or self.desk)

    def all(self) -> dict[int | None, Span]:
        return {customer: self.of(customer) for customer in (*self.customers, None)}


def zones(desk: Reads, month: Month, frozen: Iterable[FrozenRow] = ()) -> Zones:
    customers = {row.id: row for row in desk.all(CUSTOMERS)}
    here = desk.maybe(DESK)
    return Zones(month, here.zone if here else "UTC", customers, {row.scope: row for row in frozen})


def customer_of(desk: Reads, word: str) -> CustomerRow:
    """The customer of a key or a name, also one that is no longer. Raises NotFound."""
    rows = desk.all(CUSTOMERS)
    for row in rows:
        if word.lower() in (row.key, row.name.lower()):
            return row
    raise NotFound(f"there is no customer {word}: `deskconsole desk export` lists them")


def population(
    desk: Reads,
    where: Zones,
    now: Instant,
    customer: CustomerRow | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> list[Listed]:
    """The clocks of a month, of one customer or of all, in the order of lists, by what has passed by `now`."""
    counting = _Counting(desk, where, now)
    made = []
    for done, (candidate, judged) in enumerate(counting.candidates(customer)):
        if (listed := counting.listed(candidate, judged)) is not None:
            made.append((judged, listed))
        if done % 1024 == 0:
            step(done)
    made = as_units(desk, made, counting.spans, counting.judged)
    said = beside(desk, made, counting.spans)
    rows = [_with(listed, *said.get((j.ticket, j.agreement, j.metric, j.cycle), NOTHING)) for j, listed in made]
    return sorted(rows, key=lambda each: each.order)


def _with(listed: Listed, cause: str | None, responsible: str | None, exclusions: tuple[str, ...] | None) -> Listed:
    return listed._replace(cause=cause, responsible=responsible, exclusions=exclusions)


class _Counting:
    """What is looked up once for a whole month."""

    def __init__(self, desk: Reads, where: Zones, now: Instant) -> None:
        self.desk, self.where, self.now = desk, where, now
        self.spans = where.all()
        self.promises: dict[int, Promise] = dict(desk.all(PROMISES))
        self.calendars: dict[int, Calendar] = {}
        self.cut = bool(desk.all(ANY_FIGURES))

    def candidates(self, customer: CustomerRow | None) -> Iterable[tuple[Candidate, Judged]]:
        spans = [self.spans[customer.id]] if customer else self.spans.values()
        values: dict[str, object] = {
            "begin": min(span.begin for span in spans),
            "end": max(span.end for span in spans),
        }
        values["since"] = min(span.begin for span in spans) - LONGEST_CLOSED
        if customer:
            rows = self.desk.all(CANDIDATES_OF, **values, customer=customer.id)
        else:
            rows = self.desk.all(CANDIDATES, **values)
        for row in rows:
            yield row, self.judge(row.number, row.clock)

    def judge(self, number: str, row: ClockRow) -> Judged:
        figures = self.desk.all(FIGURES_OF, ticket=row.ticket) if self.cut else []
        return judge(number, row, self.calendar(row.agreement), self.now, figures)

    def judged(self, row: ClockRow) -> tuple[Judged, str]:
        """A stored clock, and the layer of its promise."""
        return self.judge("", row), self.promises[row.agreement].layer

    def calendar(self, agreement: int) -> Calendar:
        number = self.promises[agreement].calendar
        if number not in self.calendars:
            self.calendars[number] = calendar_of(self.desk.one(CALENDAR, id=number))
        return self.calendars[number]

    def listed(self, found: Candidate, judged: Judged) -> Listed | None:
        """The clock in the month of its customer, if it is of it under any of the three."""
        promise, clock = self.promises[judged.agreement], found.clock
        span, intake = self.spans[found.customer], intake_of(found.channel)
        counts = intake in promise.intakes.get(clock.metric, (intake,))
        about = Circumstances(found.ended_as, found.ended_at, counts)
        raw = place(judged.raw, clock.start, span, about)
        contractual, internal = (
            raw if verdict is judged.raw else place(verdict, clock.start, span, about)
            for verdict in (judged.contractual, judged.internal)
        )
        if raw.outcome is None and contractual.outcome is None and internal.outcome is None:
            return None
        row = self.where.customers.get(found.customer) if found.customer is not None else None
        elsewhere = bool(promise.customers) and (row is None or row.key not in promise.customers)
        return Listed(
            judged.number, row and row.key, promise.layer, promise.name, promise.version, clock.metric, clock.cycle,
            intake, clock.priority, clock.start, raw, contractual, internal,
            ours=promise.layer != "sla" or elsewhere,
        )  # fmt: skip
