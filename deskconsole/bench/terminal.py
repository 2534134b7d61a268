"""A program on a pseudo-terminal of its own: how long until it says something, how much it writes, what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Sequence
from pathlib import Path
from threading import Condition, Thread
from time import perf_counter

from deskconsole.bench.running import surroundings

ROWS, COLUMNS = 40, 120
DOWN, UP, PAGE, BACK = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~"
PATIENCE_S = 120.0
_CODES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P\]^_].*?(?:\x1b\\|\x07)|[()#][0-9A-Z]|[=>78])", re.DOTALL)
_TICK_S = os.sysconf("SC_CLK_TCK")


class NoText(Exception):
    """The text never came; what came instead."""


class Terminal:
    """A program that runs, and what it has written so far. It is read all the time, so that it never waits."""

    def __init__(self, command: Sequence[str]) -> None:
        self._outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        around = surroundings(TERM="xterm-256color", COLORTERM="truecolor")
        self.begun = perf_counter()
        self._process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, env=around, start_new_session=True, close_fds=True
        )
        os.close(inner)
        self._said = bytearray()
        self._last = self.begun
        self._ended = False
        self._news = Condition()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        os.close(self._outer)

    def _read(self) -> None:
        while True:
            try:
                more = os.read(self._outer, 65536)
            except OSError:
                more = b""  # the other end is closed
            with self._news:
                self._said += more
                self._last, self._ended = perf_counter(), not more
                self._news.notify_all()
            if not more:
                return

    def until(self, wanted: bytes) -> float:
        """Seconds from its start until a text stands there. Raises NoText."""
        stop = perf_counter() + PATIENCE_S
        with self._news:
            while wanted not in _CODES.sub(b"", bytes(self._said)):
                if self._ended or not self._news.wait(stop - perf_counter()):
                    said = _CODES.sub(b"", bytes(self._said)).decode(errors="replace").split()
                    raise NoText(" ".join(said)[-200:] or "nothing was written")
            return self._last - self.begun

    def written(self) -> int:
        """Bytes so far."""
        with self._news:
            return len(self._said)

    def press(self, keys: bytes) -> float:
        """Press keys; when that was."""
        os.write(self._outer, keys)
        return perf_counter()

    def answered(self, keys: bytes) -> float:
        """Seconds from a key to the first byte of what is painted for it. Raises NoText."""
        with self._news:
            before, begun = len(self._said), perf_counter()
            self.press(keys)
            if not self._news.wait_for(lambda: len(self._said) > before or self._ended, PATIENCE_S) or self._ended:
                raise NoText(f"no answer to {keys!r}")
            return self._last - begun

    def painted(self, keys: bytes, wanted: bytes) -> tuple[float, float]:
        """Seconds from keys to the first byte that comes of them, and until a text is painted. Raises NoText."""
        with self._news:
            before = len(self._said)
            first = self.answered(keys)
            begun = self._last - first
            while wanted not in _CODES.sub(b"", bytes(self._said[before:])):
                if self._ended or not self._news.wait(PATIENCE_S):
                    raise NoText(f"{wanted!r} is not painted for {keys!r}")
            return first, self._last - begun

    def settled(self, gap: float, most: float = 2.0) -> float:
        """Wait until nothing was written for `gap` seconds, or for `most` in all; when the last byte came."""
        stop = perf_counter() + most
        with self._news:
            while not self._ended:
                left = min(self._last + gap, stop) - perf_counter()
                if left <= 0:
                    break
                self._news.wait(left)
            return self._last

    def cpu(self) -> float:
        """Seconds of a core that it has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK_S

    def resident(self) -> float:
        """MB that it holds in memory."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) * 1024 / 1e6 if found else 0.0


def first_text(command: Sequence[str], wanted: bytes) -> float:
    """Seconds from exec until a text stands on a terminal. Raises NoText."""
    with Terminal(command) as terminal:
        return terminal.until(wanted)
