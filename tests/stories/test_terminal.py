"""The program itself: what its process imports before the first rows, and every byte it sends to a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest

from deskconsole.features.tickets import commands as c
from tests.stories.desk import StoryDesk

PATIENCE = 60.0
HOSTILE = ("A\x1b[2JB", "\x1b]52;c;cm0gLXJmIC8=\x07", "invoice \u202egnp.exe \u2066hidden\u2069", "[red]x[/]")
NEVER = re.compile("A\x1b|\x1b\\]52|[\u202a-\u202e\u2066-\u2069]")


def test_at_the_first_rows_nothing_heavy_is_imported(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    run = [sys.executable, "-m", "tests.stories.first_rows", str(desk.path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.split() == ["rows"]


class Terminal:
    """The program in a terminal of its own; all that it sends is kept."""

    def __init__(self, size: tuple[int, int], *argv: str) -> None:
        self.sent, self._typed_at = b"", 0
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deskconsole", *argv],
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


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_no_title_reaches_the_terminal_as_a_command(desk: StoryDesk, size: tuple[int, int]) -> None:
    for title in HOSTILE:
        ticket = desk.ticket(title, requester=title)
        desk.do("ana", c.note(ticket, f"says\n{title}"))
    terminal = Terminal(size, "console", "--store", str(desk.path), "--as", "ana")
    try:
        terminal.until("INC-10001", "A␛[2JB", "␛]52;c;cm0gLXJmIC8=␇", "invoice gnp.exe hidden", "[red]x[/]")
        terminal.type("\r")
        terminal.until("newest first")
        terminal.type("q")
        terminal.until("SLA ▾")
        terminal.type("x")
        terminal.until("Answer", "next clock")
        terminal.type("q")
        terminal.until("SLA ▾")
        terminal.type("h")
        terminal.until("What it does")
        terminal.type("\x1b")
        terminal.until("nothing has happened", "help")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert NEVER.findall(terminal.text) == []
