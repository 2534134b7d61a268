"""Run in a process of its own: a real console on a real store; at its first rows, what has been imported?"""

from __future__ import annotations

import asyncio
import sys

from deskconsole.cli import console

HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "apscheduler", "pydantic", "pendulum", "holidays")


async def look(url: str) -> None:
    from deskconsole.console.app import Console
    from deskconsole.console.desk.live import DeskSource
    from deskconsole.core.actors import Actor
    from deskconsole.core.desk import COMMANDS
    from deskconsole.features.tickets import commands
    from deskconsole.store.store import Store

    assert commands
    store = Store(url)
    app = Console(DeskSource(store, Actor("ana")), COMMANDS)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(2000):
            text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
            if "INC-10001" in text:
                print("rows", *sorted(set(HEAVY) & set(sys.modules)))
                return
            await pilot.pause(0.005)


if __name__ == "__main__":
    assert console
    asyncio.run(look(sys.argv[1]))
