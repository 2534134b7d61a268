"""A console in a process of its own, and the websocket of the browser that shows it."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

GRACE_S = 5.0
"""Seconds that a console has to keep its drafts and end; then it is made to."""

WIDEST, HIGHEST = 500, 200
"""Cells that a browser may ask for."""


class Seat(AppService):
    """Somebody at a console. No shell is between us and the process, and no word from outside is in its command."""

    def __init__(
        self,
        argv: Sequence[str],
        more: Mapping[str, str],
        socket: web.WebSocketResponse,
        grace_s: float = GRACE_S,
    ) -> None:
        super().__init__(
            shlex.join(argv),
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._over,
            download_manager=DownloadManager(),
        )
        self.argv, self._more, self.socket, self._grace_s = argv, more, socket, grace_s
        self._ended = asyncio.Event()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = {**os.environ, "TEXTUAL_COLOR_SYSTEM": "truecolor", **self._more}
        environment |= {"COLUMNS": str(width), "ROWS": str(height)}
        # A session of its own: ctrl+c where the gateway runs is for the gateway, which then ends its consoles in order.
        self._process = process = await asyncio.create_subprocess_exec(
            *self.argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the console sends until it ends; then nothing is left to show."""
        try:
            await super().run()
            await self._last_words()
        finally:
            self._ended.set()

    async def _last_words(self) -> None:
        """What it said of why it ends, as far as the service has not waited for that."""
        if self._process is None or self._process.stderr is None:
            return
        with suppress(TimeoutError):
            said = await asyncio.wait_for(self._process.stderr.read(), self._grace_s)
            sys.stdout.write(said.decode("utf-8", "replace"))

    async def on_data(self, payload: bytes) -> None:
        """To the browser; where it is gone the console is still heard to its end, lest it wait for a reader."""
        with suppress(ConnectionError, RuntimeError):
            await super().on_data(payload)

    async def _over(self) -> None:
        """The console says that it ends. The socket is closed once it has."""

    async def sit(self, width: int, height: int) -> None:
        """From the first page until somebody quits, or the connection drops; afterwards there is no process left."""
        await self.start(*_cells(width, height))
        hearing = asyncio.create_task(self._hear())
        ended = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait({hearing, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (hearing, ended):
                each.cancel()
            await asyncio.gather(hearing, ended, return_exceptions=True)
            await asyncio.shield(self.leave())

    async def leave(self) -> None:
        """Let the console keep what it must and end; one that does not is ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop(), self._grace_s)
        process = self._process
        if process is None:
            return
        for end in (process.terminate, process.kill):
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self._grace_s)
                break
            with suppress(ProcessLookupError):
                end()
        await process.wait()

    async def _hear(self) -> None:
        """Keys and sizes, as they come. Whoever says anything else is no browser of ours."""
        async for message in self.socket:
            if message.type is not WSMsgType.TEXT:
                return
            try:
                await self._heard(message.json())
            except (ValueError, TypeError, LookupError):
                return

    async def _heard(self, said: Any) -> None:
        kind, *rest = said
        if kind == "stdin":
            await self.send_bytes(str(rest[0]).encode("utf-8", "replace"))
        elif kind == "resize":
            await self.set_terminal_size(*_cells(rest[0]["width"], rest[0]["height"]))
        elif kind == "ping":
            await self.socket.send_json(["pong", str(rest[0])])
        elif kind == "focus":
            await self.focus()
        elif kind == "blur":
            await self.blur()


def _cells(width: Any, height: Any) -> tuple[int, int]:
    return max(1, min(int(width), WIDEST)), max(1, min(int(height), HIGHEST))
