"""What an article says no terminal obeys."""

from __future__ import annotations

from deskconsole.console.screens.knowledge import ArticleScreen
from tests.stories.desk import LARGE, StoryDesk, sitting
from tests.stories.hostile import HOSTILE, SHOWN, TERMINALS_OBEY
from tests.stories.knowledge.articles import article


async def test_what_an_article_says_no_terminal_obeys(desk: StoryDesk) -> None:
    article(desk, f"Badge {HOSTILE}", f"badge\n{HOSTILE}\n")
    desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("K")
        await ana.sees(SHOWN)
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, ArticleScreen))
        await ana.sees(SHOWN)
        assert not any(sign in line for sign in TERMINALS_OBEY for line in ana.lines())
