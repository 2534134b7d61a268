"""The list narrows with each key that a filter is typed with; enter keeps it, escape puts back what stood there."""

from __future__ import annotations

import pytest

from deskconsole.console.screens import narrowing
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting


def titles(seat: Seat) -> list[str]:
    grid = seat.queue.grid
    return [str(row.title) for n in range(grid.listing.total) if (row := grid.listing.row(n))]


def some(desk: StoryDesk, many: int = 3) -> None:
    for title in ("VPN drops", "Mailbox is full", "VPN is slow")[:many]:
        desk.ticket(title)
        desk.pass_("1m")


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_each_key_leaves_other_rows_and_enter_keeps_them(desk: StoryDesk, size: tuple[int, int]) -> None:
    some(desk)
    async with sitting(desk, size=size) as ana:
        await ana.press("slash")
        await ana.writes("vp")
        await ana.until(lambda: titles(ana) == ["VPN drops", "VPN is slow"])
        assert ana.queue.asked.text == "is:open"
        await ana.writes("n s")
        await ana.writes("l")
        await ana.until(lambda: titles(ana) == ["VPN is slow"])
        await ana.press("backspace", "backspace")
        await ana.until(lambda: titles(ana) == ["VPN drops", "VPN is slow"])
        await ana.press("enter")
        await ana.sees("/ is:open vpn", "Queue › filtered", "2")
        assert titles(ana) == ["VPN drops", "VPN is slow"]
        await ana.press("j", "m")
        await ana.hears("✓")
        assert desk.row(3).owner == "ana"


async def test_escape_puts_back_the_list_to_the_line(desk: StoryDesk) -> None:
    for n in range(40):
        desk.ticket(f"Printer {n} jams")
    some(desk)
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("space", *["j"] * 29)
        await ana.until(lambda: ana.queue.detail and ana.queue.grid.row and ana.queue.detail.row == ana.queue.grid.row)
        before = ana.text()
        await ana.press("slash")
        await ana.writes("vpn")
        await ana.until(lambda: titles(ana) == ["VPN drops", "VPN is slow"])
        await ana.press("escape")
        await ana.until(lambda: ana.text() == before)
        assert ana.queue.grid.selected
        await ana.press("slash")
        await ana.writes("vpn")
        await ana.until(lambda: titles(ana) == ["VPN drops", "VPN is slow"])
        await ana.press(*["backspace"] * 4)  # the same filter again is the list that is on
        await ana.until(lambda: ana.queue.grid.listing.total == 43)
        await ana.press("escape")
        await ana.until(lambda: ana.text() == before)


async def test_what_is_not_whole_or_wrong_or_finds_nothing_leaves_the_list(desk: StoryDesk) -> None:
    some(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.writes("own")
        await ana.sees("owner:")
        assert len(titles(ana)) == 3
        await ana.writes("er:")
        await ana.sees("me  none")
        assert len(titles(ana)) == 3
        await ana.writes("me")
        await ana.sees("nothing matches")
        assert len(titles(ana)) == 3
        await ana.press(*["backspace"] * 8)
        await ana.writes("bogus:1")
        await ana.sees("^ “bogus:” is no filter word")
        assert len(titles(ana)) == 3
        await ana.press(*["backspace"] * 7)
        await ana.writes("mailbox drops")
        await ana.sees("nothing matches")
        assert titles(ana) == ["Mailbox is full"]
        await ana.press("enter")
        await ana.sees("Nothing matches this filter.")


async def test_a_name_that_nothing_is_called_by_is_pointed_at(desk: StoryDesk) -> None:
    some(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.writes("team:netwrok")
        await ana.sees("^ no team is called “netwrok”; nearest is network")
        assert len(titles(ana)) == 3
        await ana.press("enter")
        await ana.sees("Nothing matches this filter.", "no team is called “netwrok”; nearest is network")
        await ana.press("slash", *["backspace"] * 8)
        await ana.writes("network")
        await ana.sees("/ is:open team:network", "nothing matches")


async def test_what_may_become_a_key_is_a_word_once_somebody_rests(desk: StoryDesk) -> None:
    some(desk)
    desk.ticket("Tea is cold")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.writes("tea")
        await ana.sees("team:")
        await ana.until(lambda: titles(ana) == ["Tea is cold"])


async def test_what_happens_meanwhile_is_there_afterwards(desk: StoryDesk) -> None:
    some(desk)
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(2)
        await ana.press("slash")
        await ana.writes("vpn")
        await ana.until(lambda: titles(ana) == ["VPN drops", "VPN is slow"])
        third = desk.ticket("VPN is gone", by="ben")
        await ana.until(lambda: len(titles(ana)) == 3)  # once nobody types on
        desk.do("ben", c.claim(third))
        await ana.sees("ben")
        await ana.press("escape")
        await ana.until(lambda: len(titles(ana)) == 4)
        assert ana.queue.grid.row is not None
        assert ana.queue.grid.row.id == 2


async def test_more_than_a_screenful_is_counted_once_somebody_rests(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(70):
        desk.ticket(f"Printer {n} jams")
    monkeypatch.setattr(narrowing, "REST", 2.0)
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("slash")
        await ana.writes("jams")
        await ana.sees("of 64+")
        await ana.sees("of 70")


async def test_a_view_that_comes_late_takes_no_keyboard_away(desk: StoryDesk) -> None:
    some(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("2", "slash", "v", "p")
        await ana.sees("Queue › Mine")
        await ana.writes("n")
        await ana.until(lambda: ana.queue.filter_bar.field.value.endswith("vpn"))
        assert desk.refusals() == []
        assert ana.queue.filter_bar.typing
