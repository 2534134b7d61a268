"""SQLite: WAL, synchronous FULL, one writer at a time in the order they came.

SQLite's own busy handler sleeps and barges, so that with many writers some wait for seconds; an advisory `flock`
beside the file queues them fairly (and a mutex in front of it, since a lock belongs to a process).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path

from deskconsole.core.errors import NotFound, StoreDown, StoreTrouble
from deskconsole.core.text import safe_text
from deskconsole.store.driver import Row, Values, gathered, positional
from deskconsole.store.turn import Turn

BUSY_MS = 5_000
"""How long SQLite itself waits for somebody who writes without our lock."""

LOOK_S = 0.08
"""How often a watch looks; 40 of them cost a few per cent of a core."""

QUEUE_S = 30.0
"""How long a writer waits for its turn; a turn takes some hundredths of a second."""

ROOM = 65_536
"""Bytes that SQLite needs beside the store before anything can be read or written."""

_NOTHING: Values = {}


_MEANS = {
    "full": "the disk is full: free some space; nothing of this was written, nothing else is lost",
    "readonly": "the store is read-only: check the rights of the file, its folder and the mount",
    "locked": "somebody else holds the store: another program has it open for writing; try again",
    "not a database": "this is no deskconsole store, or it is damaged: restore a backup",
    "malformed": "the file is damaged: keep it, restore a backup, compare with `journal verify`",
    "disk I/O": "the disk cannot be read or written: check it; nothing of this was written",
    "unable to open": "the file cannot be opened: check its path and rights",
}


_ERASED_BUT = "the texts are erased from the record, but"
_AGAIN = "Run `deskconsole people erase` again to be rid of what is left in the file"


def explained(trouble: sqlite3.Error, path: str) -> StoreTrouble:
    """What SQLite says, as what it means and what to do."""
    said = safe_text(" ".join(str(trouble).split()))[:200]  # it may quote what is damaged
    if isinstance(trouble, sqlite3.IntegrityError):
        return StoreTrouble(f"{path}: the store refused a row ({said}); nothing was changed")
    for part, meaning in _MEANS.items():
        if part in said:
            if part in ("disk I/O", "unable to open"):
                meaning = _disk(path) or meaning
            return StoreDown(f"{path}: {meaning} ({said})")
    if "no such table" in said or "no such column" in said:
        return StoreTrouble(f"{path}: the schema is another one ({said}): run `deskconsole db status`")
    return StoreTrouble(f"{path}: {said}")


def _disk(path: str) -> str | None:
    """What SQLite cannot tell apart when it cannot make its files beside the store."""
    try:
        disk = os.statvfs(Path(path).parent)
    except OSError:
        return None
    if disk.f_flag & os.ST_RDONLY or not os.access(Path(path).parent, os.W_OK):
        return _MEANS["readonly"]
    return _MEANS["full"] if disk.f_bavail * disk.f_frsize < ROOM else None


@lru_cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"


class SqliteDriver:
    """One connection to a file."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self.connection = connection
        self.path = path

    def select(self, sql: str, values: Values = _NOTHING) -> list[Row]:
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as trouble:
            raise explained(trouble, self.path) from trouble

    def each(self, sql: str, values: Values = _NOTHING) -> Iterator[Row]:
        try:
            # A chain, since a generator that is left would close the cursor, perhaps after its connection.
            yield from chain(self.connection.execute(sql, values))
        except sqlite3.Error as trouble:
            raise explained(trouble, self.path) from trouble

    def change(self, sql: str, values: Values = _NOTHING) -> int:
        try:
            return self.connection.execute(sql, values).rowcount
        except sqlite3.Error as trouble:
            raise explained(trouble, self.path) from trouble

    def change_many(self, sql: str, rows: Sequence[Row]) -> None:
        try:
            self.connection.executemany(positional(sql)[0], rows)
        except sqlite3.Error as trouble:
            raise explained(trouble, self.path) from trouble

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        try:
            self.connection.executemany(_insert(table, tuple(columns)), rows)
        except sqlite3.Error as trouble:
            raise explained(trouble, self.path) from trouble

    def version(self) -> int:
        """Changes whenever another connection has committed; costs 2 µs."""
        return int(self.select("pragma data_version")[0][0])


class SqliteWatch:
    """Sees that others have committed: SQLite counts it, we look a dozen times a second (2 µs each)."""

    def __init__(self, driver: SqliteDriver) -> None:
        self.driver = driver
        self._stopped = threading.Event()
        self._version = driver.version()

    def wait(self, seconds: float) -> bool:
        """Whether somebody has committed since we last looked; waits for it."""
        until = time.monotonic() + seconds
        while (version := self.driver.version()) == self._version:
            left = until - time.monotonic()
            if left <= 0 or self._stopped.wait(min(LOOK_S, left)):
                return False
        self._version = version
        return True

    def stop(self) -> None:
        """End a wait early, from another thread."""
        self._stopped.set()

    def close(self) -> None:
        self._stopped.set()
        self.driver.connection.close()


def there(path: Path) -> bool:
    """Whether there is such a file. Raises StoreDown where one may not even look."""
    try:
        return path.exists()
    except OSError as trouble:
        raise StoreDown(f"{path}: cannot be opened: {trouble.strerror}") from trouble


