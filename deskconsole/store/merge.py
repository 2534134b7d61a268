"""Merging: what the rows of a subject hold, given its events. Live writes, import, replay and undo all come here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from deskconsole.core.desk import Event, Private
from deskconsole.core.instants import Instant

Setting = dict[tuple[str, int], dict[str, object]]
"""What rows hold: columns by (table, key)."""


@dataclass(frozen=True)
class Derived:
    """What follows from a subject's events alone, beside the columns they set.

    `row` are columns of the subject's own row; `rows` are whole rows of other tables, whose first column is the
    subject; `wakes` are its timers: the next instant for a kind, or None. `fresh` are rows that are not there yet, of a
    step, whose `rows` are.
    """

    row: Mapping[str, object] = field(default_factory=dict)
    rows: Mapping[str, Sequence[tuple[object, ...]]] = field(default_factory=dict)
    wakes: Mapping[str, Instant | None] = field(default_factory=dict)
    fresh: Mapping[str, Sequence[tuple[object, ...]]] = field(default_factory=dict)


def plain(value: object) -> object:
    """What a column holds: private text by its number, a yes or no as 1 or 0."""
    if isinstance(value, Private):
        return value.id
    return int(value) if isinstance(value, bool) else value


def merged(rows: Setting, happened: Event) -> None:
    """Set in `rows` what an event sets."""
    for change in happened.changes():
        rows.setdefault((change.table, change.key), {}).update(change.values)


def fold(events: Iterable[Event]) -> Setting:
    """The rows that events set, from nothing. They stand, and are in order (see `alive`)."""
    rows: Setting = {}
    for happened in events:
        merged(rows, happened)
    return rows
