"""Run in a process of its own: through every screen of a console on a real store; which modules did its loop import?"""

from __future__ import annotations

import asyncio
import sys

from deskconsole import world
from deskconsole.console.app import Console
from deskconsole.console.desk.live import DeskSource
from deskconsole.core.actors import Actor
from deskconsole.store.store import Store
from tests.driver import Driver, running
from tests.loop_watch import WATCH

LAST = "deskconsole.console.desk.templates"
"""The last module that is read ahead."""

WALK = (
    ("enter", "Conversation"), ("r", "Reply on"), ("escape", ""), ("escape", ""), ("q", "SLA"), ("d", "Timeline"),
    ("d", "SLA"), ("x", "next clock"), ("q", "SLA"), ("k", ""), ("q", "SLA"), ("h", "What it does"), ("escape", "SLA"),
    ("g s", "My shift"), ("q", "SLA"), ("g w", "Wall"), ("q", "SLA"), ("g k", "Knowledge"), ("escape", ""), ("q", ""),
    ("g t", "number"), ("escape", "SLA"), ("@", "As of"), ("escape", "SLA"), ("?", "Keys on this screen"),
    ("escape", "SLA"), ("M", "messages"), ("q", "SLA"), ("* h", "Hold 2 tickets"), ("escape", "SLA"),
    ("n", "on a call"), ("escape", ""), ("q", "SLA"), ("/", ""), ("v", ""), ("escape", "SLA"), ("ctrl+p", "Find"),
    ("escape", "SLA"), ("f", "jump"), ("escape", "SLA"), ("y k", ""), ("O p", "by priority"), ("C", "Columns"),
    ("escape", "SLA"),
)  # fmt: skip
"""Keys, and words that stand there after them."""

NAMES = {"?": "question_mark", "@": "at", "*": "asterisk", "/": "slash"}


async def walk(url: str) -> None:
    app = Console(DeskSource(Store(url), Actor("ana")), world.offered())
    async with running(app, (120, 40)) as pilot:
        seat = Driver(app, pilot)
        await seat.settled()
        await seat.until(lambda: LAST in sys.modules)
        for keys, words in WALK:
            await seat.press(*(NAMES.get(key, key) for key in keys.split()))
            await seat.shows(words)
            await pilot.pause(0.05)
    print(*dict.fromkeys(WATCH.imported))


if __name__ == "__main__":
    asyncio.run(walk(sys.argv[1]))
