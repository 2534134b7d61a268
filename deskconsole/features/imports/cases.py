"""What every log is read into, however it was written: cases with their rows, and how its source is to be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from deskconsole.core.instants import Instant


class Reject(NamedTuple):
    """A row that cannot be taken over: its line in the file, and why."""

    line: int
    why: str
    text: str


class Card(NamedTuple):
    """What a row says of its ticket that may have to be forgotten, or never moves a clock. None: nothing."""

    title: str
    requester: str | None = None
    channel: str | None = None
    category: str | None = None


CARD = Card._fields


class Seen(NamedTuple):
    """How a row saw its ticket; the fields are those of `TicketObserved`, but for the team, which has its name."""

    label: str
    state: str
    held_for: str | None = None
    priority: int | None = None
    priority_label: str | None = None
    team: str | None = None
    owner: str | None = None
    reopened: int | None = None
    more: dict[str, str] | None = None
    keeps: tuple[str, ...] | None = None
    offset: int | None = None
    copy: int | None = None


class Row(NamedTuple):
    """A row that can be taken over: when it was so, its key, and what it says."""

    at: Instant
    key: str
    seen: Seen
    card: Card


class Report(NamedTuple):
    """That something was so at an instant: `resolved`, `closed`, `reopened`, `cancelled`, `replied`, `asked` …"""

    what: str
    at: Instant
    more: dict[str, str] | None = None


class Case(NamedTuple):
    """All rows of a ticket, in the order in which they were so (ties by file order), and what its columns report."""

    number: str
    rows: tuple[Row, ...]
    opened_at: Instant | None = None
    """None: with its first row."""
    reports: tuple[Report, ...] = ()
    """In order; none of those that follow from rows (see `Feed`)."""
    more: dict[str, str] | None = None


class Feed(NamedTuple):
    """What holds for all cases of a source."""

    source: str
    """Its name in the record: that of its tickets, and of the keys of their events."""
    corrects: bool = False
    """Whether a row that is known is compared with what it says now; else its key decides."""
    by_rows: frozenset[str] = frozenset()
    """Words of reports (see `Report`) that follow from the rows of a ticket, from states or labels, not columns."""
    last_row: bool = False
    """Whether a ticket counts as closed with its last row, whatever its state: nothing comes after this log."""
    nobody: str | None = None
    """Stands for a requester whom the first row does not name."""
    facts: Callable[[str], tuple[str, ...]] = lambda label: ()
    """What a row with this label reports beside its state: `replied`, `asked` …"""


class Log(NamedTuple):
    """A log as read: its cases in the order of their first rows, and what was rejected."""

    feed: Feed
    cases: list[Case]
    rejects: list[Reject]
    duplicates: tuple[tuple[int, int], ...] = ()
    """Lines of rows that an earlier line (the second number) holds word for word."""
    rows: int = 0
    """Rows of the file, also rejected ones."""
    untimed: int = 0
    """Rows without an instant; they are among the rejected ones."""
    back: int = 0
    """Rows that stand in the file after a later row of the same case."""
    columns: tuple[str, ...] = ()
    labels: Mapping[str, int] = {}
    """What rows are called, with how many are."""
    unmapped: Mapping[str, Mapping[str, int]] = {}
    """Values that the map has no word for, by its section, with their rows."""
