"""A war room on the screen: keys and the mouse move in each section by itself."""

from __future__ import annotations

from deskconsole.console.screens.room import RoomScreen
from tests.console import room_story
from tests.console.driving import driving
from tests.console.fake_source import FakeSource
from tests.driver import Driver


def source() -> FakeSource:
    made = FakeSource()
    made.seconds = 24 * 60 + 23
    made.rooms.heads = [room_story.HEAD]
    made.rooms.situations = {3: room_story.situation()}
    return made


async def opened(seat: Driver) -> RoomScreen:
    await seat.press("g", "r")
    await seat.shows("WR-3")
    await seat.press("enter")
    await seat.shows("60 tickets, by time to breach")
    assert isinstance(seat.app.screen, RoomScreen)
    return seat.app.screen


async def test_keys_move_the_cursor_page_by_page_and_to_either_end() -> None:
    async with driving(source(), (160, 50)) as seat:
        room = await opened(seat)
        await seat.press("end")
        await seat.shows("▌  1h19m", " of 60")
        assert room.looked.cursor == 59
        await seat.press("pageup", "home", "j", "j", "k")
        assert room.looked.cursor == 1
        await seat.press("tab")
        assert room.looked.part == "Orders"
        await seat.press("down", "shift+tab", "2")
        assert (room.looked.part, room.looked.cursor) == ("Roles", 1)


async def test_a_click_is_what_stands_below_it_and_the_wheel_scrolls_there() -> None:
    async with driving(source(), (160, 50)) as seat:
        room = await opened(seat)
        tickets = room.drawn.of("Tickets")
        tasks = room.drawn.of("Tasks")
        assert tickets is not None
        assert tasks is not None
        above = room.page.region.y
        await seat.pilot.click(offset=(tickets.x + 5, above + tickets.y + 3))
        assert (room.looked.part, room.looked.cursor) == ("Tickets", 3)
        await seat.pilot.click(offset=(tasks.x + 5, above + tasks.y + 1))
        assert (room.looked.part, room.looked.cursors["Tasks"]) == ("Tasks", 1)


async def test_letters_stand_on_sections_and_items() -> None:
    async with driving(source(), (120, 40)) as seat:
        room = await opened(seat)
        spots = room.spots()
        assert len(spots) > len(room.drawn.places)
        await seat.press("f")
        await seat.shows("jump:")
        await seat.press("escape")
