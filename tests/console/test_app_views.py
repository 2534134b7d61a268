"""What the keys of views, orders and columns show, to the cell."""

from __future__ import annotations

import pytest

from deskconsole.console.screens import narrowing
from deskconsole.store.last_place import LastPlace
from tests.console.driving import driving
from tests.console.fake_source import FakeSource
from tests.console.golden import holds


async def test_orders_are_offered_and_the_list_says_which_is_on() -> None:
    async with driving(size=(120, 40)) as desk:
        await desk.press("O")
        await desk.shows("order by:  s by breach  p by priority  w by waiting  c by age  r reverse")
        await desk.press("p")
        await desk.shows("28 tickets · by priority", "P ▾")
        holds("app-order-120x40", desk.text())


async def test_columns_are_offered_and_stay_so_until_one_leaves() -> None:
    async with driving(size=(80, 24)) as desk:
        await desk.press("C")
        await desk.shows("─ Columns")
        await desk.press("t", "a", "g", "enter")
        await desk.until(lambda: "tags" in desk.lines()[3])
        holds("app-columns-80x24", desk.text())
        await desk.press("escape", "right")
        await desk.shows("all columns stand here")


async def test_without_colour_and_glyphs_the_order_still_shows() -> None:
    async with driving(size=(160, 50), ascii=True) as desk:
        await desk.press("O", "w", "O", "r")
        await desk.shows("by waiting, shortest first", "waitv")


async def test_who_comes_back_is_where_they_were() -> None:
    source = FakeSource()
    source.place = LastPlace("Mine", 10440, "age", True, ("owner", "due"))
    async with driving(source) as desk:
        await desk.shows("Queue › Mine", "age, newest first")
        assert desk.lines()[3].split() == ["SLA", "for", "P", "ticket", "title", "owner", "due"]
        assert "INC-10440" in desk.cursor_line()
        await desk.press("k")
        desk.queue.viewing.keep()
        await desk.until(lambda: source.place is not None and source.place.ticket != 10440)
    source.place = LastPlace("a view that is no more", 10440, "nonsense", False, ())
    async with driving(source) as desk:
        await desk.shows("Queue › EMEA desk", "what breaches next")


async def test_a_filter_is_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrowing, "REST", 60.0)  # nobody pauses here, however slow the machine is
    async with driving(size=(80, 24)) as desk:
        await desk.press("slash", "o", "w", "n")
        await desk.shows("owner:", "tab complete")
        await desk.press("tab", "b")
        await desk.shows("ben")
        holds("app-completing-80x24", desk.text())
        await desk.press("tab", "enter")
        await desk.until(lambda: desk.queue.asked.text == "is:open owner:ben")
