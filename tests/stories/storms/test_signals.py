"""Signals in a real terminal of its own: it goes away, the console is suspended and comes back; no draft is lost."""

from __future__ import annotations

import fcntl
import os
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
from tests.stories.terminal import PATIENCE, Terminal

SIZE = (80, 24)


class Shell(Terminal):
    """The program in a shell with job control, whose controlling terminal this is."""

    def __init__(self, desk: StoryDesk, script: str) -> None:
        self.sent, self._typed_at = b"", 0
        self.ours, theirs = os.openpty()
        self.size(*SIZE)
        environment = {**os.environ, "TERM": "xterm-256color", "STORE": str(desk.path), "PYTHON": sys.executable}

        def control() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            ["bash", "-c", f"set -m\n{script}"],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True, preexec_fn=control,
        )  # fmt: skip
        os.close(theirs)

    def size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


CONSOLE = "$PYTHON -m deskconsole console --store $STORE --as ana"
LINK = "$PYTHON -m deskconsole deskconsole:INC-10001 --store $STORE --as ana"


def kept(desk: StoryDesk, text: str) -> None:
    """Wait until it is the one draft there is."""
    end = time.monotonic() + PATIENCE
    while desk.all("select text from draft") != [(text,)]:
        assert time.monotonic() < end, desk.all("select text from draft")
        select.select([], [], [], 0.05)


@pytest.mark.parametrize("how", ["the terminal goes away", "asked to end"])
def test_what_was_typed_in_the_same_second_is_kept(desk: StoryDesk, how: str) -> None:
    desk.ticket("VPN drops")
    shell = Shell(desk, f"exec {CONSOLE}")
    try:
        shell.until("INC-10001", "help")
        shell.type("i")
        shell.until("Note on INC-10001")
        shell.type("half a sentence")
        shell.until("sentence")
        if how == "asked to end":
            shell.process.terminate()
            assert shell.end() == 0
        else:
            os.close(shell.ours)  # the kernel sends SIGHUP to whose terminal this was
            shell.ours = os.open(os.devnull, os.O_RDWR)
            assert shell.process.wait(PATIENCE) in (0, 128 + signal.SIGHUP)
    finally:
        shell.close()
    kept(desk, "half a sentence")
    assert desk.scalar("select count(*) from journal where kind = 'ticket.commented'") == 0


def test_suspended_in_the_middle_of_a_word_resized_and_resumed(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    shell = Shell(desk, f"{LINK}; echo 'back in the shell'; read line; stty size; fg")
    try:
        shell.until("INC-10001", "newest last")
        shell.type("i")
        shell.until("Note on INC-10001")
        shell.type("half a sen")
        shell.until("draft ")
        shell.type("\x1a")
        shell.until("back in the shell")
        desk.do("ben", c.note(1, "meanwhile"))  # others are not kept waiting by somebody who is stopped
        shell.size(40, 10)
        shell.type("\n")
        shell.until("10 40", "Note on")
        shell.size(*SIZE)
        shell.type("tence")
        shell.until("tence")
        shell.type("\x07")
        shell.until("note written on INC-10001")
        shell.type("Q")
        assert shell.end() == 0
    finally:
        shell.close()
    texts = desk.all("select text from private_text where about = 'ticket' and subject = 1 order by id")
    assert ("half a sentence",) in texts
    assert desk.all("select text from draft") == []
