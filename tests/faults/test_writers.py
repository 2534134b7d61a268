"""Many processes that write at once: none fails, none is starved, and what one decides on is what the last one left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

import pytest

from deskconsole.core.actors import Actor
from deskconsole.core.desk import Command, Desk, Event
from deskconsole.features.tickets.events import TicketTagged
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.house import House
from deskconsole.store.store import Store
from tests.faults.killing import Child, Pipe, proven
from tests.features.desks import copied

TICKETS = 24


def _count(desk: Desk, ticket: int) -> Iterator[Event]:
    """Its tag is one more than the one it has."""
    row = desk.one(TICKET_BY_ID, ticket=ticket)
    yield TicketTagged(at=desk.now, ticket=ticket, tags=(f"{_number(row.tags) + 1}",))


def _number(tags: str | None) -> int:
    return int(tags or 0)


count = Command("test.count", "ticket.work", _count)


def writer(path: Path, begin: float, seconds: float, calls: int, pipe: Pipe) -> Callable[[], object]:
    """Count up one ticket after the other, from one instant on; say how often."""

    def body() -> None:
        store = Store(str(path))
        house, done = House(store, Actor("ana")), 0
        _ = store.time
        while (left := begin - time.monotonic()) > 0:
            time.sleep(left)
        while done < calls and time.monotonic() < begin + seconds:
            house.do(count(1 + done % TICKETS))  # a lock error ends this process, and is told
            done += 1
        pipe.say(done)
        store.close()

    return body


@pytest.mark.parametrize(
    ("processes", "seconds", "calls"), [(6, 60.0, 20), pytest.param(32, 15.0, 1 << 30, marks=pytest.mark.soak)]
)
def test_no_update_is_lost_and_nobody_fails(
    due_template: Path, tmp_path: Path, processes: int, seconds: float, calls: int
) -> None:
    path = copied(due_template, tmp_path / "writers.db")
    begin, pipes = time.monotonic() + processes * 0.03, [Pipe() for _ in range(processes)]
    children = [
        Child(writer(path, begin, seconds, calls, pipe), tmp_path / f"{number}.errors")
        for number, pipe in enumerate(pipes)
    ]
    for child in children:
        child.end()
    done = [sum(pipe.said()) for pipe in pipes]
    store = Store(str(path))
    counted = sum(_number(tags) for (tags,) in store.read.driver.select("select tags from ticket"))
    store.close()
    share = min(done) / mean(done)
    print(f"\n{processes} processes: {sum(done)} calls, {sum(done) - counted} lost, slowest {share:.2f} × the mean")
    assert counted == sum(done)
    proven(path)
    if processes == 32:
        assert share >= 0.5
    else:
        assert done == [calls] * processes
