"""From exec to known text on a terminal: the console with many tickets, against a Textual app that says hello."""

from __future__ import annotations

import contextlib
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
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, folder, of_pairs, say, skipped
from deskconsole.bench.running import program, surroundings
from deskconsole.bench.sizes import Sizes

_ROWS, _COLUMNS = 40, 120
_PATIENCE_S = 30.0
_CODES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P\]^_].*?(?:\x1b\\|\x07)|[()#][0-9A-Z]|[=>78])", re.DOTALL)
_TEXT = b"Cannot open the mailbox"
"""What the titles of the tickets begin with."""

_HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello there")
Hello().run()
"""


class NoText(Exception):
    """The text never came; what came instead."""


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        say(f"console: filling a store with {sizes.screen:,} tickets")
        path = worlds.queue(Path(room, "console.db"), sizes.screen)
        console = [*program(), "console", "--store", str(path)]
        hello = [sys.executable, "-c", _HELLO]
        say("console: first text")
        pairs = []
        try:
            first_text(console, _TEXT)  # once for the caches
            for _ in range(max(sizes.starts // 2, 1)):
                pairs.append((first_text(hello, b"hello there"), first_text(console, _TEXT)))
        except NoText as nothing:
            yield skipped("console.first_text", f"it does not run here: {nothing}")
            return
    note = f"{sizes.screen:,} tickets, {_COLUMNS}x{_ROWS}; from exec to text; floor: a Textual hello"
    yield of_pairs("console.first_text", pairs, unit="ms", note=note)


def first_text(command: Sequence[str], wanted: bytes) -> float:
    """Seconds from exec until a text stands on a terminal of its own."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    around = surroundings(TERM="xterm-256color", COLORTERM="truecolor")
    begun = perf_counter()
    with subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=around, start_new_session=True, close_fds=True
    ) as process:
        os.close(inner)
        try:
            _read_until(outer, wanted, begun)
            return perf_counter() - begun
        finally:
            _end(process, outer)


def _read_until(outer: int, wanted: bytes, begun: float) -> None:
    came = b""
    while wanted not in _CODES.sub(b"", came):
        left = begun + _PATIENCE_S - perf_counter()
        ready, _, _ = select.select([outer], [], [], max(left, 0))
        try:
            more = os.read(outer, 65536) if ready else b""
        except OSError:
            more = b""  # the other end is closed
        if not more:
            said = _CODES.sub(b"", came).decode(errors="replace").split()
            raise NoText(" ".join(said)[-200:] or "nothing was written")
        came += more


def _end(process: subprocess.Popen[bytes], outer: int) -> None:
    process.send_signal(signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.close(outer)
    process.wait()
