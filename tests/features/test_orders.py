"""Orders of a queue: windows one after the other are the whole list, whatever is unknown, wherever one begins."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.orders import BY_BREACH, FEW, TOP, WORDS, Order, Place, anchors, page, segment_page
from deskconsole.features.tickets.orders import tickets as first_of
from deskconsole.features.tickets.tagged import lead_of
from deskconsole.features.tickets.views import QueueRow
from tests.features.desks import made

R = TypeVar("R")
ORDERS = [Order(sort, reverse) for sort in WORDS for reverse in (False, True)]
_FEW = st.integers(-1, 3)
_TICKETS = st.lists(
    st.tuples(st.integers(0, 2), _FEW, st.none() | st.integers(1, 5), st.none() | _FEW, st.none() | _FEW), max_size=25
)
_COLUMNS = ("standing", "breaches_at", "priority", "touched_at", "opened_at")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = made(tmp_path_factory.mktemp("orders"))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("begin")  # and it never ends: what a test fills in is for nobody else
    yield connection
    connection.close()


def fill(desk: sqlite3.Connection, tickets: Sequence[tuple[int | None, ...]], *, ended: bool = False) -> None:
    """Open ones, or every second one ended."""
    desk.execute("delete from ticket_tag")
    desk.execute("delete from ticket")
    marks = ", ".join("?" * (3 + len(_COLUMNS)))
    desk.executemany(
        f"insert into ticket (id, number, type, {', '.join(_COLUMNS)}, is_open) values ({marks}, ?)",
        [(n, f"INC-{n}", "incident", *ticket, int(not ended or n % 2)) for n, ticket in enumerate(tickets, 1)],
    )


def expected(tickets: Sequence[tuple[int | None, ...]], order: Order) -> list[int]:
    """By hand: what is unknown comes last; of equals, the older ticket first."""

    def key(ticket: int) -> tuple[float, ...]:
        standing, breaches_at, priority, touched_at, opened_at = (
            float("inf") if value is None else value for value in tickets[ticket - 1]
        )
        return {
            "breach": (standing, breaches_at, ticket),
            "priority": (priority, standing, breaches_at, ticket),
            "waiting": (touched_at, ticket),
            "age": (opened_at, ticket),
        }[order.sort]

    return sorted(range(1, len(tickets) + 1), key=key, reverse=order.reverse)


@pytest.mark.parametrize("order", ORDERS, ids=str)
@given(tickets=_TICKETS, limit=st.integers(1, 7), where=st.sampled_from(["t.is_open = 1", "t.id > 0"]))
@settings(max_examples=25, deadline=None)
def test_windows_are_the_list(
    desk: sqlite3.Connection, order: Order, tickets: list[tuple[int | None, ...]], limit: int, where: str
) -> None:
    fill(desk, tickets, ended=where == "t.id > 0")

    def read(query: Query[R], values: Mapping[str, object]) -> list[R]:
        return [query.row(*row) for row in desk.execute(query.sql, values)]

    found: list[QueueRow] = []
    place: Place = TOP
    while rows := page(read, where, {}, place, limit, order):
        found += rows
        place = order.place_of(rows[-1])
    assert [row.id for row in found] == expected(tickets, order)
    places = [order.place_of(row) for row in found]
    assert places == sorted(set(places))
    whole = anchors(lambda sql, values: desk.execute(sql, values).fetchall(), where, {}, limit, order)
    assert whole == (len(places), [TOP, *places[limit - 1 : -1 : limit]])


@pytest.mark.parametrize("order", ORDERS[1:], ids=str)
def test_no_order_sorts_or_walks_through_the_table(desk: sqlite3.Connection, order: Order) -> None:
    for number, segment in enumerate(order.segments):
        if segment.keys == ("id",):
            continue  # tickets of which that is not known: hardly any
        sql = segment_page("(t.is_open = 1)", order, number).sql
        values = {"limit": 50, **{f"k{n}": 0 for n in range(len(segment.keys))}}
        steps = desk.execute(f"explain query plan {sql}", values).fetchall()
        # The page itself is put in order; what it is chosen from is so already.
        wrong = [step for _, within, _, step in steps if step.startswith("SCAN") or (within and "TEMP B-TREE" in step)]
        assert not wrong, steps


@contextmanager
def stepping(desk: sqlite3.Connection) -> Iterator[Callable[[], int]]:
    """Counts hundreds of the database's own steps."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    desk.set_progress_handler(count, 100)
    yield lambda: steps
    desk.set_progress_handler(None, 0)


def _cost(
    desk: sqlite3.Connection,
    where: str,
    values: Mapping[str, object] = MappingProxyType({}),
    order: Order = BY_BREACH,
) -> int:
    """Hundreds of the database's own steps for the first page."""

    def read(query: Query[R], values: Mapping[str, object]) -> Sequence[R]:
        return [query.row(*row) for row in desk.execute(query.sql, values)]

    with stepping(desk) as steps:
        assert len(page(read, where, values, TOP, 50, order)) == 50
    return steps()


@pytest.mark.parametrize("where", ["t.priority in (1, 2)", "t.priority = 3", "t.team in (select id from team)"])
def test_a_page_of_what_an_index_finds_costs_no_more_among_more(desk: sqlite3.Connection, where: str) -> None:
    costs = []
    for many in (400, 4000):
        fill(desk, [(0, n * 7919 % many, 1 + n % 4, 0, 0) for n in range(many)])
        desk.execute("update ticket set team = 1 + id % 2")
        costs.append(_cost(desk, f"(({where}) and (t.is_open = 1))"))
    assert costs[1] <= costs[0] * 1.3, costs


