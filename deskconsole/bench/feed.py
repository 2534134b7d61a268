"""How soon a commit is seen by many processes that watch for it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic, sleep

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, folder, say, told
from deskconsole.bench.sizes import Sizes
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import StoreTrouble
from deskconsole.derive import RULES
from deskconsole.features.directory.events import TeamDefined
from deskconsole.store.feed import Feed
from deskconsole.store.store import Store

_FORK = multiprocessing.get_context("fork")
_PAUSE_S = (0.02, 0.12)
"""Between two commits: beside the readers' own rhythm."""


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        path = worlds.made(Path(room, "feed.db"))
        say(f"feed: {sizes.readers} readers")
        delays = sorted(_delays(path, sizes))
    note = f"{sizes.readers} processes watch, another commits; from its commit until one has the line"
    for name, value in (
        ("feed.seen_p50", median(delays)),
        ("feed.seen_p99", delays[int(len(delays) * 0.99)]),
        ("feed.seen_max", delays[-1]),
    ):
        yield told(name, value * 1000, "ms", n=len(delays), note=note)


def _delays(path: Path, sizes: Sizes) -> list[float]:
    """Seconds from each commit until each reader has it."""
    stop = _FORK.Event()
    readers = []
    for _ in range(sizes.readers):
        mine, theirs = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_reader, args=(path, stop, theirs), daemon=True)
        process.start()
        theirs.close()
        readers.append((process, mine))
    for _, pipe in readers:
        pipe.recv()  # it watches
    committed = _commit(path, sizes.moment)
    sleep(0.5)
    stop.set()
    seen = [pipe.recv() for _, pipe in readers]
    for process, _ in readers:
        process.join()
    missed = sum(len(committed.keys() - got.keys()) for got in seen)
    if missed:
        raise StoreTrouble(f"{missed} of {len(committed) * len(seen)} commits were never seen")
    return [max(got[seq] - at, 0.0) for got in seen for seq, at in committed.items()]


def _commit(path: Path, moment: float) -> dict[int, float]:
    """Commit now and then; when each line was about to be committed."""
    store, chance = Store(str(path)), Random(1)
    committed: dict[int, float] = {}
    until = monotonic() + moment
    while monotonic() < until:
        with store.writing(Actor(DESK), RULES) as tx:
            seq = tx.record(TeamDefined(tx.now, 1, "desk", f"Desk {len(committed)}"))
            at = monotonic()
        committed[seq] = at
        sleep(chance.uniform(*_PAUSE_S))
    store.close()
    return committed


def _reader(path: Path, stop: Event, pipe: Connection) -> None:
    """When each line was seen."""
    feed, seen = Feed(Store(str(path))), {}
    feed.wait(0)
    pipe.send(True)
    while not stop.is_set():
        lines = feed.wait(0.2)
        at = monotonic()
        seen.update({line.seq: at for line in lines})
    pipe.send(seen)
