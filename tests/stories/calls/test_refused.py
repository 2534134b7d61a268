"""Nothing of a call is half done; who may not take one is told."""

from __future__ import annotations

from tests.stories.calls.answering import answering
from tests.stories.desk import StoryDesk


async def test_nothing_is_half_done_where_something_is_refused(known: StoryDesk) -> None:
    async with answering(known) as ana:
        await ana.rings()
        await ana.writes("Kim Berg")
        await ana.press("enter")
        await ana.writes("Badge")
        await ana.press("tab", "tab")
        await ana.writes("nonsense")
        await ana.sees("✗ there is no service nonsense")
        await ana.press("ctrl+g")
        await ana.hears("✗ save: there is no service nonsense")
        assert ana.call.fields.text("title") == "Badge"
    assert known.scalar("select count(*) from ticket") == 2
    assert known.scalar("select count(*) from person") == 2


async def test_who_may_only_look_is_told(known: StoryDesk) -> None:
    async with answering(known, "aud") as aud:
        await aud.press("n")
        await aud.hears("you may not, it needs the permission ticket.create")
