"""A real browser: Debian’s Chromium, driven over its own protocol, on loopback alone."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, WebSocket, async_playwright

from tests.gateway.serving import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
_KEYS = {"\r": "Enter", "\x07": "Control+g", "\x1b": "Escape"}


def needs_chromium() -> None:
    """Skip, in sight, where there is no Chromium; where CI is set that is a failure."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("needs chromium")


class Tab:
    """A page of the gateway, and every byte that its console has sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent = ""
        self.asked: list[str] = []
        """Every address that was asked for anything."""
        self._typed_at = 0
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", self._open)

    def _open(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        socket.on("framereceived", self._took)

    def _took(self, frame: str | bytes) -> None:
        self.sent += frame if isinstance(frame, str) else frame.decode("utf-8", "replace")

    async def until(self, *words: str) -> None:
        """Until all of these have been sent since something was typed."""
        for _ in range(int(PATIENCE * 50)):
            if all(word in self.sent[self._typed_at :] for word in words):
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"never sent {words}, but:\n{self.sent[-3000:]!r}")

    async def type(self, keys: str) -> None:
        self._typed_at = len(self.sent)
        for key in keys:
            await self.page.keyboard.press(_KEYS.get(key, key))

    async def signs_in(self, url: str, token: str) -> None:
        await self.page.goto(url)
        await self.page.fill("#token", token)
        await self.page.click("button[type=submit]")


@asynccontextmanager
async def browsing(size: tuple[int, int] = (1280, 800)) -> AsyncIterator[Tab]:
    """A browser of somebody who has never been here."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
            yield Tab(await context.new_page())
        finally:
            await browser.close()
