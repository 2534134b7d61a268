"""`deskconsole serve` as a process of its own, with real consoles behind it."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0


class Serving:
    """`deskconsole serve`, as its owner starts it."""

    def __init__(self, process: subprocess.Popen[str], tokens: Path, said: Path) -> None:
        self.process, self._tokens, self._said = process, tokens, said
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"deskconsole is at (http://127\.0\.0\.1:\d+) ", self.said())):
            assert process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.02)
        self.url = found[1]

    def said(self) -> str:
        return self._said.read_text()

    def token(self, handle: str) -> str:
        lines = self._tokens.read_text().splitlines()
        return next(token for name, _, token in (line.partition(" ") for line in lines) if name == handle)

    def consoles(self) -> list[int]:
        """The processes that it has started."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(store: Path, *handles: str) -> Iterator[Serving]:
    tokens, said = store.with_name("tokens"), store.with_name("said.txt")
    names = [word for handle in handles for word in ("--as", handle)]
    argv = ["serve", "--store", str(store), "--port", "0", "--token-file", str(tokens), *names]
    with said.open("w") as out:
        process = subprocess.Popen([sys.executable, "-m", "deskconsole", *argv], stdout=out, stderr=out, text=True)
    try:
        yield Serving(process, tokens, said)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


def commands(pids: list[int]) -> str:
    """What everybody sees who lists processes."""
    return "".join(Path(f"/proc/{pid}/cmdline").read_text() for pid in pids)


def there(pids: list[int]) -> bool:
    return any(Path(f"/proc/{pid}").exists() for pid in pids)


async def gone(pids: list[int]) -> bool:
    """Whether these processes end."""
    for _ in range(int(PATIENCE * 50)):
        if not there(pids):
            return True
        await asyncio.sleep(0.02)
    return False
