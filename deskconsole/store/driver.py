"""What a database must be able to do for the desk; one class for each database, nothing else knows which it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from deskconsole.core.desk import Query

R = TypeVar("R")
Values = Mapping[str, object]
Row = tuple[Any, ...]


class Driver(Protocol):
    """One connection. SQL carries :named values; nothing is ever put into its text.

    `change_many` takes the values of each row in the order in which its SQL names them, each once: binding them by
    name costs as much again as writing the row.
    """

    def select(self, sql: str, values: Values = ...) -> list[Row]: ...
    def each(self, sql: str, values: Values = ...) -> Iterator[Row]: ...
    def change(self, sql: str, values: Values = ...) -> int: ...
    def change_many(self, sql: str, rows: Sequence[Row]) -> None: ...
    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None: ...
    def version(self) -> int: ...


class Watch(Protocol):
    """Waits for commits of others, on a connection of its own."""

    @property
    def driver(self) -> Driver: ...
    def wait(self, seconds: float) -> bool: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class Backend(Protocol):
    """A database: connections to read from, and one writer at a time.

    What is read inside `looking` is of one moment. What is written without waiting that it `lasts` is there for all to
    see, but a power cut may take it back: for what is then simply done again. Whatever lasts makes all before it last.
    Inside `resting` no thread of this process writes. `give_back` lets go of what this thread's reader holds in memory
    of what it has read. `scrub` leaves nothing of deleted rows in the files of these tables, or says where something
    may be left. `tables` are all tables with their columns, `damage` what the database itself finds wrong with its
    files and references.
    """

    name: str

    def reader(self) -> Driver: ...
    def give_back(self) -> None: ...
    def writing(self, *, lasts: bool = True) -> AbstractContextManager[Driver]: ...
    def resting(self) -> AbstractContextManager[None]: ...
    def looking(self) -> AbstractContextManager[Driver]: ...
    def scrub(self, tables: Sequence[str]) -> None: ...
    def watch(self) -> Watch: ...
    def schema(self) -> str | None: ...
    def tables(self) -> dict[str, tuple[str, ...]]: ...
    def damage(self) -> list[str]: ...
    def close(self) -> None: ...


class Reader:
    """Queries over a driver: the one path of reading."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def all(self, query: Query[R], **values: object) -> list[R]:
        return [query.row(*row) for row in self.driver.select(query.sql, values)]

    def maybe(self, query: Query[R], **values: object) -> R | None:
        rows = self.driver.select(query.sql, values)
        return query.row(*rows[0]) if rows else None

    def one(self, query: Query[R], **values: object) -> R:
        rows = self.driver.select(query.sql, values)
        if not rows:
            raise LookupError(f"nothing found for {values}")
        return query.row(*rows[0])


_NAME = re.compile(r":(\w+)")


@lru_cache
def positional(sql: str) -> tuple[str, tuple[str, ...]]:
    """SQL with its :named values as places, and their names in order."""
    return _NAME.sub("?", sql), tuple(_NAME.findall(sql))


def named(columns: Sequence[str]) -> str:
    return ", ".join(f":{column}" for column in columns)


def gathered(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Tables with their columns, of rows of a table and a column each."""
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return {table: tuple(columns) for table, columns in found.items()}
