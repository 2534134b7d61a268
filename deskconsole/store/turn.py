"""Whose turn it is to write: an advisory lock beside the file that writers queue for, and an end to their patience."""

from __future__ import annotations

import fcntl
import os
import threading
import time

from deskconsole.core.errors import StoreDown


class Turn:
    """The turn of one process; for one thread at a time.

    Two locks, since the kernel does not hand a lock on: who lets go and asks again at once has it before anybody who
    waited is awake. So everybody first takes the place at the head of the queue, and leaves it when the turn has come;
    who has just written finds it taken.
    """

    def __init__(self, path: str) -> None:
        self._head, self._lock = _Lock(f"{path}-next"), _Lock(f"{path}-lock")

    def take(self, patience: float) -> None:
        """Wait for our turn. Raises StoreDown where a file cannot be made, or who holds it never lets go."""
        until = time.monotonic() + patience
        self._head.take(patience)
        try:
            self._lock.take(until - time.monotonic())
        finally:
            self._head.give()

    def give(self) -> None:
        """Let the next one write."""
        self._lock.give()

    def close(self) -> None:
        self._head.close()
        self._lock.close()


class _Lock:
    """An advisory lock on a file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, patience: float) -> None:
        if self._file is None:
            self._file = self._open()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file = _Waiting(self._open()).end(patience)
            if file is None:
                raise StoreDown(
                    f"{self.path}: somebody else holds the store and has not let go for {patience:g} s:"
                    " is a process stopped or stuck?"
                ) from None
            os.close(self._file)
            self._file = file

    def give(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        except OSError as trouble:
            raise StoreDown(
                f"{self.path}: the store is read-only, this file beside it cannot be written: {trouble.strerror}"
            ) from trouble


class _Waiting:
    """Stands in the queue, in a thread: the kernel wakes who waits, but knows no end of waiting."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._mutex, self._come, self._over = threading.Lock(), threading.Event(), False
        threading.Thread(target=self._wait, name="turn", daemon=True).start()

    def _wait(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._mutex:
            self._come.set()
            if self._over:
                os.close(self._file)  # nobody waits any more: the next one, please

    def end(self, patience: float) -> int | None:
        """The file once it is locked; None where it is not by then."""
        try:
            self._come.wait(patience)
        except BaseException:
            self._leave(take=False)
            raise
        return self._leave(take=True)

    def _leave(self, *, take: bool) -> int | None:
        with self._mutex:
            if self._come.is_set():
                if take:
                    return self._file
                os.close(self._file)
            self._over = True
            return None
