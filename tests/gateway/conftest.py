"""A gateway in front of the test desk, in this process, and what stands in for a console where none is needed."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse
from aiohttp.test_utils import TestServer

from deskconsole.gateway.server import Gateway, Plan
from deskconsole.gateway.tokens import Tokens
from tests.features.conftest import desk, desk_door, desk_template
from tests.features.desks import TestDesk

__all__ = ["desk", "desk_door", "desk_template"]

SAYS = """
import os, sys, time
def say(text): os.write(1, b"D%s%s" % (len(text).to_bytes(4, "big"), text))
os.write(1, b"__GANGLION__\\n")
say(f"{os.getpid()} {sys.argv[-1]} {os.environ['COLUMNS']}x{os.environ['ROWS']}".encode())
"""
ECHOES = f"""{SAYS}
while (kind := sys.stdin.buffer.read(1)):
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    said = sys.stdin.buffer.read(size)
    if b'"quit"' in said: sys.exit()
    say(said)
"""
"""A program that speaks to the gateway as a console does: says who it is, gives back what it hears, ends when told."""

STAYS = f"""{SAYS}
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True: time.sleep(60)
"""
"""One that does not end, whatever it is told."""

FAILS = "import sys; sys.exit('no such operator')"


class Browser:
    """Somebody's browser, which keeps its cookies."""

    def __init__(self, gateway: Gateway, client: ClientSession) -> None:
        self.gateway, self.client = gateway, client
        self.url = f"http://127.0.0.1:{gateway.port}"

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.client.get(self.url + path, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, origin: str | None = "", **data: str) -> tuple[int, str]:
        headers = {} if origin is None else {"Origin": origin or self.url}
        async with self.client.post(self.url + path, data=data, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location") or await answer.text()

    async def signs_in(self, handle: str = "ana") -> None:
        token = dict(line.split() for line in self.gateway.plan.tokens.file.read_text().splitlines()[1:])[handle]
        assert await self.post("/login", token=token) == (303, "/")

    def sits(self, origin: str = "", size: str = "") -> AbstractAsyncContextManager[ClientWebSocketResponse]:
        return self.client.ws_connect(f"{self.url}/ws{size}", origin=origin or self.url)


Gateways = Callable[..., AbstractAsyncContextManager[Browser]]


@pytest.fixture
def gateway(desk: TestDesk, tmp_path: Path) -> Gateways:
    """Starts gateways; a `program` stands in for the console."""

    @asynccontextmanager
    async def started(program: str = ECHOES, **plan: Any) -> AsyncIterator[Browser]:
        tokens = Tokens(tmp_path / "tokens")
        tokens.make(["ana", "ben"])
        made = Gateway(Plan([sys.executable, "-c", program], tokens, **plan), desk.store)
        async with TestServer(made.app()) as server:
            assert server.port
            made.port = server.port
            async with ClientSession() as client:
                # A jar that takes cookies of addresses, as browsers do.
                client.cookie_jar._unsafe = True  # type: ignore[attr-defined]
                yield Browser(made, client)

    return started
