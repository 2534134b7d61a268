"""Watches the event loop of consoles under test: no message handler may keep it from the next key.

A handler that uses more than 50 ms of the loop thread's CPU time, or makes a call that waits for something, fails the
test that made it do so. CPU time says the same on a machine that is busy with something else; what is no fault of the
handler is taken off: collections of garbage, and modules that are imported for the first time (what is imported on the
loop at all is held by tests/stories/loop). A processor that is shared runs slower at times, and now and then it stands
still for a quarter of a second, charged to whoever has it. So what is over the limit is measured against how slow it is
at that very moment beside a core that nobody else uses, and believed the fourth time in a test, or where the same takes
that long more often than not.

Seen of what waits: statements to a database, opening what is no small file, sockets, locks of files, other processes,
sleeping, waiting for a condition, an event, a future, a queue or a thread. A bare lock is seen where it is held around
statements, as all of ours are.
"""

from __future__ import annotations

import gc
import importlib._bootstrap
import os
import stat
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from statistics import mean, median_low
from time import thread_time
from typing import Any

import textual.message_pump
import textual.screen
import textual.timer
from textual._context import NoActiveAppError, active_app
from textual.app import App
from textual.message_pump import MessagePump

from deskconsole.store.sqlite import SqliteDriver

LIMIT = 0.050
"""Seconds of CPU time for a message, where the yardstick takes no longer than `QUICK`."""
QUICK = 0.0014
"""Seconds of CPU time for the yardstick on a server's core of 2.5 GHz while nobody else is on it."""
OFTEN = 4
"""So many times in one test are believed."""
FEW, KNOWN = 3, 9
"""Or most of the last times in this process: so many at least, so many at most."""
SMALL = 65_536
"""Bytes of a file that may be read at once."""

WAITS = frozenset({
    "subprocess.Popen", "os.system", "os.posix_spawn", "os.fork", "socket.connect", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "fcntl.flock", "fcntl.lockf", "sqlite3.connect",
})  # fmt: skip
"""What the interpreter itself says of calls that wait."""


class Slow(AssertionError):
    """A message handler kept the loop."""


def _yardstick() -> float:
    """Seconds of CPU time for what is always the same, and goes through memory as painting does."""
    begun = thread_time()
    made = {str(each): [str(each)] for each in range(3000)}
    sorted(made, key=made.__getitem__)
    return thread_time() - begun


class _Watch:
    """One for all loops of this process: tests have one at a time."""

    def __init__(self) -> None:
        self.apps: set[App[Any]] = set()
        self.thread = 0
        self.handling = ""
        """What is being handled at this very moment, on the loop's thread."""
        self.found: list[str] = []
        self.imported: list[str] = []
        """Modules that were imported on the loop."""
        self.over: Counter[str] = Counter()
        """How often what is handled took too long in this test."""
        self._last: dict[str, deque[float]] = {}
        self._off = 0.0
        self._off_since: list[float] = []

    @property
    def here(self) -> bool:
        return bool(self.handling) and threading.get_ident() == self.thread

    def blocks(self, call: str) -> None:
        """Something that waits is called; in a handler that is one call too many."""
        if self.here:
            self.found.append(f"{self.handling} waits: {call}\n{_where()}")

    def used(self, what: str, seconds: float) -> None:
        """What handling a message took."""
        if seconds > LIMIT:
            seconds /= self._slower()
        last = self._last.setdefault(what, deque(maxlen=KNOWN))
        last.append(seconds)
        if seconds <= LIMIT:
            return
        self.over[what] += 1
        mostly = len(last) >= FEW and median_low(last) > LIMIT
        if self.over[what] >= OFTEN or mostly:
            self.found.append(f"{what} used {seconds * 1e3:.0f} ms of the loop")

    def _slower(self) -> float:
        """How many times as long as it might something takes at this moment."""
        return max(mean(_yardstick() for _ in range(8)) / QUICK, 1.0)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What is done inside is not the handler's fault."""
        self._off_since.append(thread_time())
        try:
            yield
        finally:
            begun = self._off_since.pop()
            if not self._off_since:
                self._off += thread_time() - begun

    def begin(self, what: str) -> float:
        self.handling, self._off = what, 0.0
        return thread_time()

    def end(self, begun: float) -> float:
        self.handling = ""
        return thread_time() - begun - self._off


WATCH = _Watch()


def _where() -> str:
    """The lines of ours that led to a call; nothing is opened for that."""
    lines: list[str] = []
    frame = sys._getframe()
    while (before := frame.f_back) is not None and len(lines) < 5:
        frame = before
        if "/deskconsole/" in (file := frame.f_code.co_filename):
            lines.append(f"  {file.rpartition('/deskconsole/')[2]}:{frame.f_lineno} {frame.f_code.co_name}\n")
    return "".join(lines)


