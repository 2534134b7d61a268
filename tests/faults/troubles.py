"""Small disks, fillings for them, and what every trouble must be told like."""

from __future__ import annotations

import fcntl
import gc
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from deskconsole.store.store import Store
from deskconsole.store.verify import Head, head, verify
from tests.faults.killing import Child, Pipe, proven
from tests.features.desks import Said

MEGABYTE = 1 << 20


@contextmanager
def mounted(place: Path, megabytes: int) -> Iterator[Path]:
    """A small disk of its own; skips the test where mounting is not allowed."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        gc.collect()
        subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place: Path, how: str) -> None:
    gc.collect()  # what is open for writing keeps a disk writable
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Fill a disk but for some bytes."""
    ballast = place / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    os.truncate(ballast, max(ballast.stat().st_size - leave, 0))
    return ballast


def is_clear(said: Said, *words: str) -> None:
    """One line that names the trouble, the exit code of the store, and nothing else."""
    assert said.code == 5, said
    assert len(said.err.splitlines()) == 1, said
    assert said.err.startswith(("deskconsole: ", "✗ ")), said
    assert said.out == "", said
    for word in words:
        assert word in said.err, said


def end_of(path: Path) -> Head:
    """Where a journal ends now."""
    store = Store(str(path))
    try:
        with store.backend.looking() as driver:
            return head(driver)
    finally:
        store.close()


def nothing_is_lost(path: Path, since: Head) -> None:
    """The store proves itself, and all that was committed before is in it."""
    proven(path)
    store = Store(str(path))
    try:
        with store.backend.looking() as driver:
            assert verify(driver, bytes.fromhex(since.digest)).troubles == []
    finally:
        store.close()


class Holder:
    """Another process that holds the store until it is told to let go."""

    def __init__(self, path: Path, how: str) -> None:
        self.ready, self.go = Pipe(), os.pipe()
        self.child = Child(lambda: self._hold(path, how), path.with_suffix(".errors"))
        assert os.read(self.ready.ours, 1)

    def _hold(self, path: Path, how: str) -> None:
        if how == "queue":
            lock = os.open(f"{path}-lock", os.O_RDWR | os.O_CREAT)
            fcntl.flock(lock, fcntl.LOCK_EX)
        else:
            raw = sqlite3.connect(path, isolation_level=None)
            raw.execute(f"pragma locking_mode = {how}")
            raw.execute("begin exclusive")
            raw.execute("update process set beat_at = 0")
        self.ready.say(1)
        os.read(self.go[0], 1)

    def let_go(self) -> None:
        os.write(self.go[1], b"x")
        self.child.end()
