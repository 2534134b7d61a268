"""Beside a ticket stand who asks, and the tickets that are like it: by the telling words of their titles."""

from __future__ import annotations

from deskconsole.features.people import commands as p
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.similar import SimilarRow, likest, similar
from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_what_it_was_last_time_stands_beside_it(desk: StoryDesk) -> None:
    old = desk.ticket("VPN gateway drops sessions")
    desk.ticket("Printer in hall 3 is out of paper")
    desk.pass_("190m")
    desk.do("ana", c.resolve(old, "fixed", "firmware"))
    new = desk.ticket("VPN gateway drops all sessions again")
    async with sitting(desk, size=LARGE) as ana:
        await ana.opens(new)
        await ana.sees("─ Similar ─", "INC-10001 VPN gateway drops sessions", "Tue 14 Apr, 3h")
        assert "Printer" not in ana.text()
        await ana.press("q")
        await ana.press("slash", "ctrl+u")
        await ana.writes("printer")
        await ana.press("enter")
        await ana.until(lambda: ana.queue.grid.row and ana.queue.grid.row.id == 2)
        await ana.press("enter")
        await ana.until(lambda: ana.app.screen is not ana.queue and ana.workspace.found is not None)
        assert "Similar" not in ana.text()


async def test_who_asks_and_how_they_are_reached(desk: StoryDesk) -> None:
    desk.do("ana", p.add("Jonas Weber", "acme", "jonas@acme.example", "+49 177 5550199", "Hamburg", "", "de", vip=True))
    ticket = desk.ticket("VPN drops", caller="P-1", customer="acme")
    async with sitting(desk, size=LARGE) as ana:
        await ana.opens(ticket)
        await ana.sees("requester  Jonas Weber (VIP), Acme, Hamburg", "+49 177 5550199 · de")


def test_an_erased_or_a_plain_title_is_like_nothing(desk: StoryDesk) -> None:
    one, other = desk.ticket("it is so"), desk.ticket("it is so")
    assert similar(desk.store.read, one, 3) == []
    assert similar(desk.store.read, other + 1, 3) == []


def test_two_words_at_least_and_the_most_first() -> None:
    rows = [SimilarRow(n, f"INC-{n}", title, "open", 0, None) for n, title in enumerate(_TITLES)]  # type: ignore[arg-type]
    assert [row.id for row in likest(rows, ["vpn", "gateway", "drops"], 5)] == [2, 1]
    assert [row.id for row in likest(rows, ["vpn"], 5)] == [0, 1, 2]


_TITLES = ("VPN slow", "Gateway of the VPN", "VPN gateway drops", "Printer")
