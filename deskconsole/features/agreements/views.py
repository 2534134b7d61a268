"""Agreement and calendar versions as stored, and the clocks of tickets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.sla.agreements import Agreement, Amount, Target, Variant
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.clocks import Clock, State
from deskconsole.sla.cuts import BusinessTime, Figure, WithCuts
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.metrics import Metric


class AgreementRow(NamedTuple):
    """A version of an agreement; it holds for tickets opened in [effective_at, retired_at).

    Tickets that were there before it (up to `after_ticket`) are not among them, unless it is the first; of those of
    the instant in which it ended only those up to `until_ticket`.
    """

    id: int
    name: str
    version: int
    calendar: int
    effective_at: Instant | None
    after_ticket: int | None
    took_over_at: Instant | None
    """When open clocks of the version before went over to it."""
    retired_at: Instant | None
    until_ticket: int | None
    body: str


class CalendarRow(NamedTuple):
    id: int
    name: str
    version: int
    body: str


AGREEMENTS = Query(
    f"select {', '.join(AgreementRow._fields)} from agreement_version order by name, version",
    AgreementRow,
)
CALENDAR = Query("select id, name, version, body from calendar_version where id = :id", CalendarRow)
CALENDARS = Query(
    "select id, name, version, body from calendar_version where retired_at is null order by name", CalendarRow
)


CALENDAR_NAMED = Query(
    "select id, name, version, body from calendar_version where name = :name and retired_at is null"
    " order by version desc limit 1",
    CalendarRow,
)
"""The calendar of that name as it is now."""


class ClockRow(NamedTuple):
    """A clock as stored: the fields of `sla.clocks.Clock` that outlive the fold, and its ticket."""

    ticket: int
    agreement: int
    metric: str
    cycle: int
    state: State
    priority: int
    target_s: int
    allowed: int
    start: Instant
    since: Instant
    counted: int
    paused: int
    stopped: Instant | None
    due: Instant | None
    late: Instant | None
    breached_at: Instant | None
    reason: str | None
    resumes: Instant | None
    first_stop: Instant | None
    risk_at: Instant | None
    """Running: from when it is at risk, as the first threshold of its target says."""
    cuts: str | None
    """Spans cut out of its business time (rules 17, 18), as `spans_of` reads them."""
    next_share: int | None
    next_at: Instant | None

    @property
    def clock(self) -> Clock:
        """The clock itself, to be asked what it says at an instant."""
        return Clock(*self[1:19], reached=(), pending=(), next_share=self.next_share, next_at=self.next_at)


CLOCKS_OF = Query(f"select {', '.join(ClockRow._fields)} from clock where ticket = :ticket", ClockRow)


class FigureRow(NamedTuple):
    """What a clock comes to under one of the three figures; a clock out of which nothing is cut has none (rule 32)."""

    ticket: int
    agreement: int
    metric: str
    cycle: int
    figure: Figure
    state: State
    target_s: int
    counted: int
    due: Instant | None
    late: Instant | None
    breached_at: Instant | None
    stopped: Instant | None
    reason: str | None
    cuts: str | None


FIGURES_OF = Query(f"select {', '.join(FigureRow._fields)} from clock_figure where ticket = :ticket", FigureRow)
ANY_FIGURES = Query("select 1 from clock_figure limit 1", lambda one: bool(one))


@lru_cache(maxsize=512)
def agreement_of(row: AgreementRow) -> Agreement:
    """The agreement that a row holds, as the clock engine reads it; what its release did not know has its default."""
    body = json.loads(row.body)
    return Agreement(
        row.id,
        row.name,
        row.version,
        row.calendar,
        tuple(_target(target) for target in body["targets"]),
        {name: tuple(values) for name, values in body["match"].items()},
        body.get("layer", "sla"),
        body.get("party"),
        body.get("objective"),
    )


def _target(stored: dict[str, Any]) -> Target:
    return Target(
        metric=stored["metric"],
        seconds=_amounts(stored["seconds"]),
        stop=stored["stop"],
        pauses=frozenset(stored["pauses"]),
        thresholds=tuple(stored["thresholds"]),
        priority=stored["priority"],
        reopen=stored["reopen"],
        grace=stored["grace"],
        start=stored.get("start"),
        variants=tuple(
            Variant(_amounts(each["seconds"]), each.get("number"), tuple(each["season"]) if each["season"] else None)
            for each in stored.get("variants", ())
        ),
        limits=dict(stored.get("limits", ())),
        maintenance=stored.get("maintenance"),
        definition=Metric.from_dict(stored["definition"]) if stored.get("definition") else None,
    )


def _amounts(stored: dict[str, int | str]) -> dict[int, Amount]:
    return {int(p): Deadline.read(amount) if isinstance(amount, str) else amount for p, amount in stored.items()}


@lru_cache(maxsize=128)
def calendar_of(row: CalendarRow) -> Calendar:
    """The calendar that a row holds, compiled."""
    return compile_calendar(CalendarVersion.from_dict(json.loads(row.body)))


def written_spans(spans: Sequence[tuple[Instant, Instant]]) -> str | None:
    """Spans as a clock's row keeps them: `begin-end begin-end`, µs."""
    return " ".join(f"{begin}-{end}" for begin, end in spans) or None


def time_of(cuts: str | None, calendar: BusinessTime) -> BusinessTime:
    """The business time of a clock's row: its calendar without the spans that were cut out of it."""
    if not cuts:
        return calendar
    spans = (span.split("-") for span in cuts.split())
    return WithCuts(calendar, [(Instant(int(begin)), Instant(int(end))) for begin, end in spans])


def clocks_where(where: str, *first: str, fields: Sequence[str] = ClockRow._fields) -> str:
    """SQL of clocks (`c`) and their tickets (`t`), by ticket: what comes `first`, then `fields` of the clock."""
    columns = ", ".join((*first, *(f"c.{name}" for name in fields)))
    return f"select {columns} from ticket t join clock c on c.ticket = t.id where {where} order by t.id"
