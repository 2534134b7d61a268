"""Processes that are killed at chosen instants, and what must be true of the store afterwards."""

from __future__ import annotations

import ctypes
import gc
import os
import random
import select
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from deskconsole.derive import RULES
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild, state
from deskconsole.store.driver import Reader
from deskconsole.store.sqlite import SqliteDriver
from deskconsole.store.store import Store
from deskconsole.store.verify import Head, head, verify

PATIENCE = 120.0
"""Seconds after which a child that has neither ended nor got where it was to be killed never will."""
LOOK_S = 0.0005


class Moment(NamedTuple):
    """When to kill: after so many commits as seen from outside, or after so many seconds."""

    commits: int | None
    seconds: float | None


def moments(count: int, seed: int, commits: int, seconds: float) -> Iterator[Moment]:
    """Commits and seconds by turns, anywhere in what an undisturbed run takes."""
    print(f"\nseed {seed}: {count} kills within {commits} commits or {seconds:.2f} s")
    chance = random.Random(seed)
    for number in range(count):
        if number % 2:
            yield Moment(None, chance.uniform(0, seconds))
        else:
            yield Moment(chance.randint(1, max(commits - 1, 1)), None)


def blocks(path: Path) -> int:
    """How many transactions have been sealed; asked from outside, over a connection that is gone afterwards."""
    watch = sqlite3.connect(path, isolation_level=None)
    try:
        return int(watch.execute("select coalesce(max(id), 0) from block").fetchone()[0])
    finally:
        watch.close()


class Child:
    """A forked process: it begins warm, and it does nothing but its body."""

    def __init__(self, body: Callable[[], object], errors: Path) -> None:
        gc.collect()  # no open store of ours goes with it
        self.errors = errors
        self.code: int | None = None
        self.pid = os.fork()
        if not self.pid:
            _live(body, errors)

    def ended(self) -> bool:
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def kill(self) -> None:
        """SIGKILL, unless it has ended by itself: then without an error."""
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        assert self.code in (0, -signal.SIGKILL), self.errors.read_text()

    def end(self) -> None:
        """Wait until it has ended by itself."""
        until = time.monotonic() + PATIENCE
        while not self.ended():
            assert time.monotonic() < until, "it never ends"
            time.sleep(LOOK_S)
        assert self.code == 0, self.errors.read_text()


def _live(body: Callable[[], object], errors: Path) -> None:
    code = 1
    try:
        # A test run that ends leaves nobody behind who holds its streams open (PR_SET_PDEATHSIG; Linux).
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        sink = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        own_streams()
        body()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def own_streams() -> None:
    """The streams of this process in place of those that a test run has put there."""
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", closefd=False)  # type: ignore[misc]  # noqa: SIM115


def wait_for(moment: Moment, path: Path, child: Child, drain: Callable[[float], None] = time.sleep) -> None:
    """Until the moment has come, or the child has ended before it."""
    began, last = time.monotonic(), blocks(path)
    until = began + (PATIENCE if moment.seconds is None else moment.seconds)
    target = None if moment.commits is None else last + moment.commits
    while not child.ended() and time.monotonic() < until:
        if target is not None and blocks(path) >= target:
            return
        drain(LOOK_S if moment.seconds is None else min(LOOK_S, max(until - time.monotonic(), 0)))
    assert child.ended() or target is None, f"it never came to {moment.commits} commits"


def die_at(boundary: int) -> None:
    """From now on this process dies by itself at a boundary of a commit. They come in pairs: right before a commit, and
    right after it."""
    change, passed = SqliteDriver.change, 0

    def counted(self: SqliteDriver, sql: str, *values: Any) -> int:
        nonlocal passed
        if sql != "commit":
            return change(self, sql, *values)
        for before in (True, False):
            passed += 1
            if passed == boundary:
                os.kill(os.getpid(), signal.SIGKILL)
            if before:
                done = change(self, sql, *values)
        return done

    SqliteDriver.change = counted  # type: ignore[method-assign,assignment]


def ended(child: Child) -> int:
    """How a child ended by itself: 0, or killed at a boundary."""
    while not child.ended():
        time.sleep(LOOK_S)
    assert child.code in (0, -signal.SIGKILL), child.errors.read_text()
    return child.code


def killed(body: Callable[[], object], path: Path, moment: Moment) -> Child:
    """Run a body in a process of its own and kill it at a moment."""
    child = Child(body, path.with_suffix(".errors"))
    wait_for(moment, path, child)
    child.kill()
    return child


class Whole(NamedTuple):
    """A store that proves itself: where its journal ends, and a digest of all its rows."""

    head: Head
    state: str


def proven(path: Path) -> Whole:
    """Open a store and do what `journal verify --rebuild` and `journal head` do; fails with what does not hold."""
    store = Store(str(path))
    try:
        with store.backend.looking() as driver:
            proof = verify(driver)
            end, digest = head(driver), state(Reader(driver), store.backend.tables(), RECORD.private)
        assert [trouble.what for trouble in proof.troubles] == []
        assert store.backend.damage() == []
        differences = rebuild(store, RULES, RECORD).differences
        assert differences == []
        return Whole(end, digest)
    finally:
        store.close()


class Pipe:
    """What a child said was done, one number each; it arrives even if the child is killed right afterwards."""

    def __init__(self) -> None:
        self.ours, self.theirs = os.pipe()

    def say(self, number: int) -> None:
        os.write(self.theirs, f"{number}\n".encode())

    def said(self) -> list[int]:
        """All of it, once nobody writes any more."""
        os.close(self.theirs)
        text = b""
        while select.select([self.ours], [], [], PATIENCE)[0] and (part := os.read(self.ours, 65536)):
            text += part
        os.close(self.ours)
        return [int(line) for line in text.split(b"\n")[:-1]]
