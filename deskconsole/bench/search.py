"""Full text: a page of the queue by words, against FTS5 alone with the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from deskconsole.bench import texts, worlds
from deskconsole.bench.figure import Figure, folder, of_pairs, say, seconds, told
from deskconsole.bench.running import run
from deskconsole.bench.sizes import Sizes
from deskconsole.bench.store import PAGE, raw
from deskconsole.features.tickets.filters import Filter, compile_filter
from deskconsole.features.tickets.views import queue_page
from deskconsole.store.store import Store

QUERIES = 150
_BEST = f"select rowid from text_fts(?) order by rank limit {PAGE}"
_ALL = "select rowid from text_fts(?)"
_TOP = {"standing": -1, "breaches_at": 0, "id": 0, "limit": PAGE}


class _Search(NamedTuple):
    made: Filter
    bare: str


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        found = texts.texts(room, sizes)
        say(f"search: taking over {found.whence}")
        path = worlds.made(Path(room, "texts.db"))
        run("import", "csv", str(found.file), "--map", str(texts.map_of(room)), "--store", str(path))
        yield from _measured(path, _searches(found.all), found.whence)


def _searches(found: Sequence[texts.Text]) -> list[_Search]:
    """One to three words of a text, in turn, the last one as a beginning: common words are sought more often."""
    chance = Random(QUERIES)
    searches = []
    for turn, text in enumerate(chance.sample(found, min(QUERIES, len(found)))):
        words = [word for word in text.said.split() if len(word) > 2 and word.isalpha() and word not in ("and", "or")]
        chosen = chance.sample(words, min(turn % 3 + 1, len(words)))
        if chosen:
            made = compile_filter(" ".join(chosen), "bench", worlds.NOW)
            searches.append(_Search(made, next(str(v) for v in made.values.values() if str(v).startswith('"'))))
    return searches


def _measured(path: Path, searches: Sequence[_Search], whence: str) -> Iterator[Figure]:
    store = Store(str(path))
    best: list[tuple[float, float]] = []
    every: list[tuple[float, float]] = []
    with raw(path) as connection:
        for made, bare in searches:

            def page(made: Filter = made) -> object:
                return store.read.all(queue_page(made.where), **made.values, **_TOP)

            def of(sql: str, bare: str = bare) -> float:
                return min(seconds(lambda: connection.execute(sql, (bare,)).fetchall()) for _ in range(3))

            taken = min(seconds(page) for _ in range(3))
            best.append((of(_BEST), taken))
            every.append((of(_ALL), taken))
    note = f"{PAGE} of {whence}, 1 to 3 words; floor: FTS5 alone, "
    yield of_pairs("search.page", best, unit="ms", note=f"{note}its best {PAGE}")
    yield of_pairs("search.page_of_all", every, unit="ms", note=f"{note}numbers of all that match, in no order")
    yield told("search.p50", median(taken for _, taken in best) * 1e3, "ms", n=len(best), note="the same, by itself")
    yield _plan(store, searches)
    store.close()


def _plan(store: Store, searches: Sequence[_Search]) -> Figure:
    """How many tables are walked through for these searches; the index itself is asked by its words."""
    walked = 0
    for made, _ in searches:
        steps = store.read.driver.select(f"explain query plan {queue_page(made.where).sql}", {**made.values, **_TOP})
        walked += sum(step[3].startswith("SCAN") and "VIRTUAL TABLE INDEX" not in step[3] for step in steps)
    return told("search.scans", walked, "steps", n=len(searches), note="tables walked through")
