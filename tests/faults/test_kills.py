"""Importer, engine and console are killed at any instant: the store opens, proves itself and misses nothing."""

from __future__ import annotations

import csv
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest

from deskconsole.cli import importing
from deskconsole.cli.main import main
from deskconsole.core.actors import Actor
from deskconsole.core.errors import Refused
from deskconsole.engine import service
from deskconsole.engine.tick import advance
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.store.store import Store
from tests.faults.killing import Child, Moment, Pipe, Whole, blocks, killed, moments, own_streams, proven
from tests.features.desks import copied
from tests.features.logs import SAMPLE, WHOLE, log, needs_data, read_log, row

KILLS = [6, pytest.param(200, marks=pytest.mark.soak)]
SEED = 20260303


class Undisturbed(NamedTuple):
    """What a run comes to that nobody kills."""

    whole: Whole
    commits: int
    seconds: float


def undisturbed(body: Callable[[], object], path: Path) -> Undisturbed:
    before, began = blocks(path), time.monotonic()
    Child(body, path.with_suffix(".errors")).end()
    seconds = time.monotonic() - began
    return Undisturbed(proven(path), blocks(path) - before, seconds)


def all_resumed(template: Path, folder: Path, run: Callable[[Path], Callable[[], object]], count: int) -> None:
    """Kill a run at `count` moments; each time a second run comes to what an undisturbed one came to."""
    right = undisturbed(run(path := copied(template, folder / "right.db")), path)
    began, midway = blocks(template), 0
    for number, moment in enumerate(moments(count, SEED, right.commits, right.seconds)):
        path = copied(template, folder / f"killed-{number}.db")
        killed(run(path), path, moment)
        midway += began < proven(path).head.block < right.whole.head.block
        Child(run(path), path.with_suffix(".errors")).end()
        assert proven(path) == right.whole, moment
        remove(path)
    print(f"{right.commits} commits in {right.seconds:.2f} s, {midway} of {count} kills in the midst of them")
    assert midway >= count // 20  # the rest came before the first commit or after the last


def remove(path: Path) -> None:
    for each in path.parent.glob(f"{path.stem}*"):
        each.unlink()


# --- the importer ----------------------------------------------------------------------------------------------------


def importer(file: Path, chunk: int) -> Callable[[Path], Callable[[], object]]:
    def run(path: Path) -> Callable[[], object]:
        def body() -> None:
            importing.CHUNK = chunk
            assert main(["import", "servicenow-log", "--store", str(path), str(file), "--zone", "UTC"]) == 0

        return body

    return run


@pytest.fixture
def small_log(tmp_path: Path) -> Path:
    """Rows of some incidents that begin one after the other and go on together."""
    rows = [
        {"number": f"INC{case:07}", "incident_state": state, "sys_updated_at": f"{day}/3/2016 {8 + case % 9:02}:05"}
        for day, state in ((1, "New"), (2, "Active"), (3, "Resolved"))
        for case in range(40)
    ]
    return log(tmp_path / "small.csv", [row(**cells) for cells in rows])


def test_an_importer_that_is_killed_goes_on(log_template: Path, small_log: Path, tmp_path: Path) -> None:
    all_resumed(log_template, tmp_path, importer(small_log, 4), 2)


@pytest.mark.parametrize("count", KILLS)
class TestRealLog:
    pytestmark = needs_data

    def test_an_importer_of_a_real_log_that_is_killed_goes_on(
        self, log_template: Path, tmp_path: Path, count: int
    ) -> None:
        if count == 6:
            all_resumed(log_template, tmp_path, importer(SAMPLE, 3), count)
        else:
            slice_ = log(tmp_path / "slice.csv", *_slice(WHOLE, 2_000))
            all_resumed(log_template, tmp_path, importer(slice_, 20), count)


def _slice(file: Path, rows: int) -> tuple[Iterable[list[str]], list[str]]:
    """The first rows of a log, and its header."""
    with SAMPLE.open(newline="") as sample:
        header = next(csv.reader(sample))
    return read_log(file)[:rows], header


# --- the engine ------------------------------------------------------------------------------------------------------


def engine(path: Path) -> Callable[[], object]:
    """The engine as a service; it ends when nothing is due. Small steps, so that there is something to kill."""

    def body() -> None:
        store = Store(str(path))
        running = service.Engine(store, "engine")

        def few(store: Store) -> int:
            total = 0
            while handled := advance(store, 3):
                total += handled
            running.ask_to_stop()
            return total

        patch.multiple(service, TICK_S=0.01, BEAT_S=0.02, catch_up=few).start()
        running.start()
        running.wait()
        running.stop()
        assert running.trouble is None
        store.close()

    return body


