"""What the rows of a case come to, and how that differs from what was recorded: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from deskconsole.core.instants import Instant
from deskconsole.features.imports.cases import Feed, Report

A = TypeVar("A")
B = TypeVar("B")

SAME = "same"
"""The state of a row that says nothing of it."""
DONE = frozenset({"resolved", "closed", "cancelled"})


def told_by_rows(rows: Iterable[tuple[Instant, str, str]], feed: Feed) -> Iterator[Report]:
    """What follows from the rows of a ticket in order: instant, label and state of each."""
    was, at = "new", None
    told = feed.by_rows - {"closed"} if feed.last_row else feed.by_rows
    for at, label, state in rows:
        yield from (Report(what, at) for what in feed.facts(label))
        if state not in (SAME, was):
            yield from (Report(what, at) for what in _passage(was, state) if what in told)
            was = state
    if feed.last_row and at is not None:
        yield Report("closed", at)


def _passage(was: str, state: str) -> Iterator[str]:
    """What it means to pass from a state to another one; who closes what was not resolved has resolved it."""
    if was in DONE and state not in DONE:
        yield "reopened"
    if was not in DONE and state in ("resolved", "closed"):
        yield "resolved"
    if was not in DONE and state == "cancelled":
        yield "cancelled"
    if state == "closed":
        yield "closed"


def replaced(
    old: Sequence[A], new: Sequence[B], same: Callable[[A, B], bool], at: Callable[[B], int]
) -> tuple[Sequence[A], Sequence[B]]:
    """What of the old is to go and what of the new is to come, both in order of instants, so that the new stands.

    What begins or ends alike stays. What comes must not meet what stays after it at one instant: of equal instants
    that which was recorded later comes later.
    """
    begin, most = 0, min(len(old), len(new))
    while begin < most and same(old[begin], new[begin]):
        begin += 1
    end = 0
    while end < most - begin and same(old[-1 - end], new[-1 - end]):
        end += 1
    while end and begin < len(new) - end and at(new[-1 - end]) >= at(new[-end]):
        end -= 1
    return old[begin : len(old) - end], new[begin : len(new) - end]
