"""An article is put into a reply, and who sends it says so."""

from __future__ import annotations

import pytest

from deskconsole.features.knowledge.views import USED_ON
from tests.stories.desk import MEDIUM, StoryDesk, sitting
from tests.stories.knowledge.articles import article

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_an_article_is_put_into_a_reply_and_sending_says_so(desk: StoryDesk) -> None:
    chair = article(desk, "Order a chair", "As the form says.")
    number = article(desk, "Fail over the badge readers", "1. Drain the sessions.\n2. Fail over.")
    ticket = desk.ticket("Badge readers offline", requester="Kim", impact="1", urgency="2")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing("^k insert article")
        await ana.writes("Please")
        await ana.press("ctrl+k")
        await ana.sees("─ Article ─", f"{number} Fail over the badge readers", f"{chair} Order a chair")
        await ana.press("enter")
        await ana.writing("Please", "1. Drain the sessions.", "2. Fail over.")
        await ana.press("ctrl+k")
        await ana.sees("─ Article ─")
        await ana.writes("chair")
        await ana.press("enter")
        await ana.writing("As the form says.")
        await ana.press(*["backspace"] * len("As the form says."))
        await ana.sends()
        await ana.hears(f"answered INC-10001, used {number}")
    assert desk.store.read.all(USED_ON, ticket=ticket) == [number]


async def test_a_console_that_dies_forgets_no_article_that_was_put_in(desk: StoryDesk) -> None:
    number = article(desk, "Fail over the badge readers", "1. Drain the sessions.\n2. Fail over.")
    other = article(desk, "Badge readers by hand", "Open the gate.")
    ticket = desk.ticket("Badge readers offline", requester="Kim", impact="1", urgency="2")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        for word in ("drain", "hand"):
            await ana.press("ctrl+k")
            await ana.sees("─ Article ─")
            await ana.writes("fail" if word == "drain" else word)
            await ana.press("enter")
            await ana.writing("Drain the sessions" if word == "drain" else "Open the gate.")
        await ana.tick()
        await ana.until(lambda: desk.scalar("select text from draft"))
    # Another console, which knows nothing of the first: it writes on, and takes one of the two out again.
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing("1. Drain the sessions.", "Open the gate.")
        await ana.press(*["backspace"] * len("Open the gate."))
        await ana.writes("Thank you")
        await ana.sends()
        await ana.hears(f"answered INC-10001, used {number}")
    assert desk.store.read.all(USED_ON, ticket=ticket) == [number]
    assert other not in desk.store.read.all(USED_ON, ticket=ticket)
