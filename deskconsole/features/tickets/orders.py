"""The orders that a queue can stand in. A page is found by an index, whichever order and wherever it begins.

An order is a row of segments, in each of which rows stand by keys that are never null: what is unknown comes last, the
same on every database. A place says the segment and the keys; turned round, numbers count downwards, so that places
always ascend along the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from typing import NamedTuple, Protocol, TypeVar

from deskconsole.core.desk import Query
from deskconsole.features.tickets.tagged import Lead, lead_of
from deskconsole.features.tickets.views import (
    NO_FIGURE,
    PAUSED,
    RUNNING,
    QueueRow,
    few,
    queue_page,
    queue_select,
    tagged_page,
)

Place = tuple[int, ...]
"""Where a row stands: the segment, then its keys; `TOP` comes before all of them."""

TOP: Place = (-1, 0, 0)

_BREACH = ("standing", "breaches_at", "id")
FEW = 5000
"""Entries of tags that are sorted for a page. Among more of them a walk along an index soon meets one."""
_LOWEST, _HIGHEST = -(1 << 62), 1 << 62


class Segment(NamedTuple):
    """Rows that stand together: the condition that says which, and what they stand by."""

    where: str
    keys: tuple[str, ...]


def _known_first(column: str) -> tuple[Segment, ...]:
    return Segment(f"t.{column} is not null", (column, "id")), Segment(f"t.{column} is null", ("id",))


_SEGMENTS: Mapping[str, tuple[Segment, ...]] = {
    "breach": tuple(Segment(f"t.standing = {n}", ("breaches_at", "id")) for n in (RUNNING, PAUSED, NO_FIGURE)),
    "priority": (
        *(Segment(f"t.priority = {n}", _BREACH) for n in range(1, 6)),
        Segment("t.priority is null", _BREACH),
    ),
    "waiting": _known_first("touched_at"),
    "age": _known_first("opened_at"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "breach": ("what breaches next", "what breaches last"),
    "priority": ("priority", "priority, lowest first"),
    "waiting": ("waiting", "waiting, shortest first"),
    "age": ("age", "age, newest first"),
}
"""What a list says it stands by, and how turned round."""
COLUMN = {"breach": "sla", "priority": "p", "waiting": "waits", "age": "created"}
"""The column whose head says so."""


class Order(NamedTuple):
    """What a list stands by."""

    sort: str = "breach"
    reverse: bool = False

    @property
    def words(self) -> str:
        return WORDS[self.sort][self.reverse]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """As they follow each other along the list."""
        found = _SEGMENTS[self.sort]
        return found[::-1] if self.reverse else found

    def place_of(self, row: QueueRow) -> Place:
        """Where a row stands."""
        number = _segment_of(self.sort, row)
        keys = [getattr(row, key) for key in _SEGMENTS[self.sort][number].keys]
        if self.reverse:
            return (len(_SEGMENTS[self.sort]) - 1 - number, *(-key for key in keys))
        return (number, *keys)


BY_BREACH = Order()


def _segment_of(sort: str, row: QueueRow) -> int:
    if sort == "breach":
        return row.standing
    if sort == "priority":
        return 5 if row.priority is None else row.priority - 1
    return int((row.touched_at if sort == "waiting" else row.opened_at) is None)


@lru_cache(maxsize=256)
def segment_page(where: str, order: Order, number: int, hue: str = "null", lead: Lead | None = None) -> Query[QueueRow]:
    """Rows of one segment after the keys `:k0`, `:k1` …, at most `:limit`: along the index of the order, or by sorting
    what a few entries lead to."""
    segment = order.segments[number]
    sign, down = ("<", " desc") if order.reverse else (">", "")
    keys = ", ".join(f"t.{key}" for key in segment.keys)
    after = ", ".join(f":k{n}" for n in range(len(segment.keys)))
    by = " order by " + ", ".join(f"t.{key}{down}" for key in segment.keys)
    return few(f"{_chosen(where, lead)} and {segment.where} and ({keys}) {sign} ({after})", by, hue)


R = TypeVar("R")


class Reads(Protocol):
    """Reads rows, as a store does."""

    def __call__(self, query: Query[R], values: Mapping[str, object], /) -> Sequence[R]: ...


def page(
    read: Reads, where: str, values: Mapping[str, object], place: Place, limit: int, order: Order, hue: str = "null"
) -> list[QueueRow]:
    """Rows that match a compiled filter, from a place on, in an order."""
    if order == BY_BREACH:  # one index, one walk each
        wanted = {**values, **dict(zip(_BREACH, place, strict=True)), "limit": limit}
        if lead := lead_of(where):
            led = tagged_page(where, hue)
            arms = [read(led, {**wanted, "tag": tag, "open": is_open}) for tag, is_open in _entries(lead)]
        else:
            arms = [read(queue_page(arm, hue), wanted) for arm in _arms(where)]
        rows = (next(same) for _, same in groupby(merge(*arms, key=order.place_of), key=order.place_of))
        return list(islice(rows, limit))
    found: list[QueueRow] = []
    lead = _few_led(read, where)
    values = {**values, **_bound_tags(lead)}
    for number, segment in enumerate(order.segments):
        if number >= place[0] and len(found) < limit:
            keys: Sequence[int] = place[1:] if number == place[0] else ()
            bound = {"limit": limit - len(found)} | _bound(keys, len(segment.keys), order.reverse)
            found += read(segment_page(where, order, number, hue, lead), {**values, **bound})
    return found


class _Count(NamedTuple):
    many: int


def _few_led(read: Reads, where: str) -> Lead | None:
    """The entries that lead to what matches, where they are so few that sorting them beats a walk along the index."""
    if (lead := lead_of(where)) is None:
        return None
    counted = Query(f"select count(*) from ({_entries_of(lead)} limit :few) g", _Count)
    return lead if read(counted, {**_bound_tags(lead), "few": FEW})[0].many < FEW else None


def _arms(where: str) -> tuple[str, ...]:
    """What asks for open and ended tickets alike, in two: either kind has an index of its own, in the queue's order."""
    return (where,) if "t.is_open" in where else (f"t.is_open = 1 and {where}", f"t.is_open = 0 and {where}")


