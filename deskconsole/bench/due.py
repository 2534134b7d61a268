"""A threshold that is due: recorded with its journal line, its clock and its next timer, against those writes alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
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
    for turn in range(max(sizes.rounds // 2, 1)):
        bare = _bare(_copied(before, f"bare{turn}"), writes)
        pairs.append((bare, _settled(_copied(before, f"tick{turn}"))))
    note = f"{sizes.due:,} at once, {len(writes)} transactions; floor: the bare writes of the same rows"
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


class _Transaction(NamedTuple):
    """What one transaction wrote: the rows of each due event in turn, and its block."""

    events: list[list[tuple[str, Row]]]
    block: tuple[str, Row]


def _written(before: Path, after: Path) -> Iterator[_Transaction]:
    """What the tick wrote, as the bare statements that write the same."""
    old, new = _rows(before), _rows(after)
    known = {table: set(rows) for table, rows in old.items()}
    written = {table: [row for row in rows if row not in known[table]] for table, rows in new.items()}
    columns = _columns(after)
    insert = {t: f"insert into {t} values ({', '.join('?' * len(columns[t]))})" for t in ("journal", "block")}
    of_ticket: dict[int, list[tuple[str, Row]]] = {}
    for table, width in (("ticket", 1), ("clock", 4), ("timer", 2)):
        sql = _update(table, columns[table], width)
        for row in written[table]:
            ticket = row[1] if table == "timer" else row[0]
            of_ticket.setdefault(ticket, []).append((sql, (*row[width:], *row[:width])))
    for block in written["block"]:
        lines = [row for row in written["journal"] if block[1] <= row[0] <= block[2]]
        events = [[(insert["journal"], line), *of_ticket.pop(line[4], [])] for line in lines]
        yield _Transaction(events, (insert["block"], block))


def _update(table: str, columns: list[str], width: int) -> str:
    sets, where = ", ".join(f"{c} = ?" for c in columns[width:]), " and ".join(f"{c} = ?" for c in columns[:width])
    return f"update {table} set {sets} where {where}"


def _rows(path: Path) -> Tables:
    with sqlite3.connect(path) as connection:
        return {table: connection.execute(f"select * from {table}").fetchall() for table in _WRITTEN}


def _columns(path: Path) -> dict[str, list[str]]:
    with sqlite3.connect(path) as connection:
        return {t: [row[1] for row in connection.execute(f"pragma table_info({t})")] for t in _WRITTEN}


def _bare(path: Path, transactions: Sequence[_Transaction]) -> float:
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
