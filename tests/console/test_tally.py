"""Counts that are kept are those that one would count anew, whatever happened and however time went on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.console.desk.source import Counts
from deskconsole.console.desk.tally import Tallies
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.tickets.filters import Filter, compile_filter
from deskconsole.features.tickets.views import queue_counts
from deskconsole.store.driver import Reader
from deskconsole.store.sqlite import SqliteDriver
from tests.features.desks import made

FILTERS = (
    "is:open", "owner:ana is:open", "-owner:ana", "is:breached", "is:atrisk", "-is:atrisk p:1-2", "sla<30s", "sla>10s",
    "created>20s", "created<20s is:open", "promise:due", "promise:broken or p:1", "view:due",
)  # fmt: skip
VIEWS = {"due": "promise:open -sla<40s"}
FIRST = 1_000_000
"""Microseconds from which on the tests' instants count."""

_moments = st.integers(0, 90).map(lambda second: FIRST + second * SECOND)
_maybe = st.none() | _moments


class Rows:
    """A few tickets whose rows change as if something had happened to them, and a clock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection, self.now = connection, Instant(FIRST)
        for table in ("promise", "clock", "ticket"):
            connection.execute(f"delete from {table}")

    def ticket(self, ticket: int, values: Mapping[str, object]) -> None:
        named = {"number": f"INC-{ticket}", "clock_agreement": 1, "clock_metric": "resolution", "clock_cycle": 1}
        self._put("ticket", {"id": ticket, **named, **values})

    def clock(self, ticket: int, values: Mapping[str, object]) -> None:
        self._put("clock", {"ticket": ticket, "agreement": 1, "metric": "resolution", "cycle": 1, **values})

    def promise(self, ticket: int, values: Mapping[str, object]) -> None:
        self._put("promise", {"id": ticket, "ticket": ticket, **values})

    def _put(self, table: str, values: Mapping[str, object]) -> None:
        """A row; what must be there and does not matter is 0."""
        needed = [line[1] for line in self.connection.execute(f"pragma table_info({table})") if line[3]]
        row = {**dict.fromkeys(needed, 0), **values}
        names = ", ".join(row)
        self.connection.execute(
            f"insert or replace into {table} ({names}) values ({', '.join('?' * len(row))})", tuple(row.values())
        )

    def compiled(self, text: str) -> Filter:
        return compile_filter(text, "ana", self.now, VIEWS)

    def fresh(self, text: str) -> Counts:
        made = self.compiled(text)
        read = Reader(SqliteDriver(self.connection, "rows"))
        return Counts(*read.one(queue_counts(made.where), **{**made.values, "now": self.now}))


_tickets = st.fixed_dictionaries(
    {
        "is_open": st.integers(0, 1), "owner": st.sampled_from(["ana", "ben", None]), "state": st.just("open"),
        "priority": st.integers(1, 3), "opened_at": _moments,
    }
)  # fmt: skip
_clocks = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["running", "running", "paused"]), "risk_at": _maybe, "late": _maybe, "due": _maybe,
        "breached_at": st.none() | st.none() | _moments,
    }
)  # fmt: skip
_promises = st.fixed_dictionaries(
    {
        "is_open": st.integers(0, 1),
        "due_at": _moments,
        "remind_at": _maybe,
        "state": st.sampled_from(["open", "broken"]),
    }
)  # fmt: skip
_numbers = st.integers(1, 12)
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("ticket"), _numbers, _tickets),
        st.tuples(st.just("clock"), _numbers, _clocks),
        st.tuples(st.just("promise"), _numbers, _promises),
        st.tuples(st.just("time"), st.sampled_from([1, SECOND, SECOND + 1, 7 * SECOND, 60 * SECOND]), st.just({})),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = made(tmp_path_factory.mktemp("tally"))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma synchronous = off")
    connection.execute("pragma foreign_keys = off")
    yield connection
    connection.close()


def live(store: sqlite3.Connection, steps: list[tuple[str, int, dict[str, object]]], ahead: int) -> None:
    store.execute("begin")
    try:
        rows = Rows(store)
        tallies = Tallies(Reader(SqliteDriver(store, "rows")), rows.compiled, lambda: rows.now, ahead=ahead)
        known = list(tallies.count(FILTERS, None))
        for what, number, values in steps:
            if what == "time":
                rows.now = Instant(rows.now + number)
                if tallies.next is None or tallies.next > rows.now:  # time is said to have changed nothing
                    assert known == [rows.fresh(text) for text in FILTERS]
            else:
                if what != "ticket" and not store.execute("select 1 from ticket where id = ?", (number,)).fetchone():
                    rows.ticket(number, {"is_open": 1, "opened_at": FIRST})
                getattr(rows, what)(number, values)
            known = list(tallies.count(FILTERS, () if what == "time" else (number,)))
            assert known == [rows.fresh(text) for text in FILTERS]
    finally:
        store.execute("rollback")


@given(steps=_steps, ahead=st.integers(1, 4))
@settings(max_examples=10, deadline=None)
def test_kept_counts_are_fresh_counts(
    store: sqlite3.Connection, steps: list[tuple[str, int, dict[str, object]]], ahead: int
) -> None:
    live(store, steps, ahead)


@pytest.mark.soak
@given(steps=_steps, ahead=st.integers(1, 4))
@settings(max_examples=2000, deadline=None)
def test_kept_counts_are_fresh_counts_however_long(
    store: sqlite3.Connection, steps: list[tuple[str, int, dict[str, object]]], ahead: int
) -> None:
    live(store, steps, ahead)


def test_many_that_turn_at_once_are_all_known(store: sqlite3.Connection) -> None:
    steps: list[tuple[str, int, dict[str, object]]] = []
    for number in range(1, 11):
        steps.append(("clock", number, {"state": "running", "risk_at": FIRST + SECOND, "late": FIRST + 9 * SECOND}))
    live(store, [*steps, ("time", SECOND, {}), ("time", 8 * SECOND, {}), ("time", 1, {})], 2)


def test_where_time_goes_on_between_two_views_the_first_is_counted_again(store: sqlite3.Connection) -> None:
    store.execute("begin")
    try:
        rows = Rows(store)
        rows.ticket(1, {"is_open": 1, "opened_at": FIRST})
        rows.clock(1, {"state": "running", "risk_at": FIRST + SECOND, "late": FIRST + 9 * SECOND})
        tallies = Tallies(Reader(SqliteDriver(store, "rows")), rows.compiled, lambda: rows.now)
        list(tallies.count(FILTERS, None))
        counting = tallies.count(FILTERS, (1,))
        next(counting)
        rows.now = Instant(rows.now + 60 * SECOND)
        list(counting)
        assert tallies.next is not None
        assert tallies.next <= rows.now
        assert list(tallies.count(FILTERS, ())) == [rows.fresh(text) for text in FILTERS]
        assert tallies.next is None or tallies.next > rows.now
    finally:
        store.execute("rollback")