def _entries(lead: Lead) -> list[tuple[str, int]]:
    """Where tickets are found one after the other in the queue's order; one with two of the tags is so twice."""
    return [(tag, is_open) for tag in lead.tags for is_open in ((1,) if lead.is_open else (1, 0))]


def _bound(keys: Sequence[int], many: int, reverse: bool) -> dict[str, int]:
    """The keys after which to begin; without any, those before all rows."""
    if not keys:
        return {f"k{n}": _HIGHEST if reverse else _LOWEST for n in range(many)}
    return {f"k{n}": -key if reverse else key for n, key in enumerate(keys)}


def _chosen(where: str, lead: Lead | None) -> str:
    """What is looked through for all that matches, and the condition: the entries of its tags, or the tickets."""
    if lead is None:
        return f"ticket t where {where}"
    # A cross join, which SQLite leaves in this order.
    return f"({_entries_of(lead)}) g cross join ticket t where t.id = g.ticket and {where}"


def _entries_of(lead: Lead) -> str:
    tags = ", ".join(f":tag{n}" for n in range(len(lead.tags)))
    only = " and g.is_open = 1" if lead.is_open else ""
    return f"select distinct g.ticket from ticket_tag g where g.tag in ({tags}){only}"


def _bound_tags(lead: Lead | None) -> dict[str, object]:
    return {f"tag{n}": tag for n, tag in enumerate(lead.tags)} if lead else {}


@lru_cache(maxsize=256)
def _segment_anchors(where: str, order: Order, number: int, lead: Lead | None) -> tuple[str, str]:
    """SQL for the keys of every `:every`th row of a segment, `:carry` rows having come before; and for how many there
    are, at most so many, after some keys."""
    segment = order.segments[number]
    sign, down = ("<", " desc") if order.reverse else (">", "")
    keys = ", ".join(f"t.{key}" for key in segment.keys)
    by = ", ".join(f"t.{key}{down}" for key in segment.keys)
    after = ", ".join(f":k{n}" for n in range(len(segment.keys)))
    chosen = f"{_chosen(where, lead)} and {segment.where}"
    numbered = f"select {keys}, row_number() over (order by {by}) as n from {chosen}"
    return (
        f"select {', '.join(segment.keys)} from ({numbered}) t where (n + :carry) % :every = 0 order by n",
        f"select count(*) from (select 1 from {chosen} and ({keys}) {sign} ({after}) limit :every) t",
    )


Select = Callable[[str, Mapping[str, object]], Sequence[tuple[int, ...]]]


def anchors(
    select: Select, where: str, values: Mapping[str, object], every: int, order: Order
) -> tuple[int, list[Place]]:
    """How many rows match, and the places after which the windows of a list begin: the database counts them, only each
    `every`th comes out of it."""
    total, found, lead = 0, [TOP], lead_of(where)
    values = {**values, **_bound_tags(lead)}
    for number, segment in enumerate(order.segments):
        each, rest = _segment_anchors(where, order, number, lead)
        carry = total % every
        rows = select(each, {**values, "carry": carry, "every": every})
        found += [_signed(number, keys, order) for keys in rows]
        begin = _bound(_signed(number, rows[-1], order)[1:] if rows else (), len(segment.keys), order.reverse)
        total += len(rows) * every - carry if rows else 0
        total += select(rest, {**values, **begin, "every": every})[0][0]
    if total and total % every == 0:
        found.pop()  # nothing comes after the last row
    return total, found


def tickets(select: Select, where: str, values: Mapping[str, object], most: int, order: Order) -> list[int]:
    """The ids of the first rows that match, in an order."""
    found: list[int] = []
    chosen, values = _chosen(where, lead := lead_of(where)), {**values, **_bound_tags(lead)}
    for segment in order.segments:
        if len(found) < most:
            by = ", ".join(f"t.{key}{' desc' if order.reverse else ''}" for key in segment.keys)
            sql = f"select t.id from {chosen} and {segment.where} order by {by} limit :limit"
            found += [int(ticket) for (ticket,) in select(sql, {**values, "limit": most - len(found)})]
    return found


def _signed(number: int, keys: Sequence[int], order: Order) -> Place:
    """A place from the keys of a row."""
    return (number, *(-key for key in keys)) if order.reverse else (number, *keys)


def whole(where: str, order: Order) -> Query[QueueRow]:
    """All rows that match, in an order: for who prints them."""
    segments = _SEGMENTS[order.sort]
    cases = " ".join(f"when {segment.where} then {number}" for number, segment in enumerate(segments))
    keys = [f"case {cases} end", *(f"t.{key}" for key in segments[0].keys)]
    down = " desc" if order.reverse else ""
    return Query(queue_select(where) + " order by " + ", ".join(f"{key}{down}" for key in keys), QueueRow)
