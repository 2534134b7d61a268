"""A store that cannot be written says so."""

from __future__ import annotations

import pytest

from deskconsole.store.sqlite import Sqlite, SqliteDriver
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_store_that_cannot_be_written_says_so_and_the_console_lives_on(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.ticket("VPN drops", urgency="1"), desk.ticket("Mail slow")
    connect = Sqlite._connect

    def read_only(self: Sqlite) -> SqliteDriver:
        driver = connect(self)
        driver.connection.execute("pragma query_only = on")  # who runs as root may write everywhere
        return driver

    monkeypatch.setattr(Sqlite, "_connect", read_only)
    frozen = desk.open(desk.anchor)
    async with sitting(desk, store=frozen, size=MEDIUM) as ana:
        await ana.press("m")
        await ana.hears("✗ take:", "the store is read-only: check the rights of the file, its folder and the mount")
        await ana.press("h")
        await ana.form()
        await ana.press("v")
        await ana.sees("✗", "the store is read-only")
        await ana.press("escape")
        await ana.until(lambda: ana.queue.calls.form is None)
        await ana.on(second)
        await ana.sees("─ INC-10002  Mail slow")
    frozen.close()
    assert desk.row(first).owner is None
