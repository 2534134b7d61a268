"""The watch over the loop finds what keeps it, and blames nobody for what is not theirs."""

from __future__ import annotations

import asyncio
import gc
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from queue import Queue

import pytest
from textual import events
from textual.app import App

from deskconsole.store.sqlite import SqliteDriver
from tests.driver import running
from tests.loop_watch import FEW, LIMIT, OFTEN, SMALL, WATCH, Slow


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the processor is as fast as ever: what is spun is measured as such; and nothing is known of other tests."""
    monkeypatch.setattr(WATCH, "_slower", lambda: 1.0)
    monkeypatch.setattr(WATCH, "_last", {})


class Busy(App[None]):
    """Does something for a key, and something else a moment later."""

    def __init__(self, does: Callable[[], object], later: bool = False) -> None:
        super().__init__()
        self.does, self.later = does, later
        self.done = 0

    def on_key(self, event: events.Key) -> None:
        if self.later:
            self.set_timer(0.001, self.work)
        else:
            self.work()

    def work(self) -> None:
        self.does()
        self.done += 1


async def pressed(app: Busy, times: int = 1) -> None:
    async with running(app) as pilot:
        for _ in range(times):
            await pilot.press("a")
        while app.done < times:
            await pilot.pause(0.005)


def spin(seconds: float) -> None:
    """Use so much of the processor, however busy that is."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@pytest.mark.parametrize(("later", "times"), [(False, OFTEN), (True, FEW)])
async def test_what_takes_long_is_found(later: bool, times: int) -> None:
    with pytest.raises(Slow, match="ms of the loop"):
        await pressed(Busy(lambda: spin(2 * LIMIT), later), times)


async def test_it_is_found_too_where_it_takes_long_now_and_then() -> None:
    turns = cycle((2 * LIMIT, 0, 0))
    with pytest.raises(Slow, match="Busy on Key used"):
        await pressed(Busy(lambda: spin(next(turns))), 3 * OFTEN)


async def test_a_processor_that_once_stands_still_is_no_slow_handler() -> None:
    await pressed(Busy(lambda: spin(10 * LIMIT)))


async def test_what_is_within_bounds_passes_however_often() -> None:
    await pressed(Busy(lambda: spin(LIMIT / 5)), 10)


def _soon(what: Callable[[], object]) -> threading.Timer:
    timer = threading.Timer(0.05, what)
    timer.start()
    return timer


def _wait_for_event() -> None:
    done = threading.Event()
    _soon(done.set)
    done.wait(5)


def _waiting() -> dict[str, Callable[[], object]]:
    return {
        "time.sleep": lambda: time.sleep(0.001),
        "a condition, an event, a future or a queue": _wait_for_event,
        "subprocess.Popen": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "socket.getaddrinfo": lambda: socket.getaddrinfo("localhost", 80),
        "a statement to the store": lambda: SqliteDriver(_memory, "memory").select("select 1"),
    }


_memory = sqlite3.connect(":memory:", check_same_thread=False)


@pytest.mark.parametrize("call", list(_waiting()))
async def test_what_waits_is_found(call: str) -> None:
    with pytest.raises(Slow, match=call):
        await pressed(Busy(_waiting()[call]))


async def test_what_waits_for_a_queue_or_a_thread_is_found() -> None:
    queue: Queue[int] = Queue()

    def wait_for_queue() -> None:
        _soon(lambda: queue.put(1))
        queue.get()

    with pytest.raises(Slow, match="a condition, an event, a future or a queue"):
        await pressed(Busy(wait_for_queue))
    with pytest.raises(Slow, match="waits: a thread"):
        await pressed(Busy(lambda: _soon(lambda: None).join()))


async def test_a_book_is_not_read_on_the_loop_and_a_note_may_be(tmp_path: Path) -> None:
    book, note = tmp_path / "book", tmp_path / "note"
    book.write_bytes(bytes(SMALL + 1))
    note.write_bytes(bytes(SMALL))
    await pressed(Busy(note.read_bytes))
    with pytest.raises(Slow, match="open"):
        await pressed(Busy(book.read_bytes))


async def test_what_others_do_meanwhile_is_not_the_handlers_fault() -> None:
    def work() -> None:
        spin(0.3)
        time.sleep(0.01)

    def in_a_thread() -> None:
        threading.Thread(target=work).start()

    await pressed(Busy(in_a_thread))
    await pressed(Busy(gc.collect), 3)

    class Waiting(Busy):
        async def on_key(self, event: events.Key) -> None:  # type: ignore[override]
            await asyncio.sleep(0.05)
            self.done += 1

    app = Waiting(lambda: None)
    async with running(app) as pilot:
        spun = asyncio.create_task(asyncio.sleep(0))
        await pilot.press("a")
        spin(0.3)  # the test itself is no handler
        await spun
        while not app.done:
            await pilot.pause(0.005)


async def test_a_module_that_is_read_for_the_first_time_is_no_slow_handler() -> None:
    for name in [each for each in sys.modules if each.split(".")[0] == "xmlrpc"]:
        del sys.modules[name]
    await pressed(Busy(lambda: __import__("xmlrpc.server")))


async def test_who_leaves_is_waited_for() -> None:
    class Leaving(Busy):
        def on_unmount(self) -> None:
            time.sleep(0.01)

    await pressed(Leaving(lambda: None))
