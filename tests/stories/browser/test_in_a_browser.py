"""An agent works in a browser: the same queue, the same keys, the same journal, and nothing from elsewhere."""

from __future__ import annotations

import os

import pytest

from tests.gateway.serving import commands, gone, serving
from tests.stories.browser.chromium import browsing, needs_chromium
from tests.stories.desk import StoryDesk

PAINTED = """() => [...document.querySelectorAll(".xterm-screen canvas")].some(canvas => {
  const context = canvas.getContext("2d");
  if (!context || !canvas.width) return false;
  const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return new Set(pixels).size > 20;
})"""
"""Whether letters in several colours are drawn: the terminal in the page is a picture, not a text."""

ELSEWHERE = """url => new Promise(say => {
  const socket = new WebSocket(url);
  socket.onopen = () => say("open");
  socket.onerror = () => say("refused");
})"""


@pytest.fixture(autouse=True)
def _chromium() -> None:
    needs_chromium()


async def test_whoever_has_a_token_works_here_under_their_name(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    with serving(desk.path, "ana", "ben") as served:
        async with browsing((900, 500)) as tab:
            await tab.signs_in(served.url, "no token of anybody, but long enough")
            assert "lets nobody in" in await tab.page.inner_text(".said")
            assert served.consoles() == []
            await tab.signs_in(served.url, served.token("ben"))
            await tab.until("INC-10001", "ben", "help")
            await tab.page.wait_for_function(PAINTED)
            await tab.type("i")
            await tab.until("Note on INC-10001")
            await tab.type("seen in Chromium\x07")
            await tab.until("note written on INC-10001", "help")
            await tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            await tab.type("yk")
            await tab.until("clipboard")
            await tab.page.wait_for_function("navigator.clipboard.readText().then(text => text === 'INC-10001')")
            await tab.type("")
            await tab.page.set_viewport_size({"width": 1700, "height": 900})
            await tab.until("customer", "created")  # columns that there was no room for
            other = await tab.page.context.new_page()
            await other.goto("data:text/html,<h1>win a prize")
            assert await other.evaluate(ELSEWHERE, f"{served.url.replace('http', 'ws')}/ws") == "refused"
            consoles = served.consoles()
            assert len(consoles) == 1
            assert all(url.startswith((served.url, served.url.replace("http", "ws"))) for url in tab.asked), tab.asked
            assert served.token("ben") not in commands([*consoles, served.process.pid]) + served.said()
            assert served.end() == 0
            assert await gone(consoles)
            await tab.page.wait_for_selector("text=This console is closed")
    texts = desk.all("select text from private_text where about = 'ticket' and subject = :t order by id", t=ticket)
    assert texts[-1] == ("seen in Chromium",)
    actor, behind = desk.all("select actor, behind from journal where kind = 'ticket.commented'")[0]
    assert (actor, behind) == ("ben", "root" if os.getuid() == 0 else behind)


@pytest.mark.long
async def test_after_a_drop_it_goes_on_where_it_was(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    with serving(desk.path, "ana") as served:
        async with browsing() as tab:
            await tab.signs_in(served.url, served.token("ana"))
            await tab.until("INC-10001", "help")
            await tab.type("i")
            await tab.until("Note on INC-10001")
            await tab.type("half a sent")
            await tab.until("sent")
            consoles = served.consoles()
            await tab.page.goto("about:blank")
            assert await gone(consoles)
            await tab.type("")
            await tab.page.goto(served.url)  # still signed in
            await tab.until("INC-10001", "not sent: a note on INC-10001")
            await tab.type("i")
            await tab.until("half a sent")
