"""A view is made of what is on the screen, found by its number, and there again tomorrow."""

from __future__ import annotations

from deskconsole.features.saved import commands as v
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


async def test_what_is_on_the_screen_becomes_a_view_and_survives_a_restart(desk: StoryDesk) -> None:
    for title in ("VPN drops", "VPN is slow", "Mailbox is full"):
        desk.ticket(title)
        desk.pass_("1m")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.press("ctrl+u")
        await ana.writes("vpn is")
        await ana.press("colon")
        await ana.writes("open")
        await ana.press("enter")
        await ana.sees("2 tickets · by what breaches next")
        await ana.press("O", "c")
        await ana.sees("2 tickets · by age", "created")
        await ana.press("V", "s")
        await ana.form("─ Save", "vpn is:open", "age")
        await ana.writes("VPN")
        await ana.commit()
        await ana.hears("✓ the view VPN is saved, yours alone")
        await ana.sees("VPN 2", "Queue › VPN", "2 tickets · by age")
        await ana.press("j")
        cursor = ana.queue.grid.row
        assert cursor is not None
        ana.queue.viewing.keep()
    async with sitting(desk, size=SMALL) as again:
        await again.sees("Queue › VPN", "2 · age")
        await again.until(lambda: again.queue.grid.row and again.queue.grid.row.id == cursor.id)
        await again.press("1")
        await again.sees("Queue › All", "3 · what breaches next")
        await again.press("left_curly_bracket")
        await again.sees("Queue › VPN", "2 · age")


async def test_a_view_of_views_is_edited_and_deleted(desk: StoryDesk) -> None:
    desk.ticket("VPN drops", impact="1", urgency="1")
    desk.ticket("Mailbox is full", by="ben")
    desk.do("ana", v.save("Gravest", "view:P1–P2", "customer due", "priority"))
    desk.do("ana", v.save("Mine and grave", "view:gravest owner:none"))
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("7")
        await ana.sees("Queue › Gravest", "1 ticket · by priority")
        assert "waits" not in ana.lines()[3]
        await ana.press("V", "d")
        await ana.form("─ Delete", "cannot be deleted: the view Mine and grave is made of it")
        await ana.press("escape")
        await ana.press("V", "e")
        await ana.form("─ Edit", "view:P1–P2", "customer due")
        await ana.press("tab", "tab")
        await ana.press("ctrl+u")
        await ana.writes("is:open")
        await ana.commit()
        await ana.hears("✓ the view Gravest is changed")
        await ana.sees("Gravest 2", "2 tickets · by priority", "/ is:open")
        await ana.press("8", "V", "d")
        await ana.form("─ Delete", "Mine and grave")
        await ana.commit()
        await ana.sees_no("Mine and grave 2")
        await ana.sees("Queue › All")


async def test_what_a_lead_shares_others_see_at_once(desk: StoryDesk) -> None:
    desk.do("ana", c.tag(desk.ticket("VPN drops"), "vip"))
    desk.do("lea", v.save("VIPs", "tag:vip", colours="accent tag:vip"))
    async with sitting(desk, "ben", size=MEDIUM) as ben:
        assert "VIPs" not in ben.text()
        async with sitting(desk, "lea", size=SMALL) as lea:
            await lea.press("left_curly_bracket")
            await lea.sees("Queue › VIPs", "1 · what breaches next")
            await lea.press("V", "h")
            await lea.form("─ Share", "VIPs")
            await lea.commit()
            await lea.hears("✓ who sees the view VIPs is changed")
        await ben.sees("VIPs 1")
        await ben.press("left_curly_bracket")
        await ben.sees("Queue › VIPs")
        assert ben.queue.grid.row is not None
        assert ben.queue.grid.row.hue == "accent"
        desk.do("lea", v.delete("VIPs"))
        await ben.hears("the view VIPs is no more")
        await ben.sees("Queue › All")
