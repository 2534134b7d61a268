"""The change feed, read by many processes while one writes: every line exactly once, in order, and soon."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import pytest

from deskconsole.core.actors import Actor
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.store.feed import Feed
from deskconsole.store.store import Store
from tests.faults.killing import PATIENCE, Child, Pipe
from tests.faults.troubles import end_of
from tests.features.desks import copied

SOON_S = 0.150
PACE_S = 0.040
LAST = 24
"""What readers end with: something about this ticket."""


def micros() -> int:
    """The same clock in all processes."""
    return time.monotonic_ns() // 1000


def reader(path: Path, since: int, ready: Pipe, pipe: Pipe) -> Callable[[], object]:
    """Read on until the last line comes; say each line and when it was seen."""

    def body() -> None:
        store = Store(str(path))
        feed = Feed(store, since)
        ready.say(1)
        until = time.monotonic() + PATIENCE
        ended = False
        while not ended and time.monotonic() < until:
            for change in feed.wait(1.0):
                pipe.say(change.seq)
                pipe.say(micros())
                ended = ended or change.subject == LAST
        feed.close()
        store.close()

    return body


def begun(ready: Pipe, count: int) -> None:
    """All of them look at the feed by now."""
    text = b""
    while text.count(b"\n") < count:
        text += os.read(ready.ours, 4096)


def written(path: Path, calls: int, pace: float) -> dict[int, int]:
    """Write, in the end about the last ticket; when each line was committed."""
    committed: dict[int, int] = {}
    store = Store(str(path))
    house = House(store, Actor("ana"))
    for number in range(calls):
        receipt = house.do(c.note(LAST if number == calls - 1 else 1 + number % 20, f"note {number}"))
        committed |= dict.fromkeys(receipt.events, micros())
        until = time.monotonic() + pace
        while (left := until - time.monotonic()) > 0:
            time.sleep(left)
    store.close()
    return committed


@pytest.mark.parametrize(
    ("readers", "calls", "pace"), [(4, 40, 0.005), pytest.param(40, 250, PACE_S, marks=pytest.mark.soak)]
)
def test_every_reader_gets_every_line_once_and_in_order(
    due_template: Path, tmp_path: Path, readers: int, calls: int, pace: float
) -> None:
    path = copied(due_template, tmp_path / "feed.db")
    since, ready, pipes = end_of(path).seq, Pipe(), [Pipe() for _ in range(readers)]
    children = [
        Child(reader(path, since, ready, pipe), tmp_path / f"{number}.errors") for number, pipe in enumerate(pipes)
    ]
    begun(ready, readers)
    committed = written(path, calls, pace)
    for child in children:
        child.end()
    delays: list[float] = []
    for pipe in pipes:
        said = pipe.said()
        seen, at = said[::2], said[1::2]
        assert seen == list(committed)
        delays += [(late - committed[seq]) / 1e6 for seq, late in zip(seen, at, strict=True)]
    assert list(committed) == list(range(since + 1, end_of(path).seq + 1))
    p99 = quantiles(delays, n=100)[98]
    print(
        f"\n{readers} readers, {len(delays)} lines seen: p99 {p99 * 1000:.0f} ms, slowest {max(delays) * 1000:.0f} ms"
    )
    if readers == 40:
        assert p99 <= SOON_S
