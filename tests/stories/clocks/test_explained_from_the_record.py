"""An explanation is of the events: rows that differ are told, texts do no harm."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.clocks.explained import badge, opened
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.hostile import HOSTILE, SHOWN, TERMINALS_OBEY


async def test_a_row_that_somebody_bent_is_not_as_its_events_say(desk: StoryDesk) -> None:
    ticket = badge(desk)
    with desk.store.backend.writing() as driver:
        driver.change(
            "update clock set due = due + 60000000 where ticket = :t and metric = 'resolution'", {"t": ticket}
        )
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        await ana.sees("✗ not as stored: due")


async def test_several_questions_are_several_cycles(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer", impact="1", urgency="2", requester="Kim")
    desk.do("ana", c.reply(ticket, "Which one?"))
    for minutes in ("10m", "20m"):
        desk.do("ana", c.receive(ticket, "The one on floor 2."))
        desk.pass_(minutes)
        desk.do("ana", c.reply(ticket, "Thank you."))
    desk.do("ana", c.receive(ticket, "And now?"))
    desk.pass_("5m")
    async with sitting(desk, size=LARGE) as ana:
        await opened(ana)
        await ana.sees("[next response 3]", "Cycle 3 of 3", "Used 5m of 45m", "next response 1 ✓")
        await ana.press("shift+tab")
        await ana.sees("[next response 2 ✓]", "Used 20m of 45m")


async def test_hostile_text_is_harmless_on_the_page_too(desk: StoryDesk) -> None:
    desk.ticket(HOSTILE, impact="1", urgency="2", requester=HOSTILE)
    for size in (SMALL, MEDIUM, LARGE):
        async with sitting(desk, size=size) as ana:
            await opened(ana)
            await ana.sees(SHOWN)
            assert not [sign for sign in TERMINALS_OBEY if sign in ana.text()]
