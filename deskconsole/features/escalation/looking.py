"""The runs of a ticket as its rows tell them: what commands decide on, and what the desk does when one is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Folding
from deskconsole.features.agreements.views import (
    AGREEMENTS,
    CALENDAR,
    CLOCKS_OF,
    ClockRow,
    agreement_of,
    calendar_of,
    time_of,
)
from deskconsole.features.escalation.policies import Policy
from deskconsole.features.escalation.rules import EXHAUSTED, NOBODY
from deskconsole.features.escalation.standings import Run, Standing, Watched, over, run_of, standing
from deskconsole.features.escalation.views import NOW, POLICIES, RUNS_OF, Now, RunRow, policy_of, policy_of_agreement
from deskconsole.sla.cuts import BusinessTime

R = TypeVar("R")


class Policies(NamedTuple):
    """All policies of a desk, and which of them an agreement version's clocks are under now."""

    by_number: Mapping[int, Policy]
    by_agreement: Mapping[int, Policy]
    names: Mapping[int, str]
    """Of agreements, by the number of a version."""
    calendars: Mapping[int, int]
    """Numbers of calendar versions, by agreement version."""

    def name_of(self, agreement: int) -> str:
        return self.names[agreement]


def policies(desk: Folding) -> Policies:
    """Read once for a transaction: what policies there are and where they hold."""
    rows = desk.versions(POLICIES)
    held = {row.id: policy_of(row) for row in rows}
    now = {row.name: held[row.id] for row in rows if row.retired_at is None}
    agreements = desk.versions(AGREEMENTS)
    named = {row.id: policy_of_agreement(row) for row in agreements}
    return Policies(
        held,
        {number: now[name] for number, name in named.items() if name in now},
        {row.id: row.name for row in agreements},
        {row.id: agreement_of(row).calendar for row in agreements},
    )


def watch(known: Policies, row: ClockRow, calendar: BusinessTime) -> Watched:
    """A clock with the policy that it is under."""
    policy = known.by_agreement.get(row.agreement)
    on = policy is not None and policy.on(row.metric, row.priority)
    return Watched(row, known.names[row.agreement], calendar, policy if on else None)


class Looked(NamedTuple):
    """A ticket's runs, by its rows."""

    now: Now
    clocks: Sequence[Watched]
    rows: Sequence[RunRow]
    standing: Standing
    """Of the live runs only, and of those that are to begin."""
    known: Policies

    def live(self) -> list[tuple[Run, Watched, Policy]]:
        """The live runs with their clocks and policies, by number."""
        return self._runs(row for row in self.rows if row.live)

    def answerable(self) -> list[tuple[Run, Watched, Policy]]:
        """Those that came to their end while their clock goes on: somebody may still answer for them."""
        ended = self._runs(row for row in self.rows if row.state in (EXHAUSTED, NOBODY))
        return [found for found in ended if over(found[1], self.now) is None]

    def _runs(self, rows: Iterable[RunRow]) -> list[tuple[Run, Watched, Policy]]:
        by_place = {watched.place: watched for watched in self.clocks}
        runs = (run_of(row, self.known.name_of) for row in rows)
        return [(run, by_place[run.place], self.known.by_number[run.policy]) for run in runs if run.place in by_place]


def look(desk: Folding, ticket: int) -> Looked:
    """How the runs of a ticket stand now."""
    known, now = desk.once(policies), desk.one(NOW, ticket=ticket)
    clocks = [
        watch(known, row, time_of(row.cuts, calendar_of(desk.version(CALENDAR, known.calendars[row.agreement]))))
        for row in desk.all(CLOCKS_OF, ticket=ticket)
    ]
    rows = desk.all(RUNS_OF, ticket=ticket)
    over = {(known.name_of(row.agreement), row.metric, row.cycle) for row in rows if not row.live}
    live = [run_of(row, known.name_of) for row in rows if row.live]
    fresh = [watched for watched in clocks if watched.place not in over]
    return Looked(now, clocks, rows, standing(ticket, fresh, live, known.by_number, now), known)
