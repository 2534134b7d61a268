"""The store: what an idle tick costs, a threshold that is due, a page of the queue."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from deskconsole.bench import due, orders, worlds
from deskconsole.bench.figure import Figure, compared, folder, say, told
from deskconsole.bench.sizes import Sizes
from deskconsole.core.desk import Query
from deskconsole.core.instants import HOUR
from deskconsole.engine.tick import advance
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import QueueRow, queue_page
from deskconsole.store.store import Store

PAGE = 50
"""Rows of a page."""
_EMPTY = "select 1 from timer where parked = 0 and fire_at <= ? limit 1"


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        say(f"store: filling one with {sizes.many:,} tickets")
        many = worlds.queue(Path(room, "many.db"), sizes.many)
        few = worlds.queue(Path(room, "few.db"), sizes.few)
        say("store: an idle tick")
        yield from _idle(many, few, sizes)
        say("store: a page of the queue")
        yield from _page(many, few, sizes)
        say("store: a page in other orders")
        screen = Store(str(worlds.queue(Path(room, "screen.db"), sizes.screen)))
        yield from orders.figures(screen, sizes)
        screen.close()
        say("store: a threshold that is due")
        yield due.event(Path(room), sizes)


def _idle(many: Path, few: Path, sizes: Sizes) -> Iterator[Figure]:
    big, small = Store(str(many)), Store(str(few))
    with raw(many) as connection:

        def floor() -> object:
            return connection.execute(_EMPTY, (worlds.NOW,)).fetchall()

        note = f"{sizes.many:,} timers; floor: an empty indexed SELECT"
        yield compared(
            "store.idle_tick", floor, lambda: advance(big), unit="µs", rounds=sizes.rounds, times=sizes.times, note=note
        )
    yield compared(
        "store.idle_tick_flat", lambda: advance(small), lambda: advance(big), unit="µs", rounds=sizes.rounds,
        times=sizes.times, note=f"{sizes.many:,} timers; floor: {sizes.few:,}",
    )  # fmt: skip
    big.close()
    small.close()


class raw(sqlite3.Connection):
    """The driver alone, with the settings of a store."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, isolation_level=None, cached_statements=256)
        for said in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "cache_size = -16000"):
            self.execute(f"pragma {said}").fetchall()

    def __exit__(self, *trouble: object) -> None:  # type: ignore[override]
        self.close()


def _page(many: Path, few: Path, sizes: Sizes) -> Iterator[Figure]:
    big, small = Store(str(many)), Store(str(few))
    made = compile_filter("is:open", "bench", worlds.NOW)
    top = {**made.values, "standing": -1, "breaches_at": 0, "id": 0, "limit": PAGE}
    places = _places(sizes.times)

    def paging(store: Store, begin: Callable[[int], Mapping[str, object]]) -> Callable[[], object]:
        turn = iter(range(1 << 62))
        return lambda: store.read.all(queue_page(made.where), **begin(next(turn)))

    def anywhere(turn: int) -> Mapping[str, object]:
        return {**top, "standing": 0, "breaches_at": places[turn % len(places)]}

    def page(name: str, floor: Callable[[], object], work: Callable[[], object], note: str) -> Figure:
        times = max(sizes.times // 10, 1)
        return compared(name, floor, work, unit="µs", rounds=sizes.rounds, times=times, note=note)

    with raw(many) as connection:
        sql = queue_page(made.where).sql
        note = f"{PAGE} of {sizes.many:,} tickets; floor: sqlite3 with the same SQL"
        yield page(
            "store.queue_page", lambda: connection.execute(sql, top).fetchall(), paging(big, lambda turn: top), note
        )
    note = f"{PAGE} of {sizes.many:,} tickets; floor: of {sizes.few:,}"
    yield page("store.queue_page_flat", paging(small, lambda turn: top), paging(big, lambda turn: top), note)
    yield page(
        "store.queue_page_anywhere", paging(small, anywhere), paging(big, anywhere), f"{note}, from any place on"
    )
    yield _plan(big, queue_page(made.where), top)
    big.close()
    small.close()


def _places(many: int) -> list[int]:
    chance = Random(1)
    return [worlds.NOW + HOUR + chance.randrange(2**32) * 600 for _ in range(many)]


def _plan(store: Store, query: Query[QueueRow], values: Mapping[str, object]) -> Figure:
    plan = store.read.driver.select(f"explain query plan {query.sql}", values)
    steps = [step for _, _, _, step in plan]
    # The page itself is put in order; what it is chosen from must be so already.
    wrong = [step for _, within, _, step in plan if step.startswith("SCAN") or (within and "TEMP B-TREE" in step)]
    queue = next((step for step in steps if "ticket_queue" in step), None)
    return told("store.queue_sorts", len(wrong) + (queue is None), "steps", note=queue or "; ".join(steps))
