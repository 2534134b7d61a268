"""Of several who may be calling one is chosen; who is not known is added."""

from __future__ import annotations

from tests.stories.calls.answering import answering
from tests.stories.desk import MEDIUM, StoryDesk


async def test_of_several_one_is_chosen_and_nobody_by_mistake(known: StoryDesk) -> None:
    async with answering(known) as ana:
        await ana.rings()
        await ana.writes("weber")
        await ana.sees(
            "2 like that", "Who is calling", "Jonas Weber  Acme", "Petra Weber  Civita", "somebody new: weber"
        )
        await ana.press("down", "down", "enter")
        await ana.sees("✓ Petra Weber", "What this caller already has")
        await ana.press("escape")
        await ana.hears("nothing has happened; the call is kept, n goes on with it")
    assert known.scalar("select count(*) from ticket") == 2


async def test_who_is_not_known_is_added_with_the_call(known: StoryDesk) -> None:
    async with answering(known, size=MEDIUM) as ana:
        await ana.rings()
        await ana.writes("Kim Berg 0176 555 0142 kim@x.example")
        await ana.sees("not known yet", "Kim Berg · 0176 555 0142 · kim@x.example is added with the call")
        await ana.press("enter")
        await ana.writes("Badge does not open gate B")
        await ana.press("ctrl+g")
        await ana.done()
    row = known.row(3)
    assert (row.requester, row.person) == ("Kim Berg", 3)
    assert known.all("select kind from person_address where person = 3 order by kind") == [("mail",), ("phone",)]
