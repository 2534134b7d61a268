"""A log taken over with five agreements, against inserting the rows that this wrote."""

from __future__ import annotations

import getpass
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from deskconsole.bench import logs, worlds
from deskconsole.bench.figure import Figure, folder, of_pairs, say, told
from deskconsole.bench.running import peak_of, program
from deskconsole.bench.sizes import Sizes
from deskconsole.bench.store import raw
from deskconsole.core.shipped import shipped

Chunk = list[tuple[str, list[tuple[Any, ...]]]]
"""What one transaction wrote: rows by table, parents first."""
_TABLES = (
    "select sql from sqlite_master where sql is not null and type in ('table', 'index') and tbl_name not like '%!_fts%'"
    " escape '!' order by type desc"
)
"""A full-text index is no row that is written: what it costs belongs to the import."""
_PEOPLE = '\n[operators.bench]\nname = "Bench"\naccount = "{account}"\nroles = ["admin"]\n'

_OF_BLOCK = {
    "team": "select * from team where id in (select subject from journal where about = 'team' and {seq})",
    "ticket": "select * from ticket where id in (select subject from journal where about = 'ticket' and {seq})",
    "clock": "select * from clock where ticket in (select subject from journal where about = 'ticket' and {seq})",
    "timer": "select * from timer where subject in (select subject from journal where about = 'ticket' and {seq})",
    "private_text": "select * from private_text where id between ? * 8 and ? * 8 + 7",
    "journal": "select * from journal where {seq}",
    "block": "select * from block where first_seq between ? and ?",
}
"""The rows a transaction wrote, parents before children, by the numbers of its first and its last line."""


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        path, whence = logs.file(room, sizes)
        timed = []
        peaks = []
        for turn in range(sizes.imports):
            say(f"import: {whence}, {turn + 1} of {sizes.imports}")
            store = _desk(Path(room, f"import{turn}.db"))
            before = _last_block(store)
            command = ["import", "servicenow-log", str(path), "--zone", "UTC", "--store", str(store)]
            taken, peak = peak_of([*program(), *command])
            say("import: the bare rows")
            bare = _inserted(Path(room, f"bare{turn}.db"), store, before)
            timed.append((bare, taken))
            peaks.append(peak)
            _gone(store, Path(room, f"bare{turn}.db"))
    note = f"{whence}, five agreements; floor: executemany of the rows it wrote, in the same transactions"
    yield of_pairs("import.log", timed, unit="s", note=note)
    yield told("import.peak", median(peaks), "MB", n=len(peaks), note="highest resident size")


def _desk(path: Path) -> Path:
    agreed = (shipped("examples") / "uci.toml").read_text(encoding="utf-8")
    return worlds.made(path, agreed + _PEOPLE.format(account=getpass.getuser()), clock=None)


def _last_block(path: Path) -> int:
    with raw(path) as connection:
        return int(connection.execute("select coalesce(max(id), 0) from block").fetchone()[0])


def _inserted(path: Path, source: Path, after: int) -> float:
    """Seconds that it takes to insert the rows of all later blocks into empty copies of the tables."""
    with raw(source) as full, raw(path) as empty:
        for (sql,) in full.execute(_TABLES):
            empty.execute(sql)
        _what_was_there(full, empty, after)
        taken = 0.0
        for chunk in _chunks(full, after):
            taken += _timed(lambda chunk=chunk: _insert(empty, chunk))  # type: ignore[misc]
    return taken


def _timed(work: Callable[[], None]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _what_was_there(full: sqlite3.Connection, empty: sqlite3.Connection, after: int) -> None:
    """What rows refer to that the import did not write."""
    last = full.execute("select max(last_seq) from block where id <= ?", (after,)).fetchone()[0] or 0
    tables = ("calendar_version", "agreement_version", "customer", "service")
    older = f"select * from team where id not in (select subject from journal where about = 'team' and seq > {last})"
    queries = [(table, f"select * from {table}") for table in tables] + [("team", older)]
    _insert(empty, [(table, full.execute(sql).fetchall()) for table, sql in queries])


def _chunks(full: sqlite3.Connection, after: int) -> Iterator[Chunk]:
    """What each transaction wrote; a row that a later one wrote again counts where it was first."""
    blocks = full.execute("select first_seq, last_seq from block where id > ? order by id", (after,)).fetchall()
    seen: dict[str, set[Any]] = {"team": set(), "ticket": set(), "timer": set(), "clock": set()}
    for first, last in blocks:
        chunk: Chunk = []
        for table, sql in _OF_BLOCK.items():
            rows = full.execute(re.sub(r"\{seq\}", "seq between ? and ?", sql), (first, last)).fetchall()
            if table in seen:
                width = {"timer": 2, "clock": 4}.get(table, 1)
                rows = [row for row in rows if row[:width] not in seen[table]]
                seen[table].update(row[:width] for row in rows)
            chunk.append((table, rows))
        yield chunk


def _insert(into: sqlite3.Connection, chunk: Chunk) -> None:
    into.execute("begin immediate")
    for table, rows in chunk:
        if rows:
            into.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)
    into.execute("commit")


def _gone(*paths: Path) -> None:
    """Each store is some hundred megabytes: the next one needs its room."""
    for path in paths:
        for part in path.parent.glob(f"{path.stem}*"):
            part.unlink()
