"""Threads that read and do: what comes of it arrives as messages, so that nothing ever waits for the store."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.background.answers import Trouble
from deskconsole.core.errors import DeskError


class Threads:
    """A few threads that post what they say to one place."""

    def __init__(self, to: MessagePump, many: int, called: str) -> None:
        self._to = to
        self._pool = ThreadPoolExecutor(many, thread_name_prefix=called)
        self._open = True
        self._shut = Event()

    def close(self) -> None:
        """Begin nothing more, and post nothing more; what is under way goes on, and nobody is kept waiting for it."""
        self._open = False
        self._shut.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def wait(self) -> None:
        """Until what was under way when it was closed has ended."""
        self._pool.shutdown()

    def _run(self, job: Callable[[], Message | None]) -> None:
        """Do it in a thread; what goes wrong is said, never swallowed."""
        if self._open:
            self._pool.submit(carried_out, job, self._say)

    def _say(self, message: Message) -> None:
        if self._open:
            self._to.post_message(message)


class Keeping(Threads):
    """What somebody wrote is kept in order, one after the other, also what waits for that when it is closed."""

    def __init__(self, to: MessagePump, many: int, called: str, keeps: str) -> None:
        super().__init__(to, many, called)
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix=keeps)

    def close(self) -> None:
        super().close()
        self._keeping.shutdown(wait=False)

    def wait(self) -> None:
        super().wait()
        self._keeping.shutdown()

    def _keep(self, job: Callable[[], Message | None]) -> None:
        if self._open:
            self._keeping.submit(carried_out, job, self._say)


class Latest:
    """Does one job at a time; of those that come meanwhile only the last one."""

    def __init__(self, begin: Callable[[Callable[[], None]], None]) -> None:
        self._begin = begin
        self._waiting: deque[Callable[[], None]] = deque(maxlen=1)
        self._busy = Lock()

    @property
    def is_late(self) -> bool:
        """Whether another one waits already."""
        return bool(self._waiting)

    def run(self, job: Callable[[], None]) -> None:
        self._waiting.append(job)
        self._begin(self._next)

    def _next(self) -> None:
        """The job that waits, unless one is under way: then it is begun after that."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            if self._waiting:
                self._waiting.pop()()
        finally:
            self._busy.release()
            if self._waiting:
                self._begin(self._next)


def carried_out(job: Callable[[], Message | None], say: Callable[[Message], None]) -> None:
    """Do a job in its thread and say what came of it, also what went wrong."""
    try:
        message = job()
    except DeskError as problem:
        message = Trouble(str(problem))
    except Exception as problem:  # a bug behind the source must not end the console
        message = Trouble(f"this could not be read: {type(problem).__name__}: {problem}")
    if message is not None:
        say(message)
