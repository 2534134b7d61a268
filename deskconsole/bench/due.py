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
    before = filled(worlds.made(room / "due.db"), sizes.due)
    return against_bare("store.due_event", before, sizes.due, max(sizes.rounds // 2, 1), _written)


def against_bare(
    name: str, before: Path, many: int, rounds: int, written: Callable[[Path, Path], Iterator[Transaction]]
) -> Figure:
    """What settling so many that are due at once costs, against the bare writes of the same rows."""
    after = copied(before, "done")
    settled(after)
    writes = list(written(before, after))
    pairs = []
    for turn in range(rounds):
        least = bare(copied(before, f"bare{turn}"), writes)
        pairs.append((least, settled(copied(before, f"tick{turn}"))))
    note = f"{many:,} at once, {len(writes)} transactions; floor: the bare writes of the same rows"
    return of_pairs(name, pairs, unit="µs", share=1 / many, note=note)


def filled(path: Path, many: int) -> Path:
    """A store with tickets whose first share of the resolution is due within the last half hour."""
    store = Store(str(path))
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


def copied(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(f"{name}.db")))


def settled(path: Path) -> float:
    """Seconds until all that is due has been settled."""
    store = Store(str(path))
    store.read.driver.select("select 1 from timer limit 1")
    begun = perf_counter()
    catch_up(store)
    taken = perf_counter() - begun
    store.close()
    return taken


class Transaction(NamedTuple):
    """What one transaction wrote: the rows of each due event in turn, and its block."""

    events: list[list[tuple[str, Row]]]
    block: tuple[str, Row]


def _written(before: Path, after: Path) -> Iterator[Transaction]:
    """What the tick wrote, as the bare statements that write the same."""
    old, new = rows_of(before), rows_of(after)
    known = {table: set(rows) for table, rows in old.items()}
    written = {table: [row for row in rows if row not in known[table]] for table, rows in new.items()}
    columns = columns_of(after)
    insert = {t: f"insert into {t} values ({', '.join('?' * len(columns[t]))})" for t in ("journal", "block")}
    of_ticket: dict[int, list[tuple[str, Row]]] = {}
    for table, width in (("ticket", 1), ("clock", 4), ("timer", 2)):
        sql = update(table, columns[table], width)
        for row in written[table]:
            ticket = row[1] if table == "timer" else row[0]
            of_ticket.setdefault(ticket, []).append((sql, (*row[width:], *row[:width])))
    for block in written["block"]:
        lines = [row for row in written["journal"] if block[1] <= row[0] <= block[2]]
        events = [[(insert["journal"], line), *of_ticket.pop(line[4], [])] for line in lines]
        yield Transaction(events, (insert["block"], block))


def update(table: str, columns: list[str], width: int) -> str:
    sets, where = ", ".join(f"{c} = ?" for c in columns[width:]), " and ".join(f"{c} = ?" for c in columns[:width])
    return f"update {table} set {sets} where {where}"


def rows_of(path: Path, tables: Sequence[str] = _WRITTEN) -> Tables:
    with sqlite3.connect(path) as connection:
        return {table: connection.execute(f"select * from {table}").fetchall() for table in tables}


def columns_of(path: Path, tables: Sequence[str] = _WRITTEN) -> dict[str, list[str]]:
    with sqlite3.connect(path) as connection:
        return {t: [row[1] for row in connection.execute(f"pragma table_info({t})")] for t in tables}


def bare(path: Path, transactions: Sequence[Transaction]) -> float:
    """Seconds that the same rows take in transactions of the same size, without a thought."""
    backend = Sqlite(path)
    with backend.writing():
        pass
    begun = perf_counter()
    for events, block in transactions:
        with backend.writing() as driver:
            execute = driver.connection.execute
            for writes in events:
                for sql, row in writes:
                    execute(sql, row)
            execute(*block)
    taken = perf_counter() - begun
    backend.close()
    return taken
