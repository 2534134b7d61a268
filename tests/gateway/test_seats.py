"""The processes behind the websockets: as many as are allowed, with no word from outside in them, and all end."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError

from tests.gateway.conftest import FAILS, STAYS, Browser, Gateways

PATIENCE = 20


async def said(socket: ClientWebSocketResponse) -> str:
    return (await socket.receive_bytes(timeout=PATIENCE)).decode()


async def ended(browser: Browser, *pids: str) -> bool:
    """All consoles are closed, and these processes are no more."""
    for _ in range(PATIENCE * 100):
        if not browser.gateway.seats:
            break
        await asyncio.sleep(0.01)
    return not browser.gateway.seats and not any(lives(pid) for pid in pids)


def lives(pid: str) -> bool:
    return Path(f"/proc/{pid}").exists()


def command_of(pid: str) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def environment_of(pid: str) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_somebody_sits_down_types_resizes_and_leaves(gateway: Gateways) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        async with browser.sits(size="?width=100&height=30") as socket:
            pid, who, size = (await said(socket)).split()
            assert (who, size) == ("--as=ana", "100x30")
            await socket.send_json(["stdin", "x\x1b[A"])
            assert await said(socket) == "x\x1b[A"
            await socket.send_json(["resize", {"width": 10**9, "height": -4}])
            assert json.loads(await said(socket)) == {"type": "resize", "width": 500, "height": 1}
            await socket.send_json(["focus"])
            assert json.loads(await said(socket)) == {"type": "focus"}
            await socket.send_json(["ping", "1"])
            assert await socket.receive_json(timeout=PATIENCE) == ["pong", "1"]
        assert await ended(browser, pid)


@pytest.mark.parametrize("size", ["?width=;rm -rf /&height=$(id)", "?width=9999999999&height=-1", "?as=ben&width=٣"])
async def test_nothing_from_outside_is_in_the_command(gateway: Gateways, size: str) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        async with browser.sits(size=size) as socket:
            pid, who, cells = (await said(socket)).split()
            assert (who, cells) == ("--as=ana", "80x24")
            token = browser.gateway.plan.tokens.file.read_text().split()[-3].encode()
            assert command_of(pid)[-2:] == [b"--as=ana", b""]
            assert token not in environment_of(pid) + b" ".join(command_of(pid))


@pytest.mark.parametrize("junk", ["", "{}", "[]", '["resize"]', '["resize", {"width": "x", "height": 2}]', "5"])
async def test_who_speaks_otherwise_is_no_browser_of_ours(gateway: Gateways, junk: str) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        async with browser.sits() as socket:
            pid = (await said(socket)).split()[0]
            await socket.send_str(junk)
            async with asyncio.timeout(PATIENCE):
                async for _ in socket:
                    pass
        assert await ended(browser, pid)


async def test_there_are_no_more_consoles_than_allowed(gateway: Gateways) -> None:
    async with gateway(most=2) as browser:
        await browser.signs_in()
        async with browser.sits() as one, browser.sits() as two:
            await said(one)
            await said(two)
            with pytest.raises(WSServerHandshakeError, match="503"):
                await browser.sits().__aenter__()
            status, page = await browser.get("/")
            assert (status, "No console is free: 2 may" in page) == (503, True)
        assert await ended(browser)
        async with browser.sits() as three:
            await said(three)


async def test_a_console_that_does_not_end_is_ended(gateway: Gateways) -> None:
    async with gateway(STAYS, grace_s=0.05) as browser:
        await browser.signs_in()
        async with browser.sits() as socket:
            pid = (await said(socket)).split()[0]
        assert await ended(browser, pid)


async def test_when_the_gateway_ends_all_consoles_have(gateway: Gateways) -> None:
    async with gateway(STAYS, grace_s=0.05) as browser:
        await browser.signs_in()
        socket = await browser.sits().__aenter__()
        pid = (await said(socket)).split()[0]
    assert not lives(pid)


async def test_a_console_that_does_not_come_up_says_why_where_the_gateway_runs(
    gateway: Gateways, capfd: pytest.CaptureFixture[str]
) -> None:
    async with gateway(FAILS) as browser:
        await browser.signs_in()
        async with browser.sits() as socket:
            await socket.receive(timeout=PATIENCE)
            assert socket.closed
        assert await ended(browser)
        heard = ""
        async with asyncio.timeout(PATIENCE):
            while "no such operator" not in heard:  # it is read and said once the process has ended
                await asyncio.sleep(0)
                heard += capfd.readouterr().out


async def test_a_signal_to_the_terminal_of_the_gateway_is_not_one_to_its_consoles(gateway: Gateways) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        async with browser.sits() as socket:
            pid = int((await said(socket)).split()[0])
            assert os.getsid(pid) == pid != os.getsid(0)