@pytest.mark.parametrize("count", KILLS)
def test_an_engine_that_is_killed_is_made_up_for(due_template: Path, tmp_path: Path, count: int) -> None:
    all_resumed(due_template, tmp_path, engine, count)


# --- the console -----------------------------------------------------------------------------------------------------


def busy_console(path: Path, pipe: Pipe) -> Callable[[], object]:
    """What a console does without its screen: calls in one thread, its engine in others. Says what it was told."""

    def body() -> None:
        service.TICK_S, service.BEAT_S = 0.01, 0.02
        store = Store(str(path))
        ticking = service.Engine(store, "console", when=lambda: not service.engine_alive(store))
        ticking.start()
        caller = threading.Thread(target=calls, args=(House(store, Actor("ana")), pipe))
        caller.start()
        caller.join()
        ticking.stop()
        store.close()

    return body


def calls(house: House, pipe: Pipe) -> None:
    for number in range(30):
        ticket = 1 + number % 12
        for call in (c.claim(ticket), c.note(ticket, f"note {number}"), c.tag(ticket, f"t{number}"), c.new("one more")):
            try:
                pipe.say(house.do(call).events[-1])
            except Refused:
                continue


@pytest.mark.parametrize("count", KILLS)
def test_a_console_that_is_killed_keeps_what_it_was_told(due_template: Path, tmp_path: Path, count: int) -> None:
    path, pipe = copied(due_template, tmp_path / "right.db"), Pipe()
    right = undisturbed(busy_console(path, pipe), path)
    assert max(pipe.said()) <= right.whole.head.seq
    told = 0
    for number, moment in enumerate(moments(count, SEED + 1, right.commits, right.seconds)):
        path, pipe = copied(due_template, tmp_path / f"killed-{number}.db"), Pipe()
        killed(busy_console(path, pipe), path, moment)
        said = pipe.said()
        assert proven(path).head.seq >= max(said, default=0), moment
        told += bool(said)
        remove(path)
    print(f"{right.commits} commits in {right.seconds:.2f} s, {told} of {count} kills after something was told")
    assert told >= count // 20


class Screen(Child):
    """The console itself, at a terminal where somebody presses keys."""

    def __init__(self, path: Path) -> None:
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            _sit_down(path)
        self.code, self.errors, self.sent = None, path.with_suffix(".errors"), b""
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.set_blocking(self.terminal, False)

    def work(self, seconds: float) -> None:
        """Look, and press a key when there is something to see."""
        ready, _, _ = select.select([self.terminal], [], [], max(seconds, 0))
        if ready:
            with suppress(OSError):
                self.sent += os.read(self.terminal, 65536)
        if b"INC-10" in self.sent:
            with suppress(OSError):
                os.write(self.terminal, b"mj")

    def until(self, happens: Callable[[], bool], patience: float = 60.0) -> None:
        end = time.monotonic() + patience
        while not happens():
            assert time.monotonic() < end, self.sent[-2000:]
            assert not self.ended(), self.sent[-2000:]
            self.work(0.005)

    def kill(self) -> None:
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.terminal)
        assert self.code == -signal.SIGKILL, self.sent[-2000:]


def _sit_down(path: Path) -> None:
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    try:
        own_streams()
        service.TICK_S = 0.05
        main(["console", "--store", str(path), "--as", "ana"])
    finally:
        os._exit(1)


@pytest.mark.parametrize("count", [2, pytest.param(200, marks=pytest.mark.soak)])
def test_a_screen_that_is_killed_leaves_a_whole_store(due_template: Path, tmp_path: Path, count: int) -> None:
    import deskconsole.cli.console
    import deskconsole.console.app  # noqa: F401 - a child begins warm

    wrote = 0
    for number, moment in enumerate(moments(count, SEED + 2, 12, 1.5)):
        path = copied(due_template, tmp_path / f"killed-{number}.db")
        before, began = blocks(path), time.monotonic()
        screen = Screen(path)
        screen.until(come(moment, path, before, began))
        screen.kill()
        wrote += proven(path).head.block > before
        remove(path)
    print(f"{wrote} of {count} screens had written something")
    assert wrote >= count // 20


def come(moment: Moment, path: Path, before: int, began: float) -> Callable[[], bool]:
    """Whether it is time."""
    if moment.commits is not None:
        target = before + moment.commits
        return lambda: blocks(path) >= target
    end = began + (moment.seconds or 0)
    return lambda: time.monotonic() >= end