class _Handled:
    """A coroutine that is driven step by step: only what it does itself counts, not what others do while it waits."""

    def __init__(self, of: Coroutine[Any, Any, Any], what: str) -> None:
        self.of, self.what, self.spent = of, what, 0.0

    def __await__(self) -> Generator[Any, Any, Any]:
        send: Callable[[Any], Any] = self.of.send
        value: Any = None
        try:
            while True:
                begun = WATCH.begin(self.what)
                try:
                    awaited = send(value)
                except StopIteration as end:
                    return end.value
                finally:
                    self.spent += WATCH.end(begun)
                try:
                    send, value = self.of.send, (yield awaited)
                except BaseException as thrown:
                    send, value = self.of.throw, thrown
        finally:
            WATCH.used(self.what, self.spent)


def _held(pump: object) -> bool:
    """Whether it belongs to a console that is watched. Who leaves is waited for: nothing is painted any more that
    could be late."""
    if not WATCH.apps or WATCH.handling or threading.get_ident() != WATCH.thread:
        return False
    try:
        app = pump.app if isinstance(pump, MessagePump) else active_app.get()
    except (LookupError, NoActiveAppError):
        return False
    return app in WATCH.apps and not (app._exit or app._closing or app._closed)


def _watched(original: Callable[..., Coroutine[Any, Any, Any]], name: Callable[..., str]) -> Any:
    @wraps(original)
    async def handle(*args: Any, **more: Any) -> Any:
        if not _held(args[0]):
            return await original(*args, **more)
        made: Awaitable[Any] = _Handled(original(*args, **more), name(*args))
        return await made

    return handle


def _message(pump: MessagePump, message: object) -> str:
    return f"{type(pump).__name__} on {type(message).__name__}"


def _callback(callback: Any, *params: object) -> str:
    made = getattr(callback, "func", callback)
    return f"{getattr(made, '__qualname__', made)} called back"


def _no_time(of: object, timeout: float | None = None) -> bool:
    """Whether it is but looked at; or a thread is being started, which takes a moment."""
    return (timeout is not None and timeout <= 0) or sys._getframe(3).f_code is threading.Thread.start.__code__


def _waits(cls: type, name: str, call: str, unless: Callable[..., bool] = lambda *of: False) -> None:
    """Have a method say that it is called."""
    original = getattr(cls, name)

    @wraps(original)
    def method(self: Any, *args: Any, **more: Any) -> Any:
        if WATCH.here and not unless(self, *args, **more):
            WATCH.blocks(call)
        return original(self, *args, **more)

    setattr(cls, name, method)


def _audited(event: str, args: tuple[Any, ...]) -> None:
    if not WATCH.handling or not WATCH.here or WATCH._off_since:
        return
    if event in WAITS:
        WATCH.blocks(event)
    elif event == "open" and not _small(args[0]):
        WATCH.blocks(f"open({args[0]!r})")


def _small(path: object) -> bool:
    """Whether opening it waits for nobody and reading it takes no time."""
    if not isinstance(path, str | bytes):
        return True  # open already
    try:
        found = os.stat(path)
    except OSError:
        return True
    return stat.S_ISREG(found.st_mode) and found.st_size <= SMALL


def _collecting(phase: str, info: dict[str, int]) -> None:
    if phase == "start" and WATCH.here:
        _collecting_now.append(WATCH.apart())
        _collecting_now[-1].__enter__()
    elif phase == "stop" and WATCH.here and _collecting_now:
        _collecting_now.pop().__exit__(None, None, None)


_collecting_now: list[Any] = []


def _install() -> None:
    MessagePump._dispatch_message = _watched(MessagePump._dispatch_message, _message)  # type: ignore[method-assign]
    for module in (textual.message_pump, textual.screen, textual.timer):
        module.invoke = _watched(module.invoke, _callback)  # type: ignore[attr-defined]
    for name in ("select", "each", "change", "change_many", "insert"):
        _waits(SqliteDriver, name, f"a statement to the store ({name})")
    _waits(threading.Condition, "wait", "a condition, an event, a future or a queue", unless=_no_time)
    _waits(threading.Thread, "join", "a thread")
    sleep = time.sleep

    def slept(seconds: Any) -> None:
        WATCH.blocks("time.sleep")
        sleep(seconds)

    time.sleep = slept
    find = importlib._bootstrap._find_and_load  # type: ignore[attr-defined]

    def first_time(name: str, importing: Any) -> Any:
        if not WATCH.here:
            return find(name, importing)
        WATCH.imported.append(name)
        with WATCH.apart():
            return find(name, importing)

    importlib._bootstrap._find_and_load = first_time  # type: ignore[attr-defined]
    sys.addaudithook(_audited)
    gc.callbacks.append(_collecting)


_install()


@contextmanager
def watching(app: App[Any]) -> Iterator[_Watch]:
    """Hold every message handler of a console to it, from here on until it is left."""
    WATCH.thread = threading.get_ident()
    if not WATCH.apps:
        WATCH.over.clear()
    WATCH.apps.add(app)
    before = len(WATCH.found)
    try:
        yield WATCH
    finally:
        WATCH.apps.discard(app)
        found, WATCH.found = WATCH.found[before:], WATCH.found[:before]
    if found:
        raise Slow("\n".join(dict.fromkeys(found)))
