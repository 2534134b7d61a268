"""The console's terminal: keys come from it and frames go to it on the loop itself.

Textual's driver has a thread for each, and handing a key over twice takes longer than painting what it does.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

_AT_ONCE = 4096
"""Bytes that are read in one go."""

_LAST_WORDS_MS = 2000
"""Milliseconds for which a terminal may take nothing at all of what is left when the console leaves it."""


class TerminalDriver(LinuxDriver):
    """Never waits for the terminal: what it does not take is kept, and `behind` says so.

    Where there is none, or none of our own to open (after `su`), Textual's threads do both.
    """

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None):
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.behind = False
        """Whether the terminal has still to take what was painted before: painting more would only make it wait."""
        self._out: int | None = None
        self._left = bytearray()
        self._flushes = False
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    # From Textual's life of a driver; suspended, it lives more than once.

    def start_application_mode(self) -> None:
        before = self._key_thread
        self._out = _opened(self._file) if self.input_tty else None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.input_tty and self._key_thread is not before:  # else we are in the background, and not to read
            self._loop.add_reader(self.fileno, self._read)

    def run_input_thread(self) -> None:
        """Textual's thread has nothing to do where the loop reads."""
        if not self.input_tty:
            super().run_input_thread()

    def disable_input(self) -> None:
        if self.input_tty:
            self._loop.remove_reader(self.fileno)
        super().disable_input()

    def close(self) -> None:
        super().close()
        if self._out is not None:
            self._say_last()
            self._caught_up()
            os.close(self._out)
            self._out = None

    # Keys.

    def _read(self) -> None:
        data = b""
        with suppress(OSError):  # it hung up; who looks after that ends the console
            data = os.read(self.fileno, _AT_ONCE)
        if not data:
            self._loop.remove_reader(self.fileno)
            return
        for message in self._parser.feed(self._decode(data)):
            self.process_message(message)
        self._loop.call_later(ESCAPE_DELAY, self._waited)

    def _waited(self) -> None:
        """What begins like a longer key and does not go on is a key by itself: escape."""
        for message in self._parser.tick():
            self.process_message(message)

    def send_message(self, message: Message) -> None:
        self._app.post_message(message)

    # Frames.

    def write(self, data: str) -> None:
        if self._out is None:
            return super().write(data)
        self._left += data.encode(errors="replace")
        if not self._flushes:
            self._flushes = True
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Give the terminal what it takes."""
        self._flushes = False
        if self._out is None:
            return
        if self._give() and not self.behind:
            self.behind = True
            self._loop.add_writer(self._out, self.flush)
        elif self.behind and not self._left:
            self._caught_up()
            self._app.screen.check_idle()  # it paints what has changed meanwhile

    def _give(self) -> bool:
        """Whether anything is left of it."""
        assert self._out is not None
        try:
            while self._left:
                del self._left[: os.write(self._out, self._left)]
        except BlockingIOError:
            return True
        except OSError:  # it hung up: nobody will ever read this
            self._left.clear()
        return False

    def _caught_up(self) -> None:
        assert self._out is not None
        if self.behind:
            self.behind = False
            self._loop.remove_writer(self._out)

    def _say_last(self) -> None:
        """Before a shell has the terminal again it must have all, lest our modes stay on; one that is stuck may not."""
        takes = select.poll()
        takes.register(self._out or 0, select.POLLOUT)
        while self._give() and takes.poll(_LAST_WORDS_MS):
            pass
        self._left.clear()


def _opened(terminal: TextIO | None) -> int | None:
    """The same terminal once more: that it never blocks is said of this file only, which nobody shares."""
    if terminal is None:
        return None
    with suppress(OSError):
        return os.open(os.ttyname(terminal.fileno()), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    return None
