"""A measured figure, and how it is measured: floor and work in turn, so that a noisy machine cancels out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from deskconsole.bench.bounds import BOUNDS

Work = Callable[[], object]
"""Something to be timed."""

UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6, "ns": 1e9}


class Figure(NamedTuple):
    """What was measured, beside its floor. Without a `value` it was not measured, and `note` says why."""

    name: str
    value: float | None
    unit: str
    floor: float | None = None
    """What the same costs at least, measured in the same run, in the same unit."""
    ratio: float | None = None
    n: int = 0
    """How often it was measured."""
    spread: float | None = None
    """Distance of the quartiles of the ratio (without a floor: of the value), as a share of it."""
    bound: float | None = None
    """The most that the ratio may be (without a floor: the value)."""
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the bound holds; None where there is none, or nothing was measured."""
        judged = self.value if self.floor is None else self.ratio
        return None if self.bound is None or judged is None else judged <= self.bound


def told(
    name: str,
    value: float,
    unit: str,
    *,
    floor: float | None = None,
    n: int = 1,
    spread: float | None = None,
    note: str = "",
) -> Figure:
    """A figure that was counted, with its published bound."""
    ratio = value / floor if floor else None
    return Figure(name, value, unit, floor, ratio, n, spread, BOUNDS.get(name), note)


def skipped(name: str, why: str) -> Figure:
    """A figure that could not be measured here: it is shown, and no bound is missed."""
    return Figure(name, None, "", bound=BOUNDS.get(name), note=f"skipped: {why}")


def spread_of(values: list[float]) -> float | None:
    """Distance of the quartiles as a share of the median."""
    if len(values) < 2:
        return None
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return (high - low) / middle if middle else 0.0


def seconds(work: Work, times: int = 1) -> float:
    """How long it takes, once."""
    begun = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - begun) / times


def compared(
    name: str, floor: Work, work: Work, *, unit: str, rounds: int, times: int = 1, share: float = 1.0, note: str = ""
) -> Figure:
    """Time floor and work in turn, `times` in a row each; `share` of the measured is one of what is counted."""
    floor(), work()  # what is done once for all is no part of it
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            taken = seconds(work, times)
            pairs.append((seconds(floor, times), taken))
        else:
            pairs.append((seconds(floor, times), seconds(work, times)))
    return of_pairs(name, pairs, unit=unit, share=share, note=note)


def of_pairs(name: str, pairs: list[tuple[float, float]], *, unit: str, share: float = 1.0, note: str = "") -> Figure:
    """A figure from seconds of floor and work, taken next to each other."""
    ratios = [taken / least for least, taken in pairs]
    scale = UNITS[unit] * share
    return Figure(
        name,
        median(taken for _, taken in pairs) * scale,
        unit,
        median(least for least, _ in pairs) * scale,
        median(ratios),
        len(pairs),
        spread_of(ratios),
        BOUNDS.get(name),
        note,
    )


def say(what: str) -> None:
    """What is being done, on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{what[:100]}")
        sys.stderr.flush()


@contextmanager
def folder() -> Iterator[str]:
    """Room for stores that are gone afterwards."""
    with TemporaryDirectory(prefix="deskconsole-bench-") as path:
        yield path
