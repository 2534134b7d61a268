"""A terminal that is written to without ever waiting for it: a window that is dragged or a line that hangs takes
nothing, and whoever waited for it could not even be told to end."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import TextIO

_LAST_WORDS_MS = 2000
"""Milliseconds for which a terminal may take nothing at all of what is left when it is given back."""


def opened(terminal: TextIO | None) -> int | None:
    """The same terminal once more: that it never blocks is said of this file only, which nobody shares.

    None where it is no terminal, or not ours to open (after `su`).
    """
    if terminal is not None:
        with suppress(OSError, ValueError):
            return os.open(os.ttyname(terminal.fileno()), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    return None


def give(out: int, left: bytearray) -> bool:
    """Give it what it takes of that; whether anything is left."""
    try:
        while left:
            del left[: os.write(out, left)]
    except BlockingIOError:
        return True
    except OSError:  # it hung up: nobody will ever read this
        left.clear()
    return False


def give_last(out: int, left: bytearray) -> None:
    """Before a shell has the terminal again it must have all, lest our modes stay on; one that is stuck may not."""
    takes = select.poll()
    takes.register(out, select.POLLOUT)
    while give(out, left) and takes.poll(_LAST_WORDS_MS):
        pass
    left.clear()


def say_last(terminal: TextIO, words: str) -> None:
    """The last that somebody writes to a terminal."""
    terminal.flush()
    if (out := opened(terminal)) is None:
        terminal.write(words)
        terminal.flush()
        return
    give_last(out, bytearray(words.encode()))
    os.close(out)
