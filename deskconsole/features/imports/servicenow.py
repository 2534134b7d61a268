"""A ServiceNow audit log: one row for each state an incident was seen in, read into cases.

Layout and pitfalls of such logs: UCI 498, "Incident management process enriched event log". Columns that hold one
value on every row of an incident were back-filled at the end; they are facts with instants of their own, and not part
of what a row observed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from hashlib import blake2b
from pathlib import Path

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant, from_datetime
from deskconsole.features.imports.cases import Card, Case, Feed, Log, Reject, Report, Row, Seen
from deskconsole.features.imports.records import Record, header_of, opened, places, records

SOURCE = "servicenow-log"
MISSING = "?"

STATES: dict[str, tuple[str, str | None]] = {
    "New": ("new", None),
    "Active": ("open", None),
    "Awaiting User Info": ("held", "caller"),
    "Awaiting Vendor": ("held", "vendor"),
    "Awaiting Problem": ("held", "problem"),
    "Awaiting Evidence": ("held", "evidence"),
    "Resolved": ("resolved", None),
    "Closed": ("closed", None),
}
"""Our state and hold reason for each of theirs; any other word counts as open."""

_PRIVATE = {"caller_id", "category", "subcategory", "u_symptom"}
"""Columns that may have to be forgotten: a row's key must not be a digest that they could be guessed from."""
_BACKFILLED = {
    "opened_by", "opened_at", "sys_created_by", "sys_created_at", "notify", "closed_code", "resolved_by",
    "resolved_at", "closed_at",
}  # fmt: skip
_NEEDED = (
    "number", "incident_state", "priority", "assignment_group", "assigned_to", "reopen_count", "caller_id",
    "contact_type", "category", "subcategory", "u_symptom", "opened_at", "resolved_at", "closed_at", "sys_updated_at",
)  # fmt: skip


_TOLD = {
    "number", "incident_state", "priority", "assignment_group", "assigned_to", "reopen_count", "caller_id",
    "contact_type", "category", "subcategory", "u_symptom", "opened_at", "resolved_at", "closed_at", "sys_updated_at",
} | _BACKFILLED  # fmt: skip
"""Columns that an event holds under a name of its own, or that were back-filled; the others travel in `more`."""

FEED = Feed(SOURCE, nobody=MISSING)


def _clock(zone: tzinfo) -> Callable[[str], Instant]:
    """Reads `5/3/2016 12:00`, day first, as local time of a zone; remembers, since few instants recur often."""
    known: dict[str, Instant] = {}

    def read(text: str) -> Instant:
        if (at := known.get(text)) is None:
            date, _, time = text.partition(" ")
            day, month, year = date.split("/")
            hour, minute = time.split(":")[:2]
            moment = datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=zone)
            at = known[text] = from_datetime(moment)
        return at

    return read


def _header(first: Record | None, path: Path) -> dict[str, int]:
    names = header_of(first, path)
    if missing := [name for name in _NEEDED if name not in names]:
        raise BadInput(f"{path}, line 1: this is no ServiceNow log, it has no column {', '.join(missing)}")
    return places(names, path, names)


