"""`deskconsole serve` with real consoles: whatever ends them, nothing that was being written is lost."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from tests.features.desks import copied, made
from tests.gateway.serving import Serving, gone, serving
from tests.stories.desk import FILE, START, StoryDesk


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[StoryDesk]:
    desk = StoryDesk(copied(made(tmp_path_factory.mktemp("stories"), FILE, START), tmp_path / "desk.db"), START)
    yield desk
    desk.store.close()


async def until(socket: ClientWebSocketResponse, *words: str) -> None:
    """Until all of these have been sent."""
    sent = ""
    while not all(word in sent for word in words):
        sent += (await socket.receive_bytes(timeout=60)).decode("utf-8", "replace")


@asynccontextmanager
async def writing(served: Serving) -> AsyncIterator[ClientWebSocketResponse]:
    """Somebody who has just typed the last letter of a note."""
    async with ClientSession() as client:
        client.cookie_jar._unsafe = True  # type: ignore[attr-defined]
        await client.post(f"{served.url}/login", data={"token": served.token("ana")}, headers={"Origin": served.url})
        async with client.ws_connect(f"{served.url}/ws?width=100&height=30", origin=served.url) as socket:
            await until(socket, "INC-10001", "help")
            await socket.send_json(["stdin", "i"])
            await until(socket, "Note on INC-10001")
            await socket.send_json(["stdin", "half a sent"])
            await until(socket, "sent")
            yield socket


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, None])
async def test_whatever_ends_it_what_was_being_written_is_kept(desk: StoryDesk, how: signal.Signals | None) -> None:
    """The gateway is told to end, is killed, or the line drops without a word."""
    desk.ticket("VPN drops")
    with serving(desk.path, "ana") as served:
        async with writing(served) as socket:
            consoles = served.consoles()
            assert len(consoles) == 1
            if how is None:
                assert socket._response.connection
                assert socket._response.connection.transport
                socket._response.connection.transport.abort()
            else:
                assert served.end(how) == (0 if how is signal.SIGTERM else -how)
            assert await gone(consoles)
        assert desk.all("select operator, text from draft") == [("ana", "half a sent")]
        assert desk.all("select role from process") == []
        assert "Traceback" not in served.said()
