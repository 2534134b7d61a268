"""When a console under test has nothing more to do: all that it was told is handled, and nothing is being read for it.

Textual looks at the processor to find out: a process that uses less than a millisecond in twenty is idle. One that has
threads, ticks every second and shares two processors with others hardly ever is, and each key then takes a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import textual.app
import textual.pilot
from textual.app import App
from textual.message_pump import MessagePump

from tests.loop_watch import WATCH

_under_way: set[Future[Any]] = set()
"""What threads do at this moment; what they find out comes as a message."""

LOOKS = 2
"""So often in a row nothing must be left to do: what has just been handled may have asked for more."""


def _install() -> None:
    submit = ThreadPoolExecutor.submit

    def submitted(self: ThreadPoolExecutor, *args: Any, **more: Any) -> Future[Any]:
        job = submit(self, *args, **more)
        if (self._thread_name_prefix or "").startswith("reads") and not _watches(args):
            _under_way.add(job)
            job.add_done_callback(_under_way.discard)
        return job

    ThreadPoolExecutor.submit = submitted  # type: ignore[method-assign, assignment]
    for module in (textual.app, textual.pilot):
        module.wait_for_idle = _idle  # type: ignore[attr-defined]


def _watches(args: tuple[Any, ...]) -> bool:
    """Whether it waits for something to happen to the store, which may be never."""
    return any(getattr(each, "__qualname__", "").startswith("Reads.watch.") for each in args)


async def _idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """In place of Textual's function of this name."""
    end = time.monotonic() + max_sleep
    await asyncio.sleep(min_sleep)
    quiet = 0
    while quiet < LOOKS and time.monotonic() < end:
        quiet = 0 if _under_way or any(_waiting(app) for app in WATCH.apps) else quiet + 1
        await asyncio.sleep(0.001)
    for app in WATCH.apps:
        if app.screen_stack:
            app.screen._on_timer_update()  # what has changed is painted, at once


def _waiting(app: App[Any]) -> bool:
    return any(not pump._message_queue.empty() or pump._next_callbacks for pump in _pumps(app))


def _pumps(app: App[Any]) -> Iterator[MessagePump]:
    yield app
    yield from app.screen.walk_children(with_self=True)


_install()
