"""A threshold that is due: recorded with its journal line, its clock and its next timer, against those writes alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, of_pairs
from deskconsole.bench.sizes import Sizes
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Event, Learned, Private
from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant
from deskconsole.derive import RULES
from deskconsole.engine.tick import catch_up
from deskconsole.features.tickets import events as e
from deskconsole.store.sqlite import Sqlite
from deskconsole.store.store import Store

Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
_WRITTEN = ("journal", "block", "ticket", "clock", "timer")


def event(room: Path, sizes: Sizes) -> Figure:
    """Thresholds of so many tickets, each with eight events and three clocks, due at one instant."""
    before = _world(room / "due.db", sizes.due)
    after = _copied(before, "done")
    _settled(after)
    writes = list(_written(before, after))
    pairs = []
    for turn in range(max(sizes.rounds // 3, 1)):
        bare = _bare(_copied(before, f"bare{turn}"), writes)
        pairs.append((bare, _settled(_copied(before, f"tick{turn}"))))
    note = f"{sizes.due:,} at once, {len(writes)} transactions; floor: executemany of the rows they wrote"
    return of_pairs("store.due_event", pairs, unit="µs", share=1 / sizes.due, note=note)


def _world(path: Path, many: int) -> Path:
    """Tickets whose first share of the resolution is due within the last half hour."""
    store = Store(str(worlds.made(path)))
    for first in range(1, many + 1, 100):
        with store.writing(Actor(DESK), RULES) as tx:
            tx.learn([known for n in range(first, min(first + 100, many + 1)) for known in _history(n)])
    store.close()
    return path


def _history(n: int) -> Iterator[Learned]:
    opened = Instant(worlds.NOW - 8 * HOUR - n % 1800 * SECOND)
    for number, happened in enumerate(_life(n, opened)):
        yield Learned(happened, worlds.NOW, f"{n} {number}")


def _life(n: int, opened: Instant) -> Iterator[Event]:
    def after(minutes: int) -> Instant:
        return Instant(opened + minutes * MINUTE)

    yield e.TicketCreated(opened, n, f"INC{n:07}", "incident", Private(f"Mail does not arrive on floor {n}"), 3)
    yield e.TicketRouted(opened, n, 1 + n % 4, "mail", ("words: mail",))
    yield e.TicketAssigned(after(2), n, "bench", "open")
    yield e.TicketCommented(after(5), n, Private("We look into it."), public=True, responds=True)
    yield e.TicketCommented(after(9), n, Private("The connector shows nothing odd."))
    yield e.TicketTagged(after(10), n, ("mail",))
    yield e.TicketHeld(after(12), n, "vendor")
    yield e.TicketCommented(after(30), n, Private("Any news?"), by_customer=True)


def _copied(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(f"{name}.db")))


def _settled(path: Path) -> float:
    """Seconds until all that is due has been settled."""
    store = Store(str(path))
    store.read.driver.select("select 1 from timer limit 1")
    begun = perf_counter()
    catch_up(store)
    taken = perf_counter() - begun
    store.close()
    return taken


class _Step(NamedTuple):
    sql: str
    rows: list[Row]


def _written(before: Path, after: Path) -> Iterator[list[_Step]]:
    """What the tick wrote, transaction by transaction, as bare statements."""
    old, new = _rows(before), _rows(after)
    known = {table: set(rows) for table, rows in old.items()}
    written = {table: [row for row in rows if row not in known[table]] for table, rows in new.items()}
    columns = _columns(after)
    for block in written["block"]:
        lines = [row for row in written["journal"] if block[1] <= row[0] <= block[2]]
        tickets = {row[4] for row in lines}
        yield [
            _insert("journal", columns, lines),
            _insert("block", columns, [block]),
            _update("ticket", columns, 1, [row for row in written["ticket"] if row[0] in tickets]),
            _update("clock", columns, 4, [row for row in written["clock"] if row[0] in tickets]),
            _update("timer", columns, 2, [row for row in written["timer"] if row[1] in tickets]),
        ]


def _rows(path: Path) -> Tables:
    with sqlite3.connect(path) as connection:
        return {table: connection.execute(f"select * from {table}").fetchall() for table in _WRITTEN}


def _columns(path: Path) -> dict[str, list[str]]:
    with sqlite3.connect(path) as connection:
        return {t: [row[1] for row in connection.execute(f"pragma table_info({t})")] for t in _WRITTEN}


def _insert(table: str, columns: dict[str, list[str]], rows: list[Row]) -> _Step:
    return _Step(f"insert into {table} values ({', '.join('?' * len(columns[table]))})", rows)


def _update(table: str, columns: dict[str, list[str]], width: int, rows: list[Row]) -> _Step:
    key, rest = columns[table][:width], columns[table][width:]
    sql = (
        f"update {table} set {', '.join(f'{name} = ?' for name in rest)} where {' and '.join(f'{k} = ?' for k in key)}"
    )
    return _Step(sql, [(*row[width:], *row[:width]) for row in rows])


def _bare(path: Path, transactions: Sequence[list[_Step]]) -> float:
    """Seconds that the same rows take in transactions of the same size, without a thought."""
    backend = Sqlite(path)
    begun: Callable[[], float] = perf_counter
    with backend.writing():
        pass
    start = begun()
    for steps in transactions:
        with backend.writing() as driver:
            for step in steps:
                driver.connection.executemany(step.sql, step.rows)
    taken = begun() - start
    backend.close()
    return taken
