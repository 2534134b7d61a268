"""Going somewhere: back and forward through what was seen, to the queue, to a ticket by its number or by a link."""

from __future__ import annotations

from deskconsole.console.history import MOST, History, Visit
from deskconsole.console.screens.numbered import NumberScreen
from deskconsole.console.screens.queue import QueueScreen
from deskconsole.console.screens.shift import ShiftScreen
from deskconsole.console.screens.ticket import TicketScreen
from deskconsole.features.knowledge import commands as k
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_back_and_forward_over_views_tickets_and_filters(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops", urgency="1"), desk.ticket("Mail slow")
    async with sitting(desk) as ana:
        await ana.on(second)
        await ana.press("3")
        await ana.sees("Queue › Unassigned")
        await ana.opens(first, "INC-10001")
        await ana.press("greater_than_sign")
        await ana.sees("INC-10002")
        await ana.press("left_square_bracket")
        await ana.until(lambda: isinstance(ana.app.screen, TicketScreen) and ana.workspace.row.id == first)
        await ana.press("left_square_bracket")
        await ana.until(lambda: ana.app.screen is ana.queue)
        await ana.press("left_square_bracket")
        await ana.until(lambda: "Queue › Unassigned" not in ana.text() and ana.queue.grid.row is not None)
        await ana.until(lambda: ana.queue.grid.row and ana.queue.grid.row.id == second)  # where its cursor was
        for _ in range(3):
            await ana.press("right_square_bracket")
            await ana.pilot.pause(0.05)
        await ana.until(lambda: isinstance(ana.app.screen, TicketScreen) and ana.workspace.row.id == second)
        await ana.press("right_square_bracket")
        await ana.hears("there is nothing after this")


async def test_an_explained_clock_and_my_shift_are_places_too(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("x")
        await ana.sees("› Clock", "Answer")
        await ana.press("g", "s")
        await ana.until(lambda: isinstance(ana.app.screen, ShiftScreen))
        await ana.press("left_square_bracket")
        await ana.sees("› Clock", "Answer")
        await ana.press("right_square_bracket")
        await ana.until(lambda: isinstance(ana.app.screen, ShiftScreen))
        await ana.press("g", "q")
        await ana.until(lambda: isinstance(ana.app.screen, QueueScreen))


async def test_a_draft_is_kept_when_one_goes_elsewhere_by_a_key(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("i")
        await ana.writing("Note on INC-10001")
        await ana.writes("restarted node 2")
        await ana.press("tab")
        await ana.press("g", "q")
        await ana.until(lambda: ana.app.screen is ana.queue)
        await ana.until(lambda: desk.all("select text from draft") == [("restarted node 2",)])
        await ana.press("i")
        await ana.writing("restarted node 2")


async def test_a_ticket_by_a_few_digits_or_by_a_link(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(12)]
    async with sitting(desk) as ana:
        await ana.press("g", "t")
        await ana.writes("10011")
        await ana.sees("INC-10011  Printer 10")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, TicketScreen) and ana.workspace.row.id == tickets[10])
        await ana.press("g", "t")
        screen = ana.app.screen
        assert isinstance(screen, NumberScreen)
        screen.field.value = " deskconsole:inc-10002 "  # as it is pasted
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, TicketScreen) and ana.workspace.row.id == tickets[1])
        await ana.press("q")
        assert ana.app.screen is ana.queue
        await ana.press("g", "t")
        await ana.writes("99")
        await ana.sees("no ticket is called that")
        await ana.press("enter", "escape")
        await ana.until(lambda: ana.app.screen is ana.queue)


def test_whoever_goes_elsewhere_has_another_way_forward() -> None:
    history = History()
    for name in "abc":
        history.been(Visit("queue", name))
    assert history.step(-1) == Visit("queue", "b")
    history.been(Visit("queue", "x"))  # seen on the way, no visit
    history.been(Visit("queue", "b"))
    history.been(Visit("queue", "d"))
    assert history.step(+1) is None
    assert history.step(-1) == Visit("queue", "b")
    history.been(Visit("queue", "b"))
    for n in range(2 * MOST):
        history.been(Visit("ticket", ticket=n))
    assert sum(1 for _ in iter(lambda: history.step(-1), None)) == MOST - 1


async def test_articles_are_found_by_their_words_and_read(desk: StoryDesk) -> None:
    for title, text in (("VPN error 809", "Open port 4500."), ("Badge printer", "Clean the head.")):
        desk.do("lea", k.draft(title, text))
    for (number,) in desk.all("select number from article order by number"):
        desk.do("lea", k.publish(number))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("g", "k")
        await ana.sees("Published articles", "VPN error 809", "Badge printer")
        await ana.writes("badge")
        await ana.sees_no("VPN error")
        await ana.press("enter")
        await ana.sees("Clean the head.")
        await ana.press("q")
        await ana.sees("Published articles")
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.queue)
