"""What others did since a call's writer looked: which of it stands beside the call, and which the call would undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from deskconsole.core.desk import Event, Private, Query, Recorded, alive
from deskconsole.core.errors import Meanwhile
from deskconsole.core.instants import Instant
from deskconsole.store.looking import Looking
from deskconsole.store.merge import fold, plain

Column = tuple[str, str]
"""Table and column."""


def _said(happened: Event, actor: str) -> tuple[str, str]:
    return actor, happened.kind


class Wording(NamedTuple):
    """What features tell about their columns and events, for people who met in them.

    `quiet` are columns that follow from others or are added to: whoever sets them undoes nothing. `names` says what the
    number in a column stands for, `moments` are the columns that hold instants. `said` tells who did an event, and how.
    """

    quiet: Callable[[str, str], bool] = lambda table, column: False
    names: Mapping[Column, Query[str]] = {}
    moments: frozenset[str] = frozenset()
    said: Callable[[Event, str], tuple[str, str]] = _said


class _Met(NamedTuple):
    """One subject: its history, and who recorded what of it since, without what I did myself."""

    desk: Looking
    history: Sequence[Recorded]
    seen: int
    actors: Mapping[int, str]
    wording: Wording


_NEWS = "select seq, actor from journal where about = :about and subject = :subject and seq > :seen and actor <> :me"


def met(desk: Looking, seen: int, me: str, decided: Sequence[Event], wording: Wording) -> list[Meanwhile]:
    """What of others' doing since a line of the journal these events would undo, or must not cross unseen."""
    found: list[Meanwhile] = []
    ordered = sorted(decided, key=lambda e: (e.about, e.subject))
    for (about, subject), events in groupby(ordered, key=lambda e: (e.about, e.subject)):
        place = {"about": about, "subject": subject}
        if news := desk.driver.select(_NEWS, {**place, "seen": seen, "me": me}):
            one = _Met(desk, desk.history(about, subject), seen, dict(news), wording)
            mine = list(events)
            found += [*_crossed(one, mine), *_overwritten(one, mine)]
    return found


def _crossed(one: _Met, mine: Sequence[Event]) -> Iterator[Meanwhile]:
    for seq, theirs in alive(one.history):
        if seq in one.actors and any(each.crosses(theirs) for each in mine):
            who, how = one.wording.said(theirs, one.actors[seq])
            yield Meanwhile(who, theirs.at, how)


def _overwritten(one: _Met, mine: Sequence[Event]) -> Iterator[Meanwhile]:
    """Columns that held something else when I looked, hold what others set since, and would hold what I mean."""
    before = fold(r.event for r in alive([r for r in one.history if r.seq <= one.seen]))
    now, meant = fold(r.event for r in alive(one.history)), fold(mine)
    for (table, key), values in meant.items():
        for column, value in values.items():
            was, stands = (rows.get((table, key), {}).get(column) for rows in (before, now))
            if one.wording.quiet(table, column) or plain(was) == plain(stands) or _same(one, value, stands):
                continue
            if by := _who(one, table, key, column):
                called = str(values.get("key") or column.removesuffix("_at").replace("_", " "))
                then, here, next_ = (_text(one, (table, column), each) for each in (was, stands, value))
                yield Meanwhile(*by, called, True, then, here, next_, column in one.wording.moments)


def _who(one: _Met, table: str, key: int, column: str) -> tuple[str, Instant] | None:
    """Who set a column last, or took back what had set it; None: I did so myself."""
    by_number = {r.seq: r.event for r in one.history}

    def sets(happened: Event) -> bool:
        taken = [by_number[n] for n in happened.reverts if n in by_number]
        return column in fold([happened, *taken]).get((table, key), {})

    last = max((r for r in one.history if r.seq > one.seen and sets(r.event)), key=lambda r: r.seq, default=None)
    if last is None or last.seq not in one.actors:
        return None
    return one.actors[last.seq], last.event.at


def _same(one: _Met, meant: object, stands: object) -> bool:
    """Whether it is so already."""
    if isinstance(meant, Private):
        return isinstance(stands, Private) and _written(one, stands) == _written(one, meant)
    return plain(meant) == plain(stands)


def _text(one: _Met, column: Column, value: object) -> object:
    """A value as people know it."""
    if isinstance(value, Private):
        return _written(one, value)
    if value is not None and (query := one.wording.names.get(column)):
        return one.desk.maybe(query, id=value)
    return value


def _written(one: _Met, text: Private) -> str | None:
    if text.text is not None:
        return text.text
    rows: list[Any] = one.desk.driver.select("select text from private_text where id = :id", {"id": text.id})
    return rows[0][0] if rows else None
