"""What comes from outside: a console is ended or suspended, and what was being written is kept."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.binding import Binding

from deskconsole.console.screens.going import Going

if TYPE_CHECKING:
    from deskconsole.console.app import Console

LOOK_S = 1.0
"""Seconds after which it is seen that the terminal is gone, where nobody says so (`nohup`, a session of one's own)."""

LONGEST_S = 10.0
"""Seconds after which a console without a terminal ends, whatever it still waits for."""


SUSPEND = Binding("ctrl+z", "suspend_process", show=False, priority=True)
"""Also in a field: there is no other way to the shell."""


def keep(app: Console) -> None:
    """Have all that is begun on any screen saved."""
    for screen in app.screen_stack:
        if isinstance(screen, Going):
            screen.keep()


async def run(app: Console, *, mouse: bool = True) -> None:
    """Run a console until its person quits, its terminal goes away, or it is told to end."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    loop.add_signal_handler(signal.SIGTERM, _told_to_end, app)
    loop.add_signal_handler(signal.SIGHUP, _hung_up, app)
    looking = asyncio.create_task(_look(app))
    try:
        await app.run_async(mouse=mouse)
    finally:
        looking.cancel()
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)


async def _look(app: Console) -> None:
    """A terminal that has hung up is none any more, and reads as an end that never ends."""
    here = os.isatty(0)  # a browser's console never has one
    while here:
        await asyncio.sleep(LOOK_S)
        if not os.isatty(0):
            return _hung_up(app)


def _told_to_end(app: Console) -> None:
    keep(app)
    app.exit()


def _hung_up(app: Console) -> None:
    """The line dropped or the window was closed: nothing can be shown any more, and nothing may wait to be."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        with suppress(OSError):
            os.dup2(nowhere, number)
    last = threading.Timer(LONGEST_S, os._exit, (128 + signal.SIGHUP,))
    last.daemon = True
    last.start()
    _told_to_end(app)
