"""A month counted from stored rows is the month counted by replaying the desk to its begin and to its end (rule 33).

What is compared with is another way altogether: it asks two replayed desks, one at each end of the month, what had
stopped and what had broken. It knows no index, no stored breach, and nothing that came after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, ClockRow, calendar_of
from deskconsole.features.reports.months import Month, Span
from deskconsole.features.reports.population import Zones, population, zones
from deskconsole.features.reports.views import FrozenRow
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.replay import SUBJECTS, TICKETS, Cut, Snapshot
from deskconsole.store.store import Store
from tests.features.desks import START
from tests.store.streams import NOW, Act, Live, Step

Clocks = dict[tuple[int, int, str, int], ClockRow]
Key = tuple[str, str, int]

# Happenings only: what takes something back, or reopens, changes what is known of a month that is over.
KINDS = ("routed", "assigned", "commented", "held", "resumed", "prioritised", "resolved", "closed", "cancelled",
         "noticed")  # fmt: skip
_numbers = count()


def own(n: int) -> int:
    """A number by which a ticket is one of our own (see `streams.created`)."""
    return n - n % 3 + n % 2


ends = st.sampled_from(["resolved", "cancelled", "commented", *KINDS])
minutes = st.integers(0, 400) | st.integers(0, 6000)
numbers = st.integers(0, 4000).map(own)
opening = st.builds(Act, st.integers(1, 6), st.just("created"), st.integers(0, 90), numbers)
acts = st.builds(Act, st.integers(1, 6), ends, minutes, numbers)
streams = st.tuples(
    st.lists(opening, min_size=2, max_size=6).map(lambda made: [Step(made, True, True)]),
    st.lists(st.builds(Step, st.lists(acts, min_size=1, max_size=2), st.booleans(), st.booleans()), max_size=16),
).map(lambda parts: [*parts[0], *parts[1]])


@contextmanager
def store_of(template: Path, folder: Path) -> Iterator[Store]:
    path = folder / f"{next(_numbers)}.db"
    copyfile(template, path)
    store = Store(str(path), time=DeskTime(NOW, Instant(0), 0), draft=True)
    try:
        yield store
    finally:
        store.close()
        for file in folder.glob(f"{path.name}*"):
            file.unlink()


def month(store: Store, span: Span) -> Zones:
    """Months of everybody that begin and end where the test says."""
    base = zones(store.read, Month(2026, 3))
    scopes = ["", *(row.key for row in base.customers.values())]
    return base._replace(frozen={
        scope: FrozenRow(1, "2026-03", scope, "UTC", span.begin, span.end, span.end, 0, 0, "", "", "", "", None)
        for scope in scopes
    })  # fmt: skip


def clocks_before(store: Store, at: Instant) -> Clocks:
    """The clocks by what had happened before an instant."""
    snapshot = Snapshot(store, Cut(at=Instant(at - 1)), RULES, TICKETS, SUBJECTS)
    try:
        snapshot.derive("ticket")
        rows = snapshot.driver.select(f"select {', '.join(ClockRow._fields)} from main.clock")
        return {(row[0], row[1], row[2], row[3]): ClockRow(*row) for row in rows}
    finally:
        snapshot.close()


class Reference:
    """What is met and failed in a month, asked of two desks."""

    def __init__(self, store: Store, span: Span) -> None:
        self.store = store
        self.names = {row.id: row for row in store.read.all(AGREEMENTS)}
        self.at_begin, self.at_end = (clocks_before(store, at) for at in (span.begin, span.end))
        nothing = "select id, outcome from ticket where outcome in ('duplicate', 'spam') and closed_at < :end"
        self.nothing: dict[int, str] = dict(store.read.driver.select(nothing, {"end": span.end}))
        self.span = span

    def broken(self, row: ClockRow | None, at: Instant) -> bool:
        """Whether more than is allowed had counted up to an instant, counted again from what the row holds."""
        if row is None or row.state == "unmeasurable":
            return False
        calendar = calendar_of(self.store.read.one(CALENDAR, id=self.names[row.agreement].calendar))
        counted = row.counted
        since = row.since if row.state == "running" else row.resumes if row.state == "paused" else None
        if since is not None:
            counted += calendar.elapsed(since, at)
        return counted > row.allowed

    def outcomes(self) -> dict[Key, str]:
        numbers: dict[int, str] = dict(self.store.read.driver.select("select id, number from ticket"))
        found: dict[Key, str] = {}
        for key, row in self.at_end.items():
            outcome = self._outcome(row, self.at_begin.get(key))
            if outcome not in (None, "carried", "unmeasurable"):
                outcome = self.nothing.get(row.ticket, outcome)
            if outcome:
                found[numbers[row.ticket], row.metric, row.cycle] = outcome
        return found

    def _outcome(self, row: ClockRow, before: ClockRow | None) -> str | None:
        if row.state == "unmeasurable":
            return "unmeasurable" if self.span.holds(row.start) else None
        ended = before is None or before.stopped is None
        stopped = row.stopped is not None and ended and self.span.holds(row.stopped)
        if self.broken(before, self.span.begin):
            return "carried" if stopped else None
        if stopped and row.state == "cancelled":
            return "cancelled"
        if self.broken(row, self.span.end) and (stopped or row.stopped is None):
            return "failed"
        return "met" if stopped else None


@pytest.mark.long
@settings(
    derandomize=True, deadline=None, database=None, max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=streams, begin=st.integers(-100, 1000), length=st.integers(60, 6000))
def test_stored_rows_count_as_a_desk_replayed_to_both_ends_of_the_month(
    desk_template: Path, tmp_path: Path, steps: list[Step], begin: int, length: int
) -> None:
    with store_of(desk_template, tmp_path) as store:
        Live(store).run(steps)
        first = Instant(START + begin * MINUTE + 1)
        span = Span(first, Instant(first + length * MINUTE), "UTC")
        listed = population(store.read, month(store, span), NOW)
        found = {(each.number, each.metric, each.cycle): each.raw.outcome for each in listed}
        assert found == Reference(store, span).outcomes()
