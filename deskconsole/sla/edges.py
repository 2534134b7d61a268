"""Open time as openings and closings in turn, in one list: joined, cut, and summed up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

Table = tuple[list[int], list[Any], list[int], int, int]  # Any: calling Instant() would cost as much as a bisect


def union(intervals: Iterable[tuple[int, int]]) -> list[int]:
    """Openings and closings in turn; what touches or overlaps becomes one, what a gap swallowed goes."""
    edges: list[int] = []
    for begin, end in intervals:
        if end <= begin:
            continue
        if edges and begin <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += (begin, end)
    return edges


def without(edges: list[int], closed: list[int]) -> list[int]:
    """What is open in `edges` and not in `closed`; both openings and closings in turn."""
    if not closed:
        return edges
    left: list[int] = []
    k = 0
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        while k < len(closed) and closed[k + 1] <= begin:
            k += 2
        at, cut = begin, k
        while cut < len(closed) and closed[cut] < end:
            if at < closed[cut]:
                left += (at, closed[cut])
            at = max(at, closed[cut + 1])
            cut += 2
        if at < end:
            left += (at, end)
    return left


def within(edges: list[int], low: int, high: int) -> list[int]:
    """What of it lies between two instants."""
    first, last = bisect_right(edges, low), bisect_left(edges, high)
    return [*([low] if first & 1 else []), *edges[first:last], *([high] if last & 1 else [])]


def join(left: list[int], right: list[int]) -> list[int]:
    """One after the other; an interval cut in two at the seam is whole again."""
    return left[:-1] + right[1:] if left and right and left[-1] == right[0] else left + right


def sum_up(edges: list[int], low: int, high: int) -> Table:
    """The table of a `Calendar`, which says what is in it."""
    base: list[Any] = [0]
    sums, total = [], 0
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        base.append(total - begin)
        total += end - begin
        base.append(total)
        sums.append(total)
    return edges, base, sums, low, high
