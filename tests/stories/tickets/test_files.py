"""What is attached to a ticket is listed."""

from __future__ import annotations

import pytest

from deskconsole.features.mail import commands as m
from tests.stories.desk import MEDIUM, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_files_are_listed_by_their_number(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    desk.do("ana", m.attach(ticket, "trace.txt", "0" * 64, 12_400, "text/plain"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket, "─ Files ─", "1 trace.txt", "12 kB", "file 1 attached")
