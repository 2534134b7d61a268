"""A filter narrows the list; a wrong one is pointed at."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_filter_narrows_the_list_and_backslash_widens_it_again(desk: StoryDesk) -> None:
    vpn, mail = desk.ticket("VPN drops", urgency="1"), desk.ticket("Mail slow", customer="acme")
    async with sitting(desk) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("customer:acme")
        await ana.press("enter")
        await ana.until(lambda: ana.row(mail) and not ana.row(vpn))
        await ana.sees("Queue › filtered", "/ customer:acme")
        await ana.press("backslash")
        await ana.until(lambda: ana.row(mail) and ana.row(vpn))


async def test_a_wrong_filter_is_pointed_at_under_its_column_and_the_list_stays(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.writes("colour:red")
        await ana.sees("^ ")
        field = next(n for n, line in enumerate(ana.lines()) if "colour:red" in line)
        assert ana.lines()[field + 1].index("^") == ana.lines()[field].index("colour:red")
        await ana.press("enter")
        assert ana.row(ticket)
        await ana.press("escape")
        await ana.sees("/ is:open")
