"""A filter is completed while it is typed; what is wrong with it is pointed at."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_filter_is_completed_with_what_the_desk_has(desk: StoryDesk) -> None:
    desk.ticket("VPN drops", service="vpn")
    desk.ticket("Mailbox is full", service="mail")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.press("ctrl+u")
        await ana.writes("ser")
        await ana.sees("service:", "tab complete")
        await ana.press("tab")
        await ana.sees("none  mail  vpn")
        await ana.writes("v")
        await ana.until(lambda: ana.queue.filter_bar.pointer and "none" not in ana.lines()[3])
        await ana.press("tab")
        await ana.writes(" vie")
        await ana.sees("view:")
        await ana.press("tab")
        await ana.writes("un")
        await ana.sees("Unassigned")
        await ana.press("tab", "enter")
        await ana.sees("/ service:vpn view:Unassigned", "1 ticket")


async def test_what_is_wrong_is_pointed_at(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.writes("view")
        await ana.press("colon")
        await ana.writes("mien")
        await ana.sees("^ there is no view “mien”; nearest is mine")
        assert ana.lines()[3].index("^") == ana.lines()[2].index("mien")
        await ana.press("enter")
        await ana.sees("there is no view “mien”")
        await ana.press("escape")
        await ana.sees("/ is:open", "1 ticket")
