"""`k` finds what the desk knows of a ticket."""

from __future__ import annotations

import pytest

from deskconsole.console.screens.knowledge import ArticleScreen, KnowledgeScreen
from deskconsole.features.knowledge import commands as k
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.knowledge.articles import article


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_k_finds_what_fits_and_enter_reads_it(desk: StoryDesk, size: tuple[int, int]) -> None:
    for other in ("Order a chair", "Change a password", "Book a room"):
        article(desk, other, "As the form says.")
    number = article(desk, "Fail over the badge readers")
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.do("ana", k.use(ticket, number))
    async with sitting(desk, size=size) as ana:
        await ana.press("K")
        await ana.until(lambda: isinstance(ana.app.screen, KnowledgeScreen))
        await ana.sees("› Knowledge", f"{number} Fail over the badge readers", "0 of 1", "the best first")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, ArticleScreen))
        await ana.sees("# Before you begin", "1. Drain the sessions.", "$ reboot now", "review")
        await ana.press("q")
        await ana.until(lambda: isinstance(ana.app.screen, KnowledgeScreen))
        await ana.press("q")
        await ana.until(lambda: ana.app.screen is ana.queue)


async def test_it_insists_where_the_deadline_is_near(desk: StoryDesk) -> None:
    number = article(desk, "Fail over the badge readers")
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "We look at it."))
    desk.pass_("7h30m")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("K")
        await ana.sees(f"▲ at risk: try {number} first", f"▲ {number} Fail over")


async def test_nothing_to_find_is_said(desk: StoryDesk) -> None:
    desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("K")
        await ana.sees("no published article has words of this ticket")
