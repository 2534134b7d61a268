"""The program in a terminal of its own; all that it sends is kept."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from typing import ClassVar

PATIENCE = 60.0


class Terminal:
    """The program in a terminal of its own; all that it sends is kept."""

    PROGRAM: ClassVar[Sequence[str]] = (sys.executable, "-m", "deskconsole")

    def __init__(self, size: tuple[int, int], *argv: str, **more: str) -> None:
        self.sent, self._typed_at = b"", 0
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
        self.process = subprocess.Popen(
            [*self.PROGRAM, *argv],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)

    @property
    def text(self) -> str:
        return self.sent.decode("utf-8", "replace")

    def until(self, *words: str) -> None:
        """Read on until all of these have been sent since something was typed."""
        end = time.monotonic() + PATIENCE
        while not all(word in self.since() for word in words):
            left = end - time.monotonic()
            assert left > 0, f"never sent {words}, but:\n{self.text[-3000:]!r}"
            if select.select([self.ours], [], [], left)[0]:
                self.sent += os.read(self.ours, 65536)

    def since(self) -> str:
        return self.sent[self._typed_at :].decode("utf-8", "replace")

    def type(self, keys: str) -> None:
        self._typed_at = len(self.sent)
        os.write(self.ours, keys.encode())

    def end(self) -> int:
        """Read what is left until the process has ended."""
        while select.select([self.ours], [], [], 10)[0]:
            try:
                part = os.read(self.ours, 65536)
            except OSError:
                break
            self.sent += part
            if not part:
                break
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.ours)
