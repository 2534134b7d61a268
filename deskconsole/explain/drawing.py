"""A clock's life as a picture: a row a day, a cell a quarter of an hour, each as what filled most of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from deskconsole.core.instants import DAY, MINUTE, Instant
from deskconsole.explain.gather import Explained
from deskconsole.explain.text import broken_at
from deskconsole.sla.clocks import is_breached
from deskconsole.sla.cuts import BusinessTime

Cell = Literal["", "counted", "over", "held", "cut", "closed", "left", "due"]
"""`over` counted beyond the target; nothing where there was no clock."""

MOST_DAYS = 10
"""Of a longer life there is no picture: it would push everything else off the screen."""

_STEPS = (15, 30, 60)
"""Minutes that a cell may stand for, the finest that fits first."""

_LABELLED = 120
"""Rows begin and end at even hours."""

_DAY = 24 * 60


class Row(NamedTuple):
    """A local day."""

    day: date
    cells: list[Cell]


class Drawing(NamedTuple):
    """`first` is the local minute at which each row begins, `step` how many minutes a cell is."""

    first: int
    step: int
    rows: list[Row]


class _Span(NamedTuple):
    begin: Instant
    end: Instant
    kind: Cell


def drawn(clock: Explained, now: Instant, room: int) -> Drawing | None:
    """A picture in rows of at most `room` cells; None where there is none to be had."""
    c, time = clock.told.clock, clock.time
    spans = list(_spans(clock, now))
    if c.state == "unmeasurable" or not spans:
        return None
    due = c.due if c.state == "running" or is_breached(c, now) else None
    first, last = time.local_date(spans[0].begin), time.local_date(Instant(max(span.end for span in spans) - 1))
    if due is not None:
        last = max(last, time.local_date(due))
    if (last - first).days >= MOST_DAYS:
        return None
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    parts = [part for span in spans for part in _parts(span, time)]
    for step in _STEPS:
        rows = [Row(day, _cells(day, step, parts, time, due)) for day in days]
        for margin in (True, False):
            begin, end = _window(rows, step, margin=margin)
            if (end - begin) // step <= room:
                cut = slice(begin // step, end // step)
                return Drawing(begin, step, [Row(row.day, row.cells[cut]) for row in rows])
    return None


def _spans(clock: Explained, now: Instant) -> Iterator[_Span]:
    """What it was from when to when, and what is left of it, in order; spans do not overlap."""
    c = clock.told.clock
    for segment in clock.told.segments:
        if segment.end <= segment.begin or segment.kind == "ended":
            continue
        kind: Cell = "counted" if segment.kind == "running" else segment.kind
        broke = broken_at(clock, now) if kind == "counted" else None
        if broke is not None and segment.begin < broke < segment.end:
            yield _Span(segment.begin, broke, "counted")
            yield _Span(broke, segment.end, "over")
        else:
            over = broke is not None and broke <= segment.begin
            yield _Span(segment.begin, segment.end, "over" if over else kind)
    if c.state == "running" and c.due is not None and c.due > now:
        yield _Span(now, c.due, "left")


def _parts(span: _Span, time: BusinessTime) -> Iterator[_Span]:
    """A span parted where business time begins and ends: what is closed is neither counted nor held nor left."""
    if span.kind in ("cut", "closed"):
        yield span
        return
    at = span.begin
    while at < span.end:
        opens = min(time.opens(at), span.end)
        if opens > at:
            yield _Span(at, opens, "closed")
            at = opens
            continue
        closes = time.closes(at)
        until = span.end if closes is None else min(closes, span.end)
        yield _Span(at, until, span.kind)
        at = until


def _cells(day: date, step: int, parts: Sequence[_Span], time: BusinessTime, due: Instant | None) -> list[Cell]:
    """What filled most of each cell of a day."""
    edges = _edges(day, step, time)
    filled: list[dict[Cell, int]] = [{} for _ in edges[1:]]
    for part in parts:
        if part.end <= edges[0] or part.begin >= edges[-1]:
            continue
        for n in range(max(bisect_right(edges, part.begin) - 1, 0), min(bisect_left(edges, part.end), len(filled))):
            shared = min(part.end, edges[n + 1]) - max(part.begin, edges[n])
            filled[n][part.kind] = filled[n].get(part.kind, 0) + shared
    cells: list[Cell] = [max(each, key=each.__getitem__) if each else "" for each in filled]
    if due is not None and edges[0] <= due < edges[-1]:
        cells[bisect_right(edges, due) - 1] = "due"
    return cells


def _edges(day: date, step: int, time: BusinessTime) -> list[Instant]:
    """Where the cells of a day begin, and where the last ends; on days that clocks are changed some are longer."""
    midnight, next_midnight = time.local_instant(day, 0), time.local_instant(day + timedelta(days=1), 0)
    if next_midnight - midnight == DAY:
        return [Instant(at) for at in range(midnight, next_midnight + 1, step * MINUTE)]
    return [*(time.local_instant(day, minute) for minute in range(0, _DAY, step)), next_midnight]


def _window(rows: Sequence[Row], step: int, *, margin: bool) -> tuple[int, int]:
    """The minutes between which something happened on any day, widened to even hours; with a margin, by at least one
    cell."""
    busy = [n for row in rows for n, cell in enumerate(row.cells) if cell not in ("", "closed")]
    if not busy:
        return 0, _DAY
    first, last = min(busy) * step, (max(busy) + 1) * step
    if margin:
        first, last = first - step, last + step
    return max(first // _LABELLED * _LABELLED, 0), min(-(-last // _LABELLED) * _LABELLED, _DAY)
