"""PostgreSQL: the same SQL through SQLAlchemy's `text()`, one writer at a time.

A writer holds an advisory lock until its commit is visible, so that lines are committed in the order of their numbers
and `seq > last` misses none. Each commit notifies those who watch.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, ResourceClosedError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.elements import TextClause

from deskconsole.core.errors import StoreTrouble
from deskconsole.store.driver import Row, Values, gathered, positional

_NOTHING: Values = {}
_LOCK = "select pg_advisory_xact_lock(7364626)"
_CHANNEL = "deskconsole_journal"
LOOK_S = 0.25
"""How often somebody who waits for a notification looks whether it was asked to stop."""


def explained(trouble: DBAPIError, where: str) -> StoreTrouble:
    """What PostgreSQL says, as what it means and what to do."""
    said = str(trouble.orig).strip().partition("\n")[0]
    state = getattr(trouble.orig, "sqlstate", None) or ""
    for begin, meaning in {
        "23": "the store refused a row; nothing was changed",
        "42P01": "the schema is another one: run `deskconsole db status`",
        "42703": "the schema is another one: run `deskconsole db status`",
        "42501": "this account may not do that on the server",
        "53100": "the server's disk is full: nothing of this was written, nothing else is lost",
        "25006": "the server is read-only: it may be a standby",
        "55P03": "somebody else holds the store: try again",
        "57P": "the server is going down or was restarted: try again",
    }.items():
        if state.startswith(begin):
            return StoreTrouble(f"{where}: {meaning} ({said})")
    if not state:  # while connecting there is only text
        for part, meaning in {
            "does not exist": "there is no such database or account on the server: check --store",
            "authentication failed": "the server refuses this account: check user and password in --store",
            "too many clients": "the server takes no more connections: try again, or raise its max_connections",
        }.items():
            if part in said:
                return StoreTrouble(f"{where}: {meaning} ({said.rpartition(': ')[2]})")
    if trouble.connection_invalidated or not state:
        return StoreTrouble(f"{where}: the server cannot be reached: check that it runs, and --store ({said})")
    return StoreTrouble(f"{where}: {said}")


@lru_cache(maxsize=1024)
def _text(sql: str) -> TextClause:
    return text(sql)


class PostgresDriver:
    """One connection. `stream`: rows of `each` come as they are read, which needs a transaction around it."""

    def __init__(self, connection: Connection, where: str, *, stream: bool = False) -> None:
        self.connection = connection
        self.where = where
        self.stream = stream

    def select(self, sql: str, values: Values = _NOTHING) -> list[Row]:
        try:
            return [tuple(row) for row in self.connection.execute(_text(sql), dict(values))]
        except ResourceClosedError:
            return []  # a statement without rows
        except DBAPIError as trouble:
            raise explained(trouble, self.where) from trouble

    def each(self, sql: str, values: Values = _NOTHING) -> Iterator[Row]:
        options = {"stream_results": True, "max_row_buffer": 2000} if self.stream else {}
        try:
            with self.connection.execute(_text(sql), dict(values), execution_options=options) as rows:
                for row in rows:
                    yield tuple(row)
        except DBAPIError as trouble:
            raise explained(trouble, self.where) from trouble

    def change(self, sql: str, values: Values = _NOTHING) -> int:
        try:
            return self.connection.execute(_text(sql), dict(values)).rowcount
        except DBAPIError as trouble:
            raise explained(trouble, self.where) from trouble

    def change_many(self, sql: str, rows: Sequence[Row]) -> None:
        if rows:
            names = positional(sql)[1]
            try:
                self.connection.execute(_text(sql), [dict(zip(names, row, strict=True)) for row in rows])
            except DBAPIError as trouble:
                raise explained(trouble, self.where) from trouble

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        places = ", ".join(f":{name}" for name in columns)
        sql = f"insert into {table} ({', '.join(columns)}) values ({places})"
        self.change_many(sql, rows)

    def version(self) -> int:
        """Changes whenever somebody has added to the journal."""
        return int(self.select("select coalesce(max(seq), 0) from journal")[0][0])


class PostgresWatch:
    """Is told by the server that others have committed."""

    def __init__(self, connection: Connection, where: str) -> None:
        self.driver = PostgresDriver(connection, where)
        self._connection = connection
        self._stopped = threading.Event()
        self.driver.change(f"listen {_CHANNEL}")

    def wait(self, seconds: float) -> bool:
        """Whether somebody has committed since we last looked; waits for it."""
        raw: Any = self._connection.connection.driver_connection
        left = seconds
        while not self._stopped.is_set():
            for _ in raw.notifies(timeout=max(min(LOOK_S, left), 0.001), stop_after=1):
                return True
            left -= LOOK_S
            if left <= 0:
                break
        return False

    def stop(self) -> None:
        """End a wait early, from another thread; at most `LOOK_S` later."""
        self._stopped.set()

    def close(self) -> None:
        self._stopped.set()
        self._connection.close()


class Postgres:
    """A store on a server."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        where = url.split("://", 1)[1]
        self.where = f"postgresql://{where.rpartition('@')[2]}"  # without user and password
        self._engine: Engine = create_engine(f"postgresql+psycopg://{where}", poolclass=NullPool)
        self._mine = threading.local()
        self._mutex = threading.Lock()
        self._opened: list[Connection] = []

    def _connect(self, isolation: str) -> Connection:
        try:
            return self._engine.connect().execution_options(isolation_level=isolation)
        except DBAPIError as trouble:
            raise explained(trouble, self.where) from trouble

    def _keep(self, isolation: str) -> Connection:
        connection = self._connect(isolation)
        self._opened.append(connection)
        return connection

    def reader(self) -> PostgresDriver:
        """The connection of this thread."""
        driver: PostgresDriver | None = getattr(self._mine, "driver", None)
        if driver is None or driver.connection.invalidated:
            driver = self._mine.driver = PostgresDriver(self._keep("AUTOCOMMIT"), self.where)
        return driver

    def give_back(self) -> None:
        """The server has it."""

    @contextmanager
    def resting(self) -> Iterator[None]:
        """No thread of this process writes inside."""
        with self._mutex:
            yield

    @contextmanager
    def writing(self, *, lasts: bool = True) -> Iterator[PostgresDriver]:
        """The one writer: all of what happens inside, or nothing."""
        with self._mutex, self._transaction(self._connect("READ COMMITTED")) as driver:
            if not lasts:
                driver.change("set local synchronous_commit = off")
            driver.select(_LOCK)
            yield driver
            driver.select(f"select pg_notify('{_CHANNEL}', '')")

    @contextmanager
    def looking(self) -> Iterator[PostgresDriver]:
        """All that is read inside is of one moment, whoever writes meanwhile."""
        with self._transaction(self._connect("REPEATABLE READ")) as driver:
            driver.stream = True
            yield driver

    @contextmanager
    def _transaction(self, connection: Connection) -> Iterator[PostgresDriver]:
        try:
            with connection, connection.begin():
                yield PostgresDriver(connection, self.where)
        except DBAPIError as trouble:  # at commit
            raise explained(trouble, self.where) from trouble

    def scrub(self, tables: Sequence[str]) -> None:
        """Write these tables anew, without their dead rows, and what the planner has sampled of them.

        What the server keeps of its log is the server's.
        """
        with self._connect("AUTOCOMMIT") as connection:
            driver = PostgresDriver(connection, self.where)
            driver.select(f"vacuum (full, analyze) {', '.join(tables)}")
            driver.select("vacuum (full) pg_statistic")  # the samples of before; whoever owns the database may

    def watch(self) -> PostgresWatch:
        return PostgresWatch(self._connect("AUTOCOMMIT"), self.where)

    def tables(self) -> dict[str, tuple[str, ...]]:
        """All tables with their columns."""
        sql = (
            "select table_name, column_name from information_schema.columns"
            " where table_schema = current_schema() order by table_name, ordinal_position"
        )
        return gathered(self.reader().select(sql))

    def damage(self) -> list[str]:
        """The server looks after its own files."""
        return []

    def schema(self) -> str | None:
        """The revision of the schema; None where there is none yet."""
        driver = self.reader()
        if driver.select("select to_regclass('alembic_version')")[0][0] is None:
            return None
        rows = driver.select("select version_num from alembic_version")
        return str(rows[0][0]) if rows else None

    def close(self) -> None:
        for connection in self._opened:
            with suppress(DBAPIError):
                connection.close()
        self._opened.clear()
        self._mine = threading.local()
        self._engine.dispose()
