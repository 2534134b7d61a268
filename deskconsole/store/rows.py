"""Writing rows: what events set, what was derived, what is to be woken. Many fresh rows go in together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.store.driver import Driver, Row
from deskconsole.store.merge import plain


class Table(NamedTuple):
    """A table of derived rows: its columns, and how many of the first are its key."""

    columns: tuple[str, ...]
    key: int


class Rows:
    """The rows of one transaction. What is `gathered` is written by `flush`, everything else at once."""

    def __init__(self, driver: Driver, derived: Mapping[str, Table]) -> None:
        self.driver = driver
        self.derived = derived
        self._inserts: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
        self._updates: dict[str, list[Row]] = {}

    def set(self, table: str, key: int, values: Mapping[str, object]) -> None:
        """Set columns of a row; make it where there is none."""
        bound = {name: plain(value) for name, value in values.items()}
        if not self.driver.change(_update(table, tuple(bound)), {**bound, "id": key}):
            self.driver.insert(table, ("id", *bound), [(key, *bound.values())])

    def follow(self, table: str, key: int, values: Mapping[str, object]) -> None:
        """Columns that were derived: written only where they differ, since each write also moves index entries."""
        stored = self.driver.select(_select(table, tuple(values), "id"), {"id": key})
        if not stored or stored[0] != tuple(values.values()):
            self.set(table, key, values)

    def delete(self, table: str, key: int) -> None:
        self.driver.change(f"delete from {table} where id = :id", {"id": key})

    def gather_new(self, table: str, key: int, values: Mapping[str, object]) -> None:
        """A row that nobody has: to be inserted with others of its kind."""
        row = (key, *[plain(value) for value in values.values()])
        self._inserts.setdefault((table, ("id", *values)), []).append(row)

    def gather_set(self, table: str, key: int, values: Mapping[str, object]) -> None:
        """Columns of a row that is there: to be set with those of others."""
        self._updates.setdefault(_update(table, tuple(values)), []).append((*values.values(), key))

    def gather(self, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """Whole rows, to be inserted with others."""
        self._inserts.setdefault((table, columns), []).extend(rows)

    def gather_amend(self, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """Other values of some columns of derived rows, also of their keys: each with the key that its row has now."""
        key = self.derived[table].columns[: self.derived[table].key]
        self._updates.setdefault(_amend(table, columns, key), []).extend(rows)

    def gather_wake(self, kind: str, subject: int, at: Instant | None) -> None:
        """A timer that is to be set, or taken away, with others."""
        if at is None:
            self._updates.setdefault(_SLEEP, []).append((kind, subject))
        else:
            self._updates.setdefault(_WAKE, []).append((kind, subject, at))

    def flush(self) -> None:
        inserts, self._inserts = self._inserts, {}
        for (table, columns), rows in inserts.items():
            self.driver.insert(table, columns, rows)
        updates, self._updates = self._updates, {}
        for sql, values in updates.items():
            self.driver.change_many(sql, values)

    def replace(self, table: str, about: str, subject: int, rows: Iterable[Row], *, fresh: bool) -> None:
        """Make a subject's derived rows these: write what differs, leave what stands."""
        columns, width = self.derived[table]
        if fresh:
            self.gather(table, columns, rows)
            return
        stored = self.driver.select(_select(table, columns, about), {about: subject})
        old = {row[:width]: row for row in stored}
        new = {row[:width]: row for row in rows}
        for key in old.keys() - new.keys():
            self.driver.change(f"delete from {table}{_where(columns[:width])}", dict(zip(columns, key, strict=False)))
        for key, row in new.items():
            if key not in old:
                self.driver.insert(table, columns, [row])
            elif old[key] != row:
                self.change(table, [row])

    def change(self, table: str, rows: Iterable[Row]) -> None:
        """Derived rows that are there are these from now on."""
        columns, width = self.derived[table]
        sql = _update(table, columns[width:], columns[:width])
        for row in rows:
            self.driver.change(sql, dict(zip(columns, row, strict=True)))

    def wake(self, kind: str, subject: int, at: Instant | None) -> None:
        """Set a timer to its next instant, or take it away."""
        values = {"kind": kind, "subject": subject, "at": at}
        self.driver.change(_SLEEP if at is None else _WAKE, values)


_SLEEP = "delete from timer where kind = :kind and subject = :subject"

_WAKE = (
    "insert into timer (kind, subject, fire_at) values (:kind, :subject, :at)"
    # One that was under way begins anew: what it had worked through is old by now.
    " on conflict (kind, subject) do update set fire_at = excluded.fire_at, work = null, attempts = 0,"
    " parked = 0, trouble = null where timer.fire_at <> excluded.fire_at or timer.parked = 1"
    " or timer.work is not null"
)


@lru_cache
def _update(table: str, columns: tuple[str, ...], key: tuple[str, ...] = ("id",)) -> str:
    return f"update {table} set {', '.join(f'{name} = :{name}' for name in columns)}{_where(key)}"


@lru_cache
def _amend(table: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    where = " and ".join(f"{name} = :was_{name}" for name in key)
    return f"update {table} set {', '.join(f'{name} = :{name}' for name in columns)} where {where}"


@lru_cache
def _select(table: str, columns: tuple[str, ...], key: str) -> str:
    return f"select {', '.join(columns)} from {table}{_where((key,))}"


def _where(key: tuple[str, ...]) -> str:
    return f" where {' and '.join(f'{name} = :{name}' for name in key)}"
