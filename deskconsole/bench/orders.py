"""The other orders of a queue: a page from the middle of each, against one from the middle of the usual order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from random import Random

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, compared
from deskconsole.bench.sizes import Sizes
from deskconsole.features.tickets.filters import Filter, compile_filter
from deskconsole.features.tickets.orders import BY_BREACH, TOP, WORDS, Order, Place, page
from deskconsole.features.tickets.views import queue_page
from deskconsole.store.store import Store

PAGE = 50
"""Rows of a page."""
_ANY = {**dict(zip(("standing", "breaches_at", "id"), TOP, strict=True)), "limit": 1}
ORDERS = [Order(sort, reverse) for sort in WORDS for reverse in (False, True)]


def figures(store: Store, sizes: Sizes) -> Iterator[Figure]:
    """A page in each order, from anywhere on."""
    made = compile_filter("is:open", "bench", worlds.NOW)
    usual = _paging(store, made, BY_BREACH, _somewhere(store, made, BY_BREACH))
    for order in ORDERS:
        if order != BY_BREACH:
            name = f"store.queue_by_{order.sort}{'_reversed' if order.reverse else ''}"
            yield compared(
                name, usual, _paging(store, made, order, _somewhere(store, made, order)), unit="µs",
                rounds=sizes.rounds, times=max(sizes.times // 10, 1),
                note=f"{PAGE} of {sizes.screen:,} tickets, from any place on; floor: by what breaches next",
            )  # fmt: skip


def _paging(store: Store, made: Filter, order: Order, places: Sequence[Place]) -> Callable[[], object]:
    turn = cycle(places)

    def work() -> object:
        return page(
            lambda query, bound: store.read.all(query, **bound), made.where, made.values, next(turn), PAGE, order
        )

    return work


def _somewhere(store: Store, made: Filter, order: Order, many: int = 40) -> list[Place]:
    """Places of tickets that lie anywhere in the list."""
    chance = Random(1)
    last = store.read.driver.select("select max(id) from ticket")[0][0]
    found = []
    for ticket in chance.sample(range(1, last + 1), min(many, last)):
        rows = store.read.all(queue_page("t.id = :ticket"), **_ANY, ticket=ticket)
        found.append(order.place_of(rows[0]))
    return found
