"""The phone does not stop: what is alike within the hour is seen on the call, before and after an outage is known."""

from __future__ import annotations

from deskconsole.console.screens.call import CallScreen
from deskconsole.features.people import commands as p
from deskconsole.features.tickets import commands as c
from tests.stories.desk import SMALL, StoryDesk, sitting


async def test_an_outage_in_the_making_is_seen_and_then_who_of_the_site_follows_it(desk: StoryDesk) -> None:
    for number in range(1, 5):
        desk.do("ana", p.add(f"Caller{number} Weber", "acme", f"c{number}@acme.example", site="Hamburg"))
    desk.ticket("VPN drops after login", caller="P-1", service="vpn")
    desk.pass_("2h")  # too long ago to be of this storm
    first = desk.ticket("VPN drops after login", caller="P-1", service="vpn")
    second = desk.ticket("VPN login fails", caller="P-2", service="vpn")
    desk.ticket("Login to the VPN fails", caller="P-3")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("n")
        await ana.until(lambda: isinstance(ana.app.screen, CallScreen) and ana.app.screen.fields.caller.has_focus)
        await ana.writes("c4@acme")
        await ana.sees("✓ Caller4 Weber")
        await ana.press("enter")
        await ana.writes("VPN login does not work")
        await ana.sees("similar 3 this hour, no outage is known")
        desk.do("lea", c.declare_outage(first, "We know; back by 10."))
        desk.do("ana", c.attach(second))
        await ana.sees("similar 3 this hour, 2 of them INC-10002", "2 of 3 from their site")
        await ana.press("ctrl+g")
        await ana.hears("✓ INC-10005 written")
