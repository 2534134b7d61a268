"""What another process does is seen."""

from __future__ import annotations

from deskconsole.core.actors import Actor
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_what_another_process_does_is_seen(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    other = desk.open(desk.anchor)
    ben = House(other, Actor("ben"))
    async with sitting(desk, size=MEDIUM) as ana:
        ben.do(c.claim(ticket))
        await ana.until(lambda: ana.row(ticket)[1:2] == "+" and " open        ben" in ana.row(ticket))
        ben.do(c.new("Mail slow", impact="1", urgency="1"))
        await ana.until(lambda: ana.row(2) and ana.lines().index(ana.row(2)) < ana.lines().index(ana.row(ticket)))
        assert "▌" in ana.row(ticket)
        await ana.sees("[1 All 2]")
        desk.pass_("5m")
        ben.do(c.note(ticket, "node 2 rebooted"))
        await ana.until(lambda: ana.row(ticket)[1:2] == "•")
    other.close()
