"""A store on a server, taken into memory as it stands: what looks back reads it like a store in a file.

The whole desk is there as long as somebody looks, and nowhere else: no file holds it, and it goes with the last
connection.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from deskconsole.core.instants import Instant
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.fulltext import MARK
from deskconsole.store.migrate import create
from deskconsole.store.store import Store

LEFT_OUT = frozenset({"alembic_version", "desk_clock", "draft", "last_place", "outbox", "presence", "process"})
"""What nobody looks back at."""
_NUMBERS = count(1)


def taken(store: Store) -> tuple[str, sqlite3.Connection]:
    """The name under which a connection of this process attaches the copy, and the connection that keeps it till then.

    All of it is of one moment.
    """
    name = f"file:desk{next(_NUMBERS)}?mode=memory&cache=shared"
    kept = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)
    _empty().backup(kept)
    here = {table: columns for table, columns in store.backend.tables().items() if _is_taken(table)}
    kept.execute("begin")
    with store.backend.looking() as driver:
        # Texts come first: the full text is written, by triggers, with what is found by them.
        for table in sorted(here, key=lambda each: (each != "private_text", each)):
            columns = _columns(kept, table)
            places = ", ".join("?" * len(columns))
            sql = f"insert into {table} ({', '.join(columns)}) values ({places})"
            kept.executemany(sql, driver.each(f"select {', '.join(columns)} from {table}"))
    kept.execute("commit")
    return name, kept


@cache
def _empty() -> sqlite3.Connection:
    """The schema of a store in a file, made once a process."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        create(str(path), DeskTime(None, Instant(0), 0))
        with closing(sqlite3.connect(path)) as made:
            made.backup(kept)
    return kept


def _is_taken(table: str) -> bool:
    return table not in LEFT_OUT and MARK not in table


def _columns(kept: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in kept.execute(f"pragma table_info({table})")]
