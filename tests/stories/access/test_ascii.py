"""In ASCII every state is told."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_in_ascii_every_state_is_told_without_one_other_sign(desk: StoryDesk) -> None:
    late, held = desk.ticket("Späte Größe", impact="1", urgency="1"), desk.ticket("Waits", impact="1", urgency="2")
    desk.do("ana", c.reply(held, "On it."))
    desk.do("ana", c.hold(held, "vendor"))
    desk.pass_("20m")
    desk.tick()
    async with sitting(desk, size=MEDIUM, ascii=True) as ana:
        await ana.until(lambda: "X   -5m ====== rsp #P1" in ana.row(late))
        assert "= 8h00m" in ana.row(held)
        assert "Spate Grosse" in ana.row(late)
        assert ana.text().isascii()
