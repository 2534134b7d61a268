"""A log that a map describes, read into cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.features.imports.cases import Card, Case, Log, Reject, Report, Row, Seen
from deskconsole.features.imports.mapping import Map
from deskconsole.features.imports.records import Record, header_of, opened, places, records
from deskconsole.features.imports.rules import SAME
from deskconsole.features.imports.template import LINE, Template
from deskconsole.features.imports.times import NAMED, NoZone, Reading, reader
from deskconsole.features.imports.words import State, Words

UNKNOWN = "?"
"""What a row is called that says nothing of its state."""
_LONGEST_NUMBER = 100
_UNTIMED = "no time"

Cells = tuple[str, ...]


class _Read(NamedTuple):
    """A row before it is known what came before it."""

    line: int
    at: Instant
    offset: int | None
    label: str
    cells: Cells


class _Bound:
    """A map on the columns of a file: what its cells say."""

    def __init__(self, made: Map, header: Mapping[str, int], zone: str | None) -> None:
        self.map = made
        missing = made.log.missing

        def bind(of: Template | None) -> Callable[[Sequence[str]], str | None]:
            return of.bind(header, missing) if of else lambda cells: None

        ticket = made.ticket
        self.number, self.title = bind(ticket.number), bind(ticket.title)
        self.requester, self.channel, self.category = map(bind, (ticket.requester, ticket.channel, ticket.category))
        self.team, self.owner, self.reopened = map(bind, (ticket.team, ticket.owner, ticket.reopen_count))
        self.label, self.priority_label = bind(made.states.of), bind(made.priorities.of)
        self.row = bind(made.log.row)
        self.at = bind(made.time.at) if made.time.at else None
        self.instants = {what: bind(of) for what, of in made.time.instants.items()}
        self.state, self.priority = made.states.finder(), made.priorities.finder()
        zoned = ZoneInfo(zone) if zone else None
        self.clock = reader(made.time.form, zoned, ignore_offset=made.time.offsets == "ignore")
        self.more = [(name, header[name]) for name in made.more]
        self.identity = [header[name] for name in made.identity]
        silent = [
            *(["priority", "priority_label"] if made.priorities == Words() else []),
            *([] if ticket.team else ["team"]), *([] if ticket.owner else ["owner"]),
            *([] if ticket.reopen_count else ["reopened"]),
        ]  # fmt: skip
        self.keeps = tuple(silent)
        self.keeps_state = (*silent, "label", "state", "held_for")
        said = {"requester": ticket.requester, "channel": ticket.channel, "category": ticket.category}
        self.said = [name for name, of in said.items() if of]

    def named(self, what: str, cells: Cells) -> Reading | None:
        """An instant of the whole ticket, where the row says it."""
        text = self.instants[what](cells) if what in self.instants else None
        return None if text is None else self.clock(text)

    def when(self, cells: Cells) -> Reading | None:
        """When a row was so: as it says itself, or at the last instant that it tells of its ticket."""
        if self.at is not None:
            text = self.at(cells)
            return None if text is None else self.clock(text)
        told = [found for what in self.instants if (found := self.named(what, cells)) is not None]
        return max(told, default=None)

    def card(self, number: str, cells: Cells) -> Card:
        return Card(self.title(cells) or number, self.requester(cells), self.channel(cells), self.category(cells))

    def seen(self, row: _Read, card: Card) -> Seen:
        cells = row.cells
        state = self.state(row.label) or State("open")  # an unmapped one is not taken over
        priority_label = self.priority_label(cells)
        priority = self.priority(priority_label or "") or None
        owner, reopened = self.owner(cells), self.reopened(cells)
        missing = self.map.log.missing
        keeps = self.keeps_state if state.state == SAME else self.keeps
        for name in self.said:
            if getattr(card, name) is None:
                keeps = (*keeps, name)
        return Seen(
            row.label or UNKNOWN, state.state, state.held_for, priority, priority_label, self.team(cells),
            None if owner in self.map.ticket.nobody else owner,
            int(reopened) if reopened and reopened.isdecimal() and len(reopened) < 10 else None,
            {name: cell for name, place in self.more if (cell := cells[place].strip()) not in missing} or None,
            keeps or None, row.offset,
        )  # fmt: skip

    def key(self, number: str, cells: Cells) -> str:
        """What a row is known by: never a digest of what may have to be forgotten."""
        name = self.row(cells)
        if name is None:
            name = "\x1f".join([cells[place].strip() for place in self.identity])
        return f"{number} {blake2b(name.encode(), digest_size=8).hexdigest()}" if name else f"{number} row"


class _Reading:
    """A file on its way into cases."""

    def __init__(self, bound: _Bound, width: int) -> None:
        self.bound = bound
        self.width = width
        self.rows: dict[str, list[_Read]] = {}
        self.rejects: list[Reject] = []
        self.duplicates: list[tuple[int, int]] = []
        self.untimed = self.back = self.count = 0
        self.unmapped: dict[str, Counter[str]] = {"state": Counter(), "priority": Counter()}
        self.labels: Counter[str] = Counter()
        self._words: dict[str, str] = {}
        self._last: dict[str, Instant] = {}

    def take(self, record: Record) -> None:
        self.count += 1
        if record.why or len(record.cells) != self.width:
            self._reject(record, record.why or f"{len(record.cells)} cells, the header has {self.width}")
            return
        share = self._words.setdefault  # the same words come again and again: keep each once
        cells = (*map(share, record.cells, record.cells), f"{self.count}")
        try:
            number = self._number(cells)
            at, offset = self._when(cells)
        except NoZone:
            raise BadInput(
                f"line {record.line}: its times have no offset; say whose clock it is: --zone Europe/Berlin,"
                ' or zone = "Europe/Berlin" in [time]'
            ) from None
        except (ValueError, OverflowError) as why:
            self.untimed += str(why) == _UNTIMED
            self._reject(record, str(why))
            return
        label = self.bound.label(cells)
        self._look_up(label, cells)
        self.back += at < self._last.get(number, at)
        self._last[number] = at
        self.rows.setdefault(share(number, number), []).append(_Read(record.line, at, offset, label or "", cells))

    def _reject(self, record: Record, why: str) -> None:
        self.rejects.append(Reject(record.line, why, record.text or ",".join(record.cells)))

    def _number(self, cells: Cells) -> str:
        number = self.bound.number(cells)
        if number is None:
            raise ValueError("no number")
        if len(number) > _LONGEST_NUMBER or not number.isprintable():
            raise ValueError(f"“{number[:20]}…” is no number: it is too long, or cannot be shown")
        return number

    def _when(self, cells: Cells) -> Reading:
        """When a row was so; all its instants can be read."""
        try:
            for what in self.bound.instants:
                self.bound.named(what, cells)
            found = self.bound.when(cells)
        except NoZone:
            raise
        except (ValueError, OverflowError) as trouble:
            form = self.bound.map.time.form
            raise ValueError(f"no time as in {NAMED.get(form, form)}: {trouble}") from None
        if found is None:
            raise ValueError(_UNTIMED)
        return found

    def _look_up(self, label: str | None, cells: Cells) -> None:
        """Count the words of a row that mean nothing to us."""
        self.labels[label or ""] += 1
        if self.bound.state(label or "") is None:
            self.unmapped["state"][label or ""] += 1
        priority = self.bound.priority_label(cells)
        if priority is not None and self.bound.priority(priority) is None:
            self.unmapped["priority"][priority] += 1

    def cases(self) -> Iterator[Case]:
        while self.rows:
            number = next(iter(self.rows))
            rows = sorted(self.rows.pop(number), key=lambda row: row.at)
            last = rows[-1].cells
            opened = self.bound.named("opened", last)
            yield Case(number, tuple(self._keyed(number, rows)), opened and opened[0], tuple(self._reports(last)))

    def _reports(self, last: Cells) -> Sequence[Report]:
        """What the last row says of the whole ticket; one that was closed was resolved by then."""
        found = {what: self.bound.named(what, last) for what in self.bound.instants if what != "opened"}
        if "resolved" in found and found["resolved"] is None:
            found["resolved"] = found.get("closed")
        said = [Report(what, reading[0]) for what, reading in found.items() if reading is not None]
        return sorted(said, key=lambda report: report.at)

    def _keyed(self, number: str, rows: Sequence[_Read]) -> Iterator[Row]:
        """Name each row by what it says, equal names by how many came before; a very copy is one of its row."""
        named: Counter[str] = Counter()
        copies: Counter[str] = Counter()
        first: dict[Cells, int] = {}
        duplicates = self.bound.map.log.duplicates
        for row in rows:
            whole = row.cells[:-1]
            key, card = self.bound.key(number, row.cells), self.bound.card(number, row.cells)
            seen = self.bound.seen(row, card)
            if whole not in first:
                first[whole] = row.line
                named[key] += 1
                yield Row(row.at, f"{key} {named[key]}" if named[key] > 1 else key, seen, card)
                continue
            copies[key] += 1
            nth = copies[key] + 1
            if duplicates != "keep":
                self.duplicates.append((row.line, first[whole]))
                seen = seen._replace(copy=nth)
            if duplicates != "drop":
                yield Row(row.at, f"{key} copy {nth}", seen, card)


def read(path: Path, made: Map, zone: str | None = None, progress: Callable[[int], None] = lambda rows: None) -> Log:
    """Read a log by its map. Bad rows are set aside with their line and the reason; the rest is grouped into cases.

    `zone`: whose clock times without an offset are of, whatever the map says.
    """
    with opened(path, made.log.encoding) as file:
        try:
            lines = records(file, made.log.delimiter)
            header = header_of(next(lines, None), path)
            made.check(header)
            at = {LINE: len(header), **places(header, path, made.taken)}
            reading = _Reading(_Bound(made, at, zone or made.time.zone), len(header))
            for record in lines:
                if record.cells or record.why:
                    reading.take(record)
                if reading.count % 10_000 == 0:
                    progress(reading.count)
        except (OSError, UnicodeError) as trouble:
            raise BadInput(f"{path}: cannot be read to its end: {trouble}") from trouble
    unmapped = {section: words for section, words in reading.unmapped.items() if words}
    cases = [] if unmapped else list(reading.cases())
    return Log(
        made.feed, cases, reading.rejects, tuple(sorted(reading.duplicates)), reading.count, reading.untimed,
        reading.back, tuple(header), reading.labels, unmapped,
    )  # fmt: skip