class Sqlite:
    """A store in a file."""

    name = "sqlite"

    def __init__(self, path: Path, *, create: bool = False, draft: bool = False) -> None:
        if not create and not there(path):
            raise NotFound(f"there is no store at {path}: `deskconsole init --store {path}` makes one")
        self.path = path
        self.synchronous = "off" if draft else "full"
        self._mine = threading.local()
        self._mutex = threading.Lock()
        self._writer: SqliteDriver | None = None
        self._turn = Turn(str(path))
        self._opened: list[sqlite3.Connection] = []

    def _connect(self) -> SqliteDriver:
        try:
            connection = sqlite3.connect(
                self.path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000, cached_statements=256
            )
            connection.execute("pragma journal_mode = wal").fetchall()
            connection.execute(f"pragma synchronous = {self.synchronous}")
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma secure_delete = fast")  # zeros over what goes; `scrub` does the rest
        except sqlite3.Error as trouble:
            raise explained(trouble, str(self.path)) from trouble
        except UnicodeDecodeError as trouble:  # SQLite's words about a schema that is damaged
            raise explained(sqlite3.DatabaseError(f"malformed: {trouble}"), str(self.path)) from trouble
        return SqliteDriver(connection, str(self.path))

    def _keep(self) -> SqliteDriver:
        driver = self._connect()
        self._opened.append(driver.connection)
        return driver

    def _write(self) -> SqliteDriver:
        """The connection that writes: a transaction of many lines finds its pages again, a reader has the system's."""
        if self._writer is None:
            self._writer = self._keep()
            self._writer.connection.execute("pragma cache_size = -16000")
        return self._writer

    def reader(self) -> SqliteDriver:
        """The connection of this thread."""
        driver: SqliteDriver | None = getattr(self._mine, "driver", None)
        if driver is None:
            driver = self._mine.driver = self._keep()
        return driver

    def give_back(self) -> None:
        """Its pages: the system has them too, and a thread that has gone through a long index holds 2 MB of it."""
        self.reader().change("pragma shrink_memory")

    @contextmanager
    def resting(self) -> Iterator[None]:
        """No thread of this process writes inside."""
        with self._mutex:
            yield

    @contextmanager
    def writing(self, *, lasts: bool = True) -> Iterator[SqliteDriver]:
        """The one writer: all of what happens inside, or nothing."""
        with self._mutex:
            driver = self._write()
            self._turn.take(QUEUE_S)
            try:
                if not lasts and self.synchronous == "full":
                    driver.change("pragma synchronous = normal")
                driver.change("begin immediate")
                try:
                    yield driver
                    driver.change("commit")
                except BaseException:
                    # A full disk may have rolled back already.
                    if driver.connection.in_transaction:
                        driver.connection.rollback()
                    raise
                finally:
                    if not lasts:
                        driver.change(f"pragma synchronous = {self.synchronous}")
            finally:
                self._turn.give()

    @contextmanager
    def looking(self) -> Iterator[SqliteDriver]:
        """All that is read inside is of one moment, whoever writes meanwhile."""
        driver = self._connect()
        try:
            driver.change("begin")
            yield driver
        finally:
            driver.connection.close()

    def scrub(self, tables: Sequence[str]) -> None:
        """Write the whole file anew: pages that were split or moved may hold copies of what was deleted.

        Whoever writes waits for it; the log beside the file is emptied too.
        """
        with self._mutex:
            driver = self._write()
            self._turn.take(QUEUE_S)
            try:
                driver.select("vacuum")
                busy = driver.select("pragma wal_checkpoint(truncate)")[0][0]
            except StoreTrouble as trouble:
                raise StoreTrouble(
                    f"{_ERASED_BUT} its file could not be written anew: {trouble}. {_AGAIN}"
                ) from trouble
            finally:
                self._turn.give()
        if busy:
            raise StoreTrouble(f"{_ERASED_BUT} somebody is reading {self.path}, so its log keeps what was. {_AGAIN}")

    def watch(self) -> SqliteWatch:
        return SqliteWatch(self._connect())

    def tables(self) -> dict[str, tuple[str, ...]]:
        """All tables with their columns."""
        sql = (
            "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c"
            " where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid"
        )
        return gathered(self.reader().select(sql))

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file and with what rows refer to."""
        select = self.reader().select
        checked = [str(row[0]) for row in select("pragma integrity_check(20)")]  # indexes too
        broken = select('select "table", rowid, parent from pragma_foreign_key_check limit 20')
        return [said for said in checked if said != "ok"] + [
            f"{table} {number} refers to a {parent} that is not there" for table, number, parent in broken
        ]

    def schema(self) -> str | None:
        """The revision of the schema; None where there is none yet."""
        driver = self.reader()
        if not driver.select("select 1 from sqlite_master where name = 'alembic_version'"):
            return None
        rows = driver.select("select version_num from alembic_version")
        return str(rows[0][0]) if rows else None

    def close(self) -> None:
        """For all threads: none may be reading any more, SQLite would crash."""
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._mine = threading.local()
        self._writer = None
        self._turn.close()
