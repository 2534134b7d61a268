"""Comparing desks: what is stored with what the journal says, and one store with another by a single digest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby, islice
from typing import NamedTuple

import orjson

from deskconsole.core.instants import Instant, to_iso
from deskconsole.store.driver import Reader, Row
from deskconsole.store.replay import Cut, Snapshot, is_of_record
from deskconsole.store.store import Store
from deskconsole.store.transaction import Rules

_MOST = 20

FOUND_BY = frozenset({"search_text", "person_key", "ticket_tag"})
"""What other rows are found by: it follows from their texts and adds nothing to what a desk holds."""

Columns = Mapping[str, Sequence[str]]
"""Columns by table."""


class Record(NamedTuple):
    """What features tell about their rows and timers.

    `private` are the columns that hold the number of a private text. What follows for a subject that `stale` selects
    (SQL by kind of subject) is still to be folded anew, so that it may be old or new. Timers of a kind in `once` are
    gone when they are done; all others follow from rows.
    """

    private: Columns
    stale: Mapping[str, str]
    once: frozenset[str]


class Rebuilt(NamedTuple):
    """How many rows and timers were compared, where they differ, and how many subjects are still to be folded anew."""

    rows: int
    timers: int
    differences: list[str]
    stale: int


def of_record(tables: Columns) -> dict[str, tuple[str, ...]]:
    """The tables that hold rows of record."""
    return {name: tuple(columns) for name, columns in sorted(tables.items()) if is_of_record(name)}


class Recomputed(NamedTuple):
    """What was derived anew and compared: subjects, rows; the lines of those that differ, by subject; how many are
    still to be folded anew."""

    subjects: int
    rows: int
    differing: dict[int, list[str]]
    stale: int


def recompute(
    store: Store,
    rules: Rules,
    record: Record,
    about: str,
    subjects: Sequence[int] | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Recomputed:
    """Derive anew what follows for subjects of a kind, or all, and compare it with what is stored; writes nothing."""
    derived = [name for name, table in rules.tables.items() if table.columns[0] == about]
    snapshot = Snapshot(store, Cut(), rules, (about, *derived), (about,))
    try:
        chosen = snapshot.subjects(about) if subjects is None else subjects
        for place in range(0, len(chosen), _AT_ONCE):
            step(place, len(chosen))
            snapshot.derive(about, chosen[place : place + _AT_ONCE])
        return _Comparing(snapshot, record).followed(
            about, [each for each in derived if each not in FOUND_BY], set(chosen)
        )
    finally:
        snapshot.close()


_AT_ONCE = 500


def rebuild(store: Store, rules: Rules, record: Record, step: Callable[[str], None] = lambda what: None) -> Rebuilt:
    """Replay the whole journal and compare every row of record, both ways, and the timers that follow from rows."""
    step("replaying the journal")
    snapshot = Snapshot(store, Cut(), rules)
    try:
        for about in rules.derive:
            step(f"deriving what follows for each {about}")
            snapshot.derive(about)
        step("comparing")
        return _Comparing(snapshot, record).all(of_record(store.backend.tables()))
    finally:
        snapshot.close()


class _Comparing:
    """A desk replayed in memory (`main`) beside the one that is stored (`truth`)."""

    def __init__(self, snapshot: Snapshot, record: Record) -> None:
        self.snapshot, self.record = snapshot, record
        self.select = snapshot.driver.select
        self.stale = {about: {row[0] for row in self.select(sql)} for about, sql in record.stale.items()}

    def all(self, tables: Columns) -> Rebuilt:
        rows = 0
        found: list[str] = []
        for table, columns in tables.items():
            rows += self.select(f"select count(*) from truth.{table}")[0][0]
            found += islice((what for _, what in self._differing(table, columns)), _MOST)
        timers, wrong = self._timers()
        return Rebuilt(rows, timers, found + wrong, sum(map(len, self.stale.values())))

    def followed(self, about: str, derived: Sequence[str], chosen: set[int]) -> Recomputed:
        """What follows for the chosen subjects of a kind: rows of derived tables, columns of their own, timers."""
        rules, stale = self.snapshot.rules, self.stale.get(about, set())
        columns = {name: rules.tables[name].columns for name in derived}
        columns[about] = ("id", *sorted(self.snapshot.follows.get(about, ())))
        differing: dict[int, list[str]] = {}
        found = [found for name, names in columns.items() for found in self._differing(name, names)]
        for subject, what in (*((key[0], what) for key, what in found), *self._wrong_timers()):
            if subject in chosen and subject not in stale:
                differing.setdefault(subject, []).append(what)
        rows = sum(self.select(f"select count(*) from main.{name}")[0][0] for name in derived)
        return Recomputed(len(chosen), rows, differing, len(stale))

    def _differing(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Row, str]]:
        """The key of each row of a table that is not what the journal says, and a line about it."""
        derived = self.snapshot.rules.tables.get(table)
        width = derived.key if derived else 1
        stored, said = (
            self._only("truth", "main", table, columns, width),
            self._only("main", "truth", table, columns, width),
        )
        for key in dict.fromkeys([*stored, *said]):
            if derived and key[0] in self.stale.get(columns[0], ()):
                continue
            name = f"{table} {' '.join(map(str, key))}"
            if key not in said:
                yield key, f"{name}: is stored, the journal knows nothing of it"
            elif key not in stored:
                yield key, f"{name}: is missing, the journal makes it"
            elif what := self._columns(table, key, columns, stored[key], said[key]):
                yield key, f"{name}: {what}"

    def _only(self, one: str, other: str, table: str, columns: Sequence[str], width: int) -> dict[Row, Row]:
        """Rows of one that are not, or not so, in the other, by their keys."""
        names = ", ".join(columns)
        sql = f"select {names} from {one}.{table} except select {names} from {other}.{table}"
        return {row[:width]: row for row in self.select(sql)}

    def _columns(self, table: str, key: Row, columns: Sequence[str], old: Row, new: Row) -> str:
        told = [
            f"{column} is {one!r}, the journal says {other!r}"
            for column, one, other in zip(columns, old, new, strict=True)
            if one != other and not (key[0] in self.stale.get(table, ()) and column in self.snapshot.follows[table])
        ]
        return "; ".join(told)

    def _timers(self) -> tuple[int, list[str]]:
        """How many timers follow from rows, and where those set are others."""
        stale = set().union(*self.stale.values())
        wrong = [what for subject, what in self._wrong_timers() if subject not in stale]
        return len(self._set_timers()), wrong[:_MOST]

    def _set_timers(self) -> dict[tuple[str, int], tuple[Instant, int]]:
        kinds = {kind for kind, _ in self.snapshot.wakes} - self.record.once
        sql = "select kind, subject, fire_at, attempts from truth.timer"
        return {(kind, subject): (at, attempts) for kind, subject, at, attempts in self.select(sql) if kind in kinds}

    def _wrong_timers(self) -> Iterator[tuple[int, str]]:
        """Subjects whose timers are others than follow from their rows (one that failed stands as it is)."""
        wakes = {place: at for place, at in self.snapshot.wakes.items() if place[0] not in self.record.once}
        stored = self._set_timers()
        for place in sorted({*wakes, *stored}):
            at, attempts = stored.get(place, (None, 0))
            right = wakes.get(place)
            if at != right and not attempts:
                said = [to_iso(instant) if instant is not None else "none" for instant in (at, right)]
                yield place[1], f"timer {place[0]} {place[1]}: is {said[0]}, the journal says {said[1]}"


def state(desk: Reader, tables: Columns, private: Columns) -> str:
    """SHA-256 over all rows of record in key order, private texts resolved, empty columns and tables left out.

    Two stores that hold the same desk have the same state, whatever their salts, databases, instants of recording, or
    how this release finds rows.
    """
    digest = sha256()
    for table, columns in of_record(tables).items():
        if table in FOUND_BY:
            continue
        head = f"{table}\n".encode()
        for row in _rows(desk, table, columns, private.get(table, ())):
            digest.update(head + row + b"\n")
            head = b""
    return digest.hexdigest()


def _rows(desk: Reader, table: str, columns: Sequence[str], private: Iterable[str]) -> Iterator[bytes]:
    """Canonical JSON of a table's rows, in key order; a private text is [text], or [] where it was erased."""
    texts: dict[str, dict[object, str]] = {
        name: dict(desk.driver.select(f"select p.id, p.text from {table} t join private_text p on p.id = t.{name}"))
        for name in private
    }
    key = columns[0]
    rows = desk.driver.each(f"select {', '.join(columns)} from {table} order by {key}")
    # Keys that go on with text are sorted here: databases sort text differently.
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield from sorted(_canonical(dict(zip(columns, row, strict=True)), texts) for row in group)


def _canonical(row: dict[str, object], texts: Mapping[str, Mapping[object, str]]) -> bytes:
    for name, held in texts.items():
        if row[name] is not None:
            row[name] = [held[row[name]]] if row[name] in held else []
    return orjson.dumps({name: value for name, value in row.items() if value is not None}, option=orjson.OPT_SORT_KEYS)
