"""A list in another order, with other columns, while tickets move under the eyes of whoever looks."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting


def titles(seat: Seat) -> list[str]:
    grid = seat.queue.grid
    return [str(row.title) for n in range(grid.listing.total) if (row := grid.listing.row(n))]


async def test_a_list_stands_in_the_order_that_is_asked_for(desk: StoryDesk) -> None:
    for title, impact in (("late but small", "3"), ("grave", "1"), ("middling", "2")):
        desk.ticket(title, impact=impact, urgency=impact)
        desk.pass_("2m")
    desk.do("ana", c.note(1, "looked at it"))
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(3)
        await ana.press("O", "p")
        await ana.until(lambda: titles(ana) == ["grave", "middling", "late but small"])
        await ana.sees("by priority", "P▾" if "P▾" in ana.text() else "P ▾")
        assert ana.queue.grid.row is not None
        assert ana.queue.grid.row.title == "middling"
        await ana.press("O", "r")
        await ana.until(lambda: titles(ana) == ["late but small", "middling", "grave"])
        await ana.sees("by priority, lowest first")
        await ana.press("O", "c")
        await ana.until(lambda: titles(ana) == ["late but small", "grave", "middling"])
        await ana.press("O", "w")
        await ana.until(lambda: titles(ana) == ["grave", "middling", "late but small"])
        await ana.sees("by waiting")
        await ana.press("O", "s")
        await ana.sees("by what breaches next")


async def test_what_is_selected_stays_so_and_what_arrives_moves_no_cursor(desk: StoryDesk) -> None:
    first, second = desk.ticket("first"), desk.ticket("second")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(first)
        await ana.press("space")
        await ana.on(second)
        desk.pass_("1m")
        third = desk.ticket(
            "会議室の画面が映らない in a very long title that goes on", by="ben", impact="1", urgency="1"
        )
        await ana.until(lambda: ana.row(third))
        assert titles(ana)[0].startswith("会議室")
        assert ana.row(third)[:2] == " +"
        assert ana.row(second)[:1] == "▌"
        assert ana.row(first)[1:2] == "●"
        await ana.press("O", "r")
        await ana.sees("what breaches last", "1 of 3 selected")
        assert ana.queue.grid.selected == {first}
        assert all(len(line) <= 120 for line in ana.lines())


async def test_columns_are_chosen_and_scrolled(desk: StoryDesk) -> None:
    desk.ticket("VPN drops", customer="acme")
    async with sitting(desk, size=SMALL) as ana:
        assert ana.lines()[3].split()[-3:] == ["state", "owner", "waits"]
        await ana.press("right")
        await ana.sees("customer", "Acme")
        await ana.press("left")
        await ana.until(lambda: ana.lines()[3].split()[-3:] == ["state", "owner", "waits"])
        await ana.press("C")
        await ana.sees("─ Columns", "state", "stands here; enter hides it")
        await ana.writes("state")
        await ana.press("enter")
        await ana.writes("customer")
        await ana.press("enter")
        await ana.press("escape")
        await ana.until(lambda: ana.lines()[3].split()[-3:] == ["customer", "owner", "waits"])
    async with sitting(desk, size=SMALL) as again:
        assert again.lines()[3].split()[-3:] == ["customer", "owner", "waits"]
        await again.press("C", "enter")
        await again.until(lambda: again.lines()[3].split()[-3:] == ["state", "owner", "waits"])


async def test_counts_follow_what_happens_and_time(desk: StoryDesk) -> None:
    first = desk.ticket("VPN drops", impact="1", urgency="1")
    desk.ticket("Mailbox is full")
    async with sitting(desk, size=LARGE) as ana:
        await ana.sees("[1 All 2", "3 Unassigned 2", "2 Mine 0")
        desk.do("ana", c.claim(first))
        await ana.sees("2 Mine 1", "3 Unassigned 1")
        desk.pass_("16m")  # nobody ticks: its response is late all the same
        await ana.tick()
        await ana.sees("[1 All 2 ◆1", "2 Mine 1 ◆1", "4 P1–P2 1 ◆1", "◆ 1 breached")
        desk.do("ana", c.reply(first, "We are on it."))
        await ana.sees_no("Mine 1 ◆1")
