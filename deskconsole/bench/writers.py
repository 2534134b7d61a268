"""Many processes that write at once: none fails, none is starved, no update is lost."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import mean
from time import monotonic

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, folder, say, spread_of, told
from deskconsole.bench.sizes import Sizes
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import StoreTrouble
from deskconsole.derive import RULES
from deskconsole.features.directory.events import TeamDefined
from deskconsole.store.store import Store

_FORK = multiprocessing.get_context("fork")
_NAME = "select name from team where id = 1"


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        path = worlds.made(Path(room, "writers.db"))
        store = Store(str(path))
        with store.writing(Actor(DESK), RULES) as tx:
            tx.record(TeamDefined(tx.now, 1, "desk", "0"))
        store.close()
        say(f"writers: {sizes.writers} processes")
        done = _written(path, sizes)
        store = Store(str(path))
        counted = int(store.read.driver.select(_NAME)[0][0])
        store.close()
    commits = [float(mine) for mine, _ in done]
    note = f"{sizes.writers} processes, synchronous FULL, {sizes.moment:g} s"
    yield told(
        "writers.fairness", mean(commits), "commits", floor=min(commits) or 0.1, n=len(done), spread=spread_of(commits),
        note=f"{note}; mean, floor: the slowest",
    )  # fmt: skip
    yield told("writers.lock_errors", sum(failed for _, failed in done), "errors", n=int(sum(commits)), note=note)
    yield told("writers.lost_updates", abs(sum(commits) - counted), "updates", n=int(sum(commits)), note=note)
    yield told("writers.per_second", sum(commits) / sizes.moment, "commits/s", n=int(sum(commits)), note=note)


def _written(path: Path, sizes: Sizes) -> list[tuple[int, int]]:
    """Commits and errors of each process."""
    begin = _FORK.Barrier(sizes.writers)
    writers = []
    for _ in range(sizes.writers):
        mine, theirs = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_writer, args=(path, sizes.moment, begin, theirs), daemon=True)
        process.start()
        theirs.close()
        writers.append((process, mine))
    done = [pipe.recv() for _, pipe in writers]
    for process, _ in writers:
        process.join()
    return done


def _writer(path: Path, moment: float, begin: Barrier, pipe: Connection) -> None:
    """Count up a name, each time from what is stored; as a command does, in one transaction."""
    store, commits, failed = Store(str(path)), 0, 0
    actor = Actor(DESK)
    store.now()
    begin.wait()
    until = monotonic() + moment
    while monotonic() < until:
        try:
            with store.writing(actor, RULES) as tx:
                name = tx.driver.select(_NAME)[0][0]
                tx.record(TeamDefined(tx.now, 1, "desk", f"{int(name) + 1}"))
        except StoreTrouble:
            failed += 1
        else:
            commits += 1
    store.close()
    pipe.send((commits, failed))