class _Reading:
    """A file on its way into cases."""

    def __init__(self, columns: dict[str, int], zone: tzinfo) -> None:
        self.columns = columns
        self.clock = _clock(zone)
        self.rows: dict[str, list[tuple[Instant, tuple[str, ...]]]] = {}
        self.rejects: list[Reject] = []
        self._words: dict[str, str] = {}

    def take(self, record: Record) -> None:
        cells = record.cells
        if why := record.why or self._wrong(cells):
            self.rejects.append(Reject(record.line, why, record.text or ",".join(cells)))
            return
        number = cells[self.columns["number"]].strip()
        at = self.clock(cells[self.columns["sys_updated_at"]])
        share = self._words.setdefault  # the same words come again and again: keep each once
        self.rows.setdefault(share(number, number), []).append((at, tuple(map(share, cells, cells))))

    def _wrong(self, cells: list[str]) -> str | None:
        if len(cells) != len(self.columns):
            return f"{len(cells)} cells, the header has {len(self.columns)}"
        number = cells[self.columns["number"]].strip()
        if not number or number == MISSING:
            return "no number"
        for name in ("sys_updated_at", "opened_at", "resolved_at", "closed_at"):
            text = cells[self.columns[name]]
            if text == MISSING and name in ("resolved_at", "closed_at"):
                continue
            try:
                self.clock(text)
            except (ValueError, OverflowError):
                return f"{name} “{text[:40]}” is no time: day/month/year hour:minute"
        return None

    def cases(self) -> Iterator[Case]:
        cells = _Cells(self.columns)
        while self.rows:
            number = next(iter(self.rows))
            rows = sorted(self.rows.pop(number), key=lambda row: row[0])
            last = rows[-1][1]

            def fact(name: str, last: tuple[str, ...] = last) -> Instant | None:
                text = cells.text(last, name)
                return None if text is None else self.clock(text)

            closed = fact("closed_at")
            resolved = closed if (at := fact("resolved_at")) is None else at
            said = []
            if resolved is not None:
                said.append(Report("resolved", resolved, cells.said(last, "resolved_by", "closed_code")))
            if closed is not None:
                said.append(Report("closed", closed))
            yield Case(
                number,
                tuple(_keyed(number, rows, cells)),
                fact("opened_at"),
                tuple(sorted(said, key=lambda report: report.at)),
                cells.said(rows[0][1], "opened_by", "sys_created_by", "sys_created_at", "notify"),
            )


class _Cells:
    """Reads what the cells of a row say."""

    def __init__(self, columns: dict[str, int]) -> None:
        self.at = columns
        self.kept = [place for name, place in columns.items() if name not in _BACKFILLED | _PRIVATE]
        self.more = [(name, place) for name, place in columns.items() if name not in _TOLD]

    def text(self, cells: Sequence[str], name: str) -> str | None:
        text = cells[self.at[name]]
        return None if text == MISSING else text

    def said(self, cells: Sequence[str], *names: str) -> dict[str, str]:
        return {name: cell for name in names if name in self.at and (cell := self.text(cells, name))}

    def digest(self, cells: Sequence[str]) -> bytes:
        return blake2b("\x1f".join([cells[place] for place in self.kept]).encode(), digest_size=8).digest()

    def card(self, cells: Sequence[str]) -> Card:
        title = " / ".join(cells[self.at[name]] for name in ("category", "subcategory", "u_symptom"))
        return Card(title, *(self.text(cells, name) for name in ("caller_id", "contact_type", "category")))

    def seen(self, before: Sequence[str] | None, cells: Sequence[str]) -> Seen:
        label = cells[self.at["incident_state"]]
        state, held_for = STATES.get(label, ("open", None))
        priority, reopened = self.text(cells, "priority"), cells[self.at["reopen_count"]]
        return Seen(
            label, state, held_for,
            int(priority[0]) if priority and priority[0] in "12345" else None, priority,
            self.text(cells, "assignment_group"), self.text(cells, "assigned_to"),
            int(reopened) if reopened.isdecimal() else None,
            {n: cells[p] for n, p in self.more if before is None or before[p] != cells[p]},
        )  # fmt: skip


def _keyed(number: str, rows: list[tuple[Instant, tuple[str, ...]]], read: _Cells) -> Iterator[Row]:
    """Name each row by what it observed, so that a later export names it alike; equal rows by how many came before."""
    times: dict[bytes, int] = {}
    before: tuple[str, ...] | None = None
    for at, cells in rows:
        digest = read.digest(cells)
        nth = times[digest] = times.get(digest, 0) + 1
        key = f"{number} {digest.hex()}" + (f" {nth}" if nth > 1 else "")
        yield Row(at, key, read.seen(before, cells), read.card(cells))
        before = cells


def read(path: Path, zone: tzinfo, progress: Callable[[int], None] = lambda rows: None) -> Log:
    """Read a log. Bad rows are set aside with their line and the reason; the rest is grouped into cases."""
    with opened(path) as file:
        try:
            lines = records(file)
            columns = _header(next(lines, None), path)
            reading = _Reading(columns, zone)
            for count, record in enumerate(lines):
                if record.cells or record.why:
                    reading.take(record)
                if count % 10_000 == 0:
                    progress(count)
        except OSError as trouble:
            raise BadInput(f"{path}: cannot be read to its end: {trouble}") from trouble
        return Log(FEED, list(reading.cases()), reading.rejects)
