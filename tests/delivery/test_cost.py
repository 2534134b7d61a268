"""What queueing costs, beside the bare writes of the same rows; and what an outbox costs in which nothing lies."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from time import perf_counter

import pytest

from deskconsole.core.actors import DESK
from deskconsole.store.sqlite import Sqlite
from tests.delivery.world import Telling, tell

TABLES = ("private_text", "journal", "notification", "block")


def written(path: Path, after: dict[str, int]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of these tables from a number on."""
    with sqlite3.connect(path) as connection:
        key = {"journal": "seq"}
        return {
            table: connection.execute(f"select * from {table} where {key.get(table, 'id')} > ?", (last,)).fetchall()
            for table, last in after.items()
        }


def bare(path: Path, rows: dict[str, list[tuple[object, ...]]], transactions: int) -> float:
    """Seconds that the same rows take in as many transactions, without a thought."""
    backend = Sqlite(path)
    with backend.writing():
        pass
    begun = perf_counter()
    for number in range(transactions):
        with backend.writing() as driver:
            for table, known in rows.items():
                share = len(known) // transactions
                for row in known[number * share : (number + 1) * share]:
                    driver.connection.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)
    taken = perf_counter() - begun
    backend.close()
    return taken


@pytest.mark.long
def test_five_thousand_are_queued_at_a_few_times_their_bare_writes(telling: Telling, tmp_path: Path) -> None:
    ticket, ana = telling.ticket(), telling.number("ana")
    last = {t: telling.scalar(f"select coalesce(max({'seq' if t == 'journal' else 'id'}), 0) from {t}") for t in TABLES}
    telling.store.read.driver.select("pragma wal_checkpoint(truncate)")
    shutil.copy(telling.path, tmp_path / "bare.db")
    begun = perf_counter()
    for _ in range(50):
        telling.by(DESK).do(tell(ana, ["INC-10001 reaches 80 % of its resolution in 12 min"] * 100, ticket=ticket))
    taken = perf_counter() - begun
    rows = written(telling.path, last)
    assert {table: len(known) for table, known in rows.items()} == dict.fromkeys(TABLES[:3], 5000) | {"block": 50}
    floor = bare(tmp_path / "bare.db", rows, 50)
    print(f"5000 queued in {taken:.2f} s, {taken / floor:.1f} × the bare writes of the same rows")
    assert taken / floor < 6


def test_a_turn_in_which_nothing_is_to_be_told_is_one_read(telling: Telling) -> None:
    asked: list[str] = []
    connection = telling.store.backend.reader().connection  # type: ignore[attr-defined]
    connection.set_trace_callback(asked.append)
    assert telling.outbox.run() == 0
    connection.set_trace_callback(None)
    (sql,) = asked
    plan = telling.all(f"explain query plan {sql}")
    assert all("INDEX" in line[3] for line in plan if "notification" in line[3] or "outbox" in line[3]), plan
