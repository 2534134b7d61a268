"""Replaying the journal: the desk as it stood at an instant, as it was known, or anew to compare with what is stored.

The rows are folded into a database in memory beside the store; the same queries run on both. What is not replayed
(people, agreements, texts) is read from the store itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from deskconsole.core.desk import Event, Recorded, alive
from deskconsole.core.instants import Instant
from deskconsole.store.driver import Reader
from deskconsole.store.fulltext import MARK
from deskconsole.store.journal import read_event
from deskconsole.store.looking import Looking
from deskconsole.store.merge import Setting, fold, plain
from deskconsole.store.sqlite import Sqlite, SqliteDriver, explained
from deskconsole.store.store import Store
from deskconsole.store.transaction import Rules

_EVENTS = (
    "select about, seq, kind, v, subject, occurred_at, body from {journal} where {cut} order by about, subject, seq"
)
WORK = frozenset({
    "timer", "outbox", "process", "draft", "presence", "last_place", "block", "journal", "private_text", "desk_clock",
    "alembic_version",
})  # fmt: skip
"""Tables that hold no rows of record: the truth itself, and work that is still to do."""


def is_of_record(table: str) -> bool:
    """Whether a table holds rows of record; a full-text index follows from them."""
    return table not in WORK and MARK not in table


class Cut(NamedTuple):
    """Which events count: what had happened by `at`, what had been recorded by `known`, or up to a line."""

    at: Instant | None = None
    known: Instant | None = None
    line: int | None = None
    """Number of the last line that counts: sharper than an instant, and an import cannot slip in under it."""

    @property
    def sql(self) -> str:
        parts = ["occurred_at <= :at"] if self.at is not None else []
        parts += ["known_at <= :known"] if self.known is not None else []
        parts += ["seq <= :line"] if self.line is not None else []
        return " and ".join(parts) or "1 = 1"

    @property
    def values(self) -> dict[str, object]:
        return {"at": self.at, "known": self.known, "line": self.line}


def histories(
    desk: Reader, cut: Cut, about: str | None = None, journal: str = "journal"
) -> Iterator[tuple[str, int, Sequence[Recorded]]]:
    """The events of each subject (of a kind) that a cut leaves: its kind, its number, its events by number."""
    where = cut.sql + (" and about = :about" if about else "")
    rows = desk.driver.each(_EVENTS.format(journal=journal, cut=where), {**cut.values, "about": about})
    for (about, subject), lines in groupby(rows, key=lambda row: (row[0], row[4])):
        yield about, subject, [Recorded(line[1], read_event(*line[2:])) for line in lines]


class Snapshot(Looking):
    """A desk in memory. `derive` fills in what follows from the events of the subjects asked for."""

    def __init__(
        self, store: Store, cut: Cut, rules: Rules, tables: Iterable[str] = (), about: Sequence[str] = ()
    ) -> None:
        truth, kept = _truth(store)
        # A console reads it in several threads, one after the other as SQLite has it.
        connection = sqlite3.connect(
            "file::memory:" if kept else ":memory:", isolation_level=None, check_same_thread=False, uri=bool(kept)
        )
        super().__init__(SqliteDriver(connection, "the desk in memory"))
        self._connection = connection
        self.rules, self.cut = rules, cut
        self.tables = tuple(tables)
        self._standing: dict[tuple[str, int], list[Event]] = {}
        self.wakes: dict[tuple[str, int], Instant | None] = {}
        self.follows: dict[str, set[str]] = {}
        try:
            connection.execute("attach database ? as truth", (truth,))
        except sqlite3.Error as trouble:
            raise explained(trouble, truth) from trouble
        if kept:
            kept.close()
        self.driver.change("begin")  # until it is closed: all that is read of the store is of one moment
        self._copy_schema()
        self._replay(about)

    def subjects(self, about: str) -> list[int]:
        """The subjects of a kind that have events which count."""
        return [subject for kind, subject in self._standing if kind == about]

    def derive(self, about: str, subjects: Iterable[int] | None = None) -> None:
        """Derive what follows from the events of these subjects, or of all."""
        derive = self.rules.derive[about]
        for subject in self.subjects(about) if subjects is None else subjects:
            derived = derive(self, subject, self._standing[about, subject])
            if derived.row:
                self.follows.setdefault(about, set()).update(derived.row)
                columns = ", ".join(f"{name} = :{name}" for name in derived.row)
                self.driver.change(f"update {about} set {columns} where id = :id", {**derived.row, "id": subject})
            for table, rows in derived.rows.items():
                self.driver.insert(f"main.{table}", self.rules.tables[table].columns, list(rows))
            for kind, at in derived.wakes.items():
                self.wakes[kind, subject] = at

    def settle(self) -> None:
        """Hold the store no longer, for who looks at this for a while: what is erased meanwhile is gone here too. Of a
        store on a server it is gone once nobody looks any more."""
        self.driver.change("commit")

    def close(self) -> None:
        self._connection.close()

    def _copy_schema(self) -> None:
        names = self.driver.select(
            "select name, tbl_name, sql from truth.sqlite_master where sql is not null and type <> 'trigger'"
        )
        if not self.tables:
            self.tables = tuple(n for n, t, _ in names if n == t and is_of_record(n) and not n.startswith("sqlite_"))
        for _, table, sql in names:
            if table in self.tables:
                self.driver.change(sql)
        where = self.cut.sql
        for name, value in self.cut.values.items():
            where = where.replace(f":{name}", f"{value}")  # a view takes no values: the cut's integers are written
        self.driver.change(f"create temp view journal as select * from truth.journal where {where}")

    def _replay(self, about: Sequence[str]) -> None:
        pending: dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]] = {}
        for chosen in about or (None,):
            for kind, subject, history in histories(self, self.cut, chosen, "truth.journal"):
                standing = [recorded.event for recorded in alive(history)]
                setting = fold(standing)
                if not is_begun(kind, setting.get((kind, subject))):
                    continue
                self._standing[kind, subject] = standing
                self._stage(setting, pending)
        for (table, columns), rows in pending.items():
            self.driver.insert(f"main.{table}", columns, rows)

    def _stage(self, rows: Setting, pending: dict[tuple[str, tuple[str, ...]], list[tuple[object, ...]]]) -> None:
        for (table, key), values in rows.items():
            if table not in self.tables:
                continue
            columns = ("id", *values)
            row = (key, *[plain(value) for value in values.values()])
            pending.setdefault((table, columns), []).append(row)


def _truth(store: Store) -> tuple[str, sqlite3.Connection | None]:
    """What is attached: the store's file; of one on a server a copy in memory, and what keeps it until then."""
    if isinstance(store.backend, Sqlite):
        return str(store.backend.path), None
    from deskconsole.store.in_memory import taken  # it makes a schema, which takes all that migrates

    return taken(store)


def is_begun(kind: str, row: Mapping[str, object] | None) -> bool:
    """What was seen of a ticket before it is said to have been opened makes no ticket yet."""
    return kind != "ticket" or "number" in (row or ())


TICKETS = (
    "ticket", "ticket_link", "ticket_parent", "ticket_merge", "breach_cause", "contact", "clock", "clock_figure",
    "promise", "maintenance", "exclusion", "change", "change_link", "search_text", "ticket_tag",
    "escalation_run",
)  # fmt: skip
"""The tables that looking back replays; people and agreements are those of today (clocks name their versions)."""
SUBJECTS = ("ticket", "promise", "maintenance", "exclusion", "change")
"""The subjects whose events these tables follow from: what did not count, as it was known then, is among it."""
