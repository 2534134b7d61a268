"""Tickets of one customer are merged, and taken apart again."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_merge_across_customers_is_refused_and_one_within_is_taken_back(desk: StoryDesk) -> None:
    ours, theirs = desk.ticket("VPN drops", customer="acme"), desk.ticket("VPN is gone", customer="civita")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(ours)
        await ana.press("R", "m")
        await ana.form("─ Merge INC-10001")
        await ana.writes("inc-10002")
        await ana.press("tab")
        await ana.writes("alike")
        await ana.sees("tickets of two customers are not merged (rule 24)")
        await ana.press("ctrl+g")  # it is no key where it may not be done
        await ana.sees("─ Merge INC-10001")
        await ana.press("escape")
        await ana.hears("nothing has happened; what you typed is kept")
        same = desk.ticket("VPN drops again", customer="acme")
        await ana.until(lambda: ana.row(same))
        await ana.on(same)
        await ana.press("R", "m")
        await ana.form("─ Merge INC-10003")
        for _ in "inc-10002":
            await ana.press("backspace")
        await ana.writes("inc-10001")
        await ana.sees("resolution", "ends here, the ticket that stays is measured")
        await ana.commit()
        await ana.hears("✓ INC-10003 is merged into INC-10001", "z undo")
        await ana.until(lambda: not ana.queue.calls.acting)
        await ana.press("z")
        await ana.hears("✓ taken back: INC-10003 is as it was before")
    assert desk.row(same).state == "new"
    assert desk.row(theirs).state == "new"
    assert desk.refusals() == []
