"""The cursor keeps its ticket when the window changes."""

from __future__ import annotations

from functools import partial

from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting


def _fits(seat: Seat, width: int) -> bool:
    return all(len(line) <= width for line in seat.lines())


async def test_the_cursor_keeps_its_ticket_when_the_window_changes(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(30)]
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(tickets[25])
        for size in (SMALL, MEDIUM, LARGE, (40, 10)):
            await ana.pilot.resize_terminal(*size)
            await ana.until(partial(_fits, ana, size[0]))
            await ana.until(lambda: "▌" in ana.row(tickets[25]))