@pytest.mark.parametrize("where", ["t.id > 0", "t.priority in (1, 2)", "t.team in (select id from team)"])
def test_a_page_of_open_and_ended_ones_costs_no_more_among_more(desk: sqlite3.Connection, where: str) -> None:
    costs = []
    for many in (400, 4000):
        fill(desk, [(2, 0, 1 + n // 2 % 4, 0, 0) for n in range(many)], ended=True)
        desk.execute("update ticket set team = 1 + id / 2 % 2")
        costs.append(_cost(desk, where))
    assert costs[1] <= costs[0] * 1.3, costs


@pytest.mark.parametrize("order", ORDERS, ids=str)
@given(tickets=_TICKETS, most=st.integers(1, 30))
@settings(max_examples=25, deadline=None)
def test_the_first_of_all_that_match_are_those_of_the_list(
    desk: sqlite3.Connection, order: Order, tickets: list[tuple[int | None, ...]], most: int
) -> None:
    fill(desk, tickets)

    def select(sql: str, values: Mapping[str, object]) -> list[tuple[int, ...]]:
        return desk.execute(sql, values).fetchall()

    assert first_of(select, "1 = 1", {}, most, order) == expected(tickets, order)[:most]


# --- by a tag ---------------------------------------------------------------------------------------------------------


def tag(desk: sqlite3.Connection, tags: Mapping[str, str]) -> None:
    """Have the tickets that a condition chooses carry a tag, also in its index."""
    for word, of in tags.items():
        desk.execute(f"update ticket set tags = coalesce(tags, ' ') || '{word} ' where {of}")
        desk.execute(
            "insert into ticket_tag (ticket, tag, is_open, standing, breaches_at)"
            f" select id, '{word}', is_open, standing, breaches_at from ticket where {of}"
        )


def led(words: str) -> tuple[str, Mapping[str, object]]:
    made = compile_filter(words, "ana", Instant(0))
    assert lead_of(made.where)
    return made.where, made.values


@pytest.mark.parametrize("order", ORDERS, ids=str)
@given(tickets=_TICKETS, limit=st.integers(1, 7), words=st.sampled_from(["tag:a is:open", "tag:a", "tag:a,b -tag:c"]))
@settings(max_examples=25, deadline=None)
def test_what_carries_a_tag_is_the_list_too(
    desk: sqlite3.Connection, order: Order, tickets: list[tuple[int | None, ...]], limit: int, words: str
) -> None:
    fill(desk, tickets, ended=True)
    tag(desk, {"a": "id % 3 <> 0", "b": "id % 2 = 0", "c": "id % 5 = 0"})
    where, values = led(words)
    carries: dict[str, Callable[[int], object]] = {
        "tag:a is:open": lambda n: n % 3 and n % 2,
        "tag:a": lambda n: n % 3,
        "tag:a,b -tag:c": lambda n: (n % 3 or n % 2 == 0) and n % 5,
    }
    right = [number for number in expected(tickets, order) if carries[words](number)]

    def read(query: Query[R], values: Mapping[str, object]) -> list[R]:
        return [query.row(*row) for row in desk.execute(query.sql, values)]

    def select(sql: str, values: Mapping[str, object]) -> list[tuple[int, ...]]:
        return desk.execute(sql, values).fetchall()

    found: list[QueueRow] = []
    place: Place = TOP
    while rows := page(read, where, values, place, limit, order):
        found += rows
        place = order.place_of(rows[-1])
    assert [row.id for row in found] == right
    places = [order.place_of(row) for row in found]
    assert anchors(select, where, values, limit, order) == (len(right), [TOP, *places[limit - 1 : -1 : limit]])
    assert first_of(select, where, values, limit, order) == right[:limit]


AMONG = [
    pytest.param((400, 4000), id="some"),
    pytest.param((100_000, 1_000_000), id="many", marks=pytest.mark.soak),
]


LED = [
    *((BY_BREACH, words) for words in ("tag:rare,usual", "tag:usual")),
    *((order, words) for order in ORDERS for words in ("tag:rare is:open", "tag:usual is:open", "tag:rare")),
]
"""Other orders have an index of open tickets only: ended ones that many tags lead to are put in order each time."""


@pytest.mark.parametrize(("order", "words"), LED, ids=str)
@pytest.mark.parametrize("among", AMONG)
def test_a_page_of_what_carries_a_tag_costs_no_more_among_more(
    desk: sqlite3.Connection, words: str, among: tuple[int, int], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where hardly any ticket carries it, and where those that do stand last."""
    costs = []
    where, values = led(words)
    monkeypatch.setattr("deskconsole.features.tickets.orders.FEW", min(FEW, among[0] // 3 - 3))
    for many in among:
        fill(desk, [(0, n, 1, 0, 0) for n in range(many)], ended=True)
        tag(desk, {"rare": f"id > {many - 120}", "usual": "id % 3 = 0"})
        costs.append(_cost(desk, where, values, order))
    assert costs[1] <= costs[0] * 1.3 + 2, costs


def test_counting_what_carries_a_tag_costs_no_more_among_more(desk: sqlite3.Connection) -> None:
    where, values = led("tag:rare is:open")
    costs = []
    for many in (400, 4000):
        fill(desk, [(0, n, 1, 0, 0) for n in range(many)], ended=True)
        tag(desk, {"rare": f"id > {many - 120}"})
        with stepping(desk) as steps:
            total, _ = anchors(lambda sql, values: desk.execute(sql, values).fetchall(), where, values, 50, Order())
        assert total == 60
        costs.append(steps())
    assert costs[1] <= costs[0] * 1.3 + 2, costs
