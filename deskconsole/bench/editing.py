"""An edited calendar under open tickets: what it would move, moving it, and how long others wait for the lock."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, folder, seconds, spread_of, told
from deskconsole.bench.sizes import Sizes
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Event, Learned, Private
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import Step, plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import events as e
from deskconsole.house import House
from deskconsole.preview import preview
from deskconsole.store.store import Store

_FORK = multiprocessing.get_context("fork")
_DESK = """
[desk]
name = "Benchmark"
zone = "Europe/Berlin"

[calendars.office]
zone = "Europe/Berlin"
hours = {{ weekdays = ["{hours}"] }}

[teams.mail]
name = "Mail"

[operators.bench]
name = "Bench"
roles = ["agent", "admin"]

[agreements.standard]
calendar = "office"
existing = "move"
[agreements.standard.response]
targets = {{ p1 = "8h", p2 = "10h", p3 = "12h", p4 = "16h" }}
[agreements.standard.resolution]
targets = {{ p1 = "12h", p2 = "24h", p3 = "40h", p4 = "80h" }}
pause = ["caller"]
[agreements.standard.closure]
targets = {{ p1 = "40h", p2 = "60h", p3 = "80h", p4 = "120h" }}

[holds.caller]
limit = "48h"
"""
_BEFORE, _AFTER = _DESK.format(hours="09:00-17:00"), _DESK.format(hours="08:00-18:00")
_MORNING = 110 * MINUTE
_CHUNK = 500
_PROBE_S = 0.02
"""A writer comes this often while tickets are moved."""


def figures(sizes: Sizes) -> Iterator[Figure]:
    """Nine of ten tickets have run on since they were opened; one was answered or waited, and is folded."""
    with folder() as room:
        world = _world(Path(room, "open.db"), sizes.edited)
        store = Store(str(world))
        looked = [seconds(lambda: _looked(store)) for _ in range(max(sizes.rounds // 5, 1))]
        store.close()
        note = f"{sizes.edited:,} open tickets × 3 metrics, other office hours, existing = move"
        yield told("sla.edit_previewed", median(looked), "s", n=len(looked), spread=spread_of(looked), note=note)
        copies = [Path(shutil.copy(world, world.with_name(f"{n}.db"))) for n in range(max(sizes.rounds // 7, 1))]
        done = [_applied(copy) for copy in copies]
    took, waits = [taken for taken, _ in done], [wait for _, many in done for wait in many]
    yield told("sla.edit_applied", median(took), "s", n=len(took), spread=spread_of(took), note=note)
    yield told(
        "sla.edit_lock_p99", quantiles(waits, n=100, method="inclusive")[98] * 1000, "ms", n=len(waits),
        note="for how long a writer waited for the lock meanwhile, 99 % of the times",
    )  # fmt: skip


def _world(path: Path, many: int) -> Path:
    store = Store(str(worlds.made(path, _BEFORE)), draft=True)
    for first in range(1, many + 1, _CHUNK):
        with store.writing(Actor(DESK), RULES) as tx:
            tx.learn([known for n in range(first, min(first + _CHUNK, many + 1)) for known in _history(n, many)])
    store.close()
    return path


def _history(n: int, many: int) -> Iterator[Learned]:
    """A ticket's events: opened one after the other since this morning."""
    opened = Instant(worlds.NOW - (many - n) * _MORNING // many)
    for number, happened in enumerate(_life(n, opened)):
        yield Learned(happened, worlds.NOW, f"{n} {number}")


def _life(n: int, opened: Instant) -> Iterator[Event]:
    yield e.TicketCreated(opened, n, f"INC{n:07}", "incident", Private(f"Mail does not arrive on floor {n}"), 1 + n % 4)
    yield e.TicketRouted(opened, n, 1, "mail", ("words: mail",))
    if n % 20 == 0:
        yield e.TicketCommented(opened, n, Private("We look into it."), public=True, responds=True)
    if n % 100 == 10:
        yield e.TicketHeld(opened, n, "caller")
        yield e.TicketResumed(worlds.NOW, n, "caller")


def _steps(store: Store) -> list[Step]:
    return plan(parse(_AFTER, "desk.toml"), current(store.read), 2026)


def _looked(store: Store) -> None:
    with store.backend.looking() as driver:
        preview(driver, _steps(store), store.now())


def _applied(path: Path) -> tuple[float, list[float]]:
    """Seconds until all clocks have gone over, and how long each writer that came meanwhile waited."""
    store = Store(str(path))
    over, (mine, theirs) = _FORK.Event(), _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_writer, args=(path, over, theirs), daemon=True)
    process.start()
    mine.recv()
    begun = perf_counter()
    House(store, Actor(DESK)).do(apply(_steps(store)))
    catch_up(store)
    taken = perf_counter() - begun
    over.set()
    waits: list[float] = mine.recv()
    process.join()
    store.close()
    return taken, waits


def _writer(path: Path, over: Signal, pipe: Connection) -> None:
    """Take the lock now and then, as somebody who works does."""
    store, waits = Store(str(path)), list[float]()
    pipe.send(None)
    while not over.is_set():
        begun = perf_counter()
        with store.backend.writing():
            waits.append(perf_counter() - begun)
        sleep(_PROBE_S)
    store.close()
    pipe.send(waits)
