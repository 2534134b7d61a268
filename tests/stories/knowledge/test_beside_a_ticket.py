"""Articles stand beside a ticket, and press where its deadline is near."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.knowledge import KnowledgeScreen
from deskconsole.console.screens.ticket import TicketScreen
from deskconsole.features.knowledge import commands as k
from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting
from tests.stories.knowledge.articles import article

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_articles_stand_beside_it_and_press_where_the_deadline_is_near(desk: StoryDesk) -> None:
    for other in ("Order a chair", "Change a password", "Book a room"):
        article(desk, other, "As the form says.")
    number = article(desk, "Fail over the badge readers")
    solved = desk.ticket("Badge readers again", customer="acme", impact="1", urgency="2")
    desk.do("ana", k.use(solved, number))
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "We look at it."))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket, "─ Knowledge ─", "K all", f"{number} Fail over the badge readers", "0 of 1")
        assert "▲" not in ana.text()
        desk.pass_("7h30m")
        await ana.tick()
        await ana.sees(f"▲ {number} Fail over the badge readers")
        await ana.press("K")
        await ana.until(lambda: isinstance(ana.app.screen, KnowledgeScreen))
        await ana.sees(f"▲ at risk: try {number} first")
        await ana.press("q")
        await ana.until(lambda: isinstance(ana.app.screen, TicketScreen))
