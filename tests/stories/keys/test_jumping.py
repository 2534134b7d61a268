"""Letters on every target: rows, views, keys in the footer, sections; the next letter goes there."""

from __future__ import annotations

from deskconsole.console.labels import LETTERS, labels
from deskconsole.console.screens.jumping import Jump
from tests.stories.desk import MEDIUM, SMALL, Seat, StoryDesk, sitting


def jump(seat: Seat) -> Jump:
    screen = seat.app.screen
    assert screen.jump is not None  # type: ignore[attr-defined]
    return screen.jump  # type: ignore[attr-defined,no-any-return]


def letters_on(seat: Seat, words: str) -> str:
    """The letters that stand right before some words, or on their beginning."""
    x, y = [(line.index(words), y) for y, line in enumerate(seat.lines()) if words in line][-1]
    found = {spot.x: label for label, spot in jump(seat)._spots.items() if spot.y == y and spot.x <= x}
    return found[max(found)]


async def test_a_row_is_a_letter_away(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(9)]
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("f")
        await ana.sees("jump:  a letter goes there")
        y = next(y for y, line in enumerate(ana.lines()) if desk.number(tickets[6]) in line)
        label = next(label for label, spot in jump(ana)._spots.items() if (spot.x, spot.y) == (0, y))
        assert ana.lines()[y].startswith(label)
        await ana.press(*label)
        await ana.until(lambda: ana.queue.grid.row and ana.queue.grid.row.id == tickets[6])
        await ana.sees_no("jump:")


async def test_a_view_and_a_key_of_the_footer_are_too(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("f")
        await ana.press(*letters_on(ana, "Mine"))
        await ana.sees("Queue › Mine")
        await ana.press("1")
        await ana.sees("[1 All 1]")
        await ana.press("f")
        await ana.press(*letters_on(ana, " state "))
        await ana.sees("state of INC-10001:  w in work")
        await ana.press("w")
        await ana.hears("INC-10001")
    assert desk.row(1).state == "open"


async def test_any_other_key_ends_it_and_does_nothing_else(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        for key in ("escape", "1", "enter"):
            await ana.press("f")
            await ana.sees("jump:")
            await ana.press(key)
            await ana.sees_no("jump:")
            assert ana.app.screen is ana.queue
            assert not ana.queue.query(".jump-label")
    assert desk.row(ticket).owner is None


async def test_in_a_ticket_to_its_sections_and_back_into_what_is_being_written(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("i")
        await ana.writing("Note on INC-10001")
        await ana.writes("restarted")
        await ana.press("tab")
        await ana.until(lambda: ana.workspace.chain() == "ticket")
        await ana.press("f")
        await ana.press(*letters_on(ana, " Ticket ─"))
        assert ana.workspace.side.has_focus
        await ana.press("f")
        area = ana.workspace.text.area.region
        label = next(label for label, spot in jump(ana)._spots.items() if (spot.x, spot.y) == (area.x, area.y))
        await ana.press(*label)
        await ana.until(lambda: ana.workspace.text.area.has_focus)
        assert ana.workspace.text.text == "restarted"


def test_no_label_begins_another_and_few_have_one_letter() -> None:
    for many in (1, 26, 27, 60, 400, 676):
        made = labels(many)
        assert len(set(made)) == many
        assert not [one for one in made for other in made if one != other and other.startswith(one)]
    assert labels(26) == list(LETTERS)
