"""Agreement and calendar versions as stored, and the clocks of tickets."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.sla.agreements import Agreement, Metric, Target
from deskconsole.sla.calendars import Calendar, CalendarVersion, compile_calendar
from deskconsole.sla.clocks import Clock, State


class AgreementRow(NamedTuple):
    """A version of an agreement; it holds for tickets opened in [effective_at, retired_at)."""

    id: int
    name: str
    version: int
    calendar: int
    effective_at: Instant | None
    retired_at: Instant | None
    body: str


class CalendarRow(NamedTuple):
    id: int
    name: str
    version: int
    body: str


AGREEMENTS = Query(
    "select id, name, version, calendar, effective_at, retired_at, body from agreement_version order by name, version",
    AgreementRow,
)
CALENDAR = Query("select id, name, version, body from calendar_version where id = :id", CalendarRow)
CALENDARS = Query(
    "select id, name, version, body from calendar_version where retired_at is null order by name", CalendarRow
)


class ClockRow(NamedTuple):
    """A clock as stored: the fields of `sla.clocks.Clock` that outlive the fold, and its ticket."""

    ticket: int
    agreement: int
    metric: Metric
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
    next_share: int | None
    next_at: Instant | None

    @property
    def clock(self) -> Clock:
        """The clock itself, to be asked what it says at an instant."""
        return Clock(*self[1:19], reached=(), pending=(), next_share=self.next_share, next_at=self.next_at)


CLOCKS_OF = Query(f"select {', '.join(ClockRow._fields)} from clock where ticket = :ticket", ClockRow)


@lru_cache(maxsize=512)
def agreement_of(row: AgreementRow) -> Agreement:
    """The agreement that a row holds, as the clock engine reads it."""
    body = json.loads(row.body)
    targets = tuple(
        Target(
            metric=t["metric"],
            seconds={int(p): s for p, s in t["seconds"].items()},
            stop=t["stop"],
            pauses=frozenset(t["pauses"]),
            thresholds=tuple(t["thresholds"]),
            priority=t["priority"],
            reopen=t["reopen"],
            grace=t["grace"],
        )
        for t in body["targets"]
    )
    match = {name: tuple(values) for name, values in body["match"].items()}
    return Agreement(row.id, row.name, row.version, row.calendar, targets, match)


@lru_cache(maxsize=128)
def calendar_of(row: CalendarRow) -> Calendar:
    """The calendar that a row holds, compiled."""
    return compile_calendar(CalendarVersion.from_dict(json.loads(row.body)))


def clocks_where(where: str) -> str:
    """SQL of the clocks of the tickets that match a compiled filter: the ticket's number, then a `ClockRow`."""
    columns = ", ".join(f"c.{name}" for name in ClockRow._fields)
    return f"select t.number, {columns} from ticket t join clock c on c.ticket = t.id where {where} order by t.id"
