"""The console's terminal: keys come from it and frames go to it on the loop itself.

Textual's driver has a thread for each, and handing a key over twice takes longer than painting what it does.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

from deskconsole.console.terminal.unblocked import give, give_last, opened

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

_AT_ONCE = 4096
"""Bytes that are read in one go."""


class TerminalDriver(LinuxDriver):
    """Never waits for the terminal: what it does not take is kept, and `behind` says so.

    Where there is none, or none of our own to open, Textual's threads do both.
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
        self._out = opened(self._file) if self.input_tty else None
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
            give_last(self._out, self._left)
            self._caught_up()
            os.close(self._out)
            self._out = None

    # Keys.

    def _read(self) -> None:
        try:
            data = os.read(self.fileno, _AT_ONCE)
        except BlockingIOError:  # somebody else has it too, and said so of it
            return
        except OSError:
            data = b""
        if not data:  # it hung up; who looks after that ends the console
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
        left = give(self._out, self._left)
        if left and not self.behind:
            self.behind = True
            self._loop.add_writer(self._out, self.flush)
        elif self.behind and not left:
            self._caught_up()
            self._app.screen.check_idle()  # it paints what has changed meanwhile

    def _caught_up(self) -> None:
        assert self._out is not None
        if self.behind:
            self.behind = False
            self._loop.remove_writer(self._out)
