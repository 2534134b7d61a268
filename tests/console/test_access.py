"""The same console for other eyes and hands: density, motion, the mouse, no colour, ASCII."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from textual.events import MouseScrollDown

from deskconsole.console.screens.clock import ClockScreen
from deskconsole.console.screens.pages import HelpScreen
from deskconsole.console.terminal.clicking import key_at
from tests.console.clock_story import explanation
from tests.console.driving import Driver, driving
from tests.console.fake_source import FakeSource


def found(desk: Driver, words: str) -> tuple[int, int]:
    """Where these words begin on the screen."""
    for y, line in enumerate(desk.lines()):
        if words in line:
            return line.index(words), y
    raise AssertionError(f"no {words} on the screen:\n{desk.text()}")


async def click(desk: Driver, words: str, right: int = 0) -> None:
    x, y = found(desk, words)
    await desk.pilot.click(offset=(x + right, y))


# The mouse.


async def test_a_click_moves_the_cursor_and_again_opens() -> None:
    async with driving() as desk:
        await click(desk, "INC-10379")
        assert "INC-10379" in desk.cursor_line()
        await click(desk, "INC-10379")
        await desk.shows("Conversation", "INC-10379")


async def test_the_wheel_scrolls_and_the_cursor_stays_on_its_ticket() -> None:
    async with driving() as desk:
        x, y = found(desk, "INC-10379")
        await desk.pilot._post_mouse_events([MouseScrollDown], offset=(x, y))
        await desk.until(lambda: "INC-10442 " not in "".join(desk.lines()[3:18]))
        assert desk.queue.grid.row is not None
        assert desk.queue.grid.row.number == "INC-10442"
        await desk.press("j")
        assert "INC-10461" in desk.cursor_line()


async def test_a_key_in_the_footer_is_that_key() -> None:
    async with driving() as desk:
        await click(desk, "m take", right=3)
        await desk.until(lambda: bool(desk.source.done))
        await click(desk, "? help")
        await desk.until(lambda: isinstance(desk.app.screen, HelpScreen))


async def test_a_click_on_what_was_found_does_it() -> None:
    async with driving() as desk:
        await desk.press("ctrl+p", *"held")
        await desk.shows("view: state:held")
        await click(desk, "view: state:held")
        await desk.shows("Queue › Held")


async def test_a_leader_in_the_footer_waits_for_a_click_on_the_line_above() -> None:
    async with driving() as desk:
        await click(desk, "s state")
        await desk.shows("state of INC-10442:  r resolve")
        await click(desk, "r resolve")
        await desk.shows("─ Resolve INC-10442")


async def test_a_view_is_a_tab_and_the_filter_a_field() -> None:
    async with driving() as desk:
        await click(desk, "2 Mine", right=2)
        await desk.shows("Queue › Mine", "[2 Mine 5 ◆1]")
        await click(desk, "/ owner:ana")
        assert desk.queue.filter_bar.typing


def test_words_belong_to_the_key_left_of_them_and_gaps_to_none() -> None:
    line = [(" ", ""), ("n", "key"), (" new", ""), ("  ", ""), ("^g", "key"), (" hold 6", ""), ("     ", "")]
    assert [key_at(line, x) for x in (0, 1, 4, 6, 8, 15, 18)] == ["", "n", "n", "", "^g", "^g", ""]


# Density.


async def test_airy_rows_have_a_blank_line_below_them() -> None:
    async with driving(density="airy") as desk:
        rows = [y for y, line in enumerate(desk.lines()) if "INC-1" in line[:30] and "─" not in line[:3]]
        assert rows == list(range(4, 20, 2))
        assert all(not desk.lines()[y + 1].strip() for y in rows[:-1])
        await desk.press("pagedown")
        assert "INC-10455" in desk.cursor_line()
        await desk.press("end")
        assert "INC-10311" in desk.cursor_line()
        await click(desk, "INC-10343")
        assert "INC-10343" in desk.cursor_line()
        await desk.press("home")
        assert "INC-10442" in desk.cursor_line()


async def test_airy_rows_tick_in_their_own_lines() -> None:
    async with driving(density="airy") as desk:
        await desk.seconds(60)
        y = found(desk, "INC-10468")[1]
        assert desk.lines()[y][2:9] == "▲   10m"


# Motion.


async def test_without_motion_only_the_last_ten_minutes_move() -> None:
    async with driving(motion="none") as desk:
        await desk.shows("ana  09:42\n")
        before = desk.lines()
        await desk.seconds(7)
        moved = [line for old, line in zip(before, desk.lines(), strict=True) if old != line]
        assert moved
        assert all("INC-10398" in line for line in moved), moved
        await desk.seconds(60)
        await desk.shows("ana  09:43\n", "▲ 9m53s", "▲   30m")


async def test_without_motion_an_explained_clock_stands_until_the_minute_turns() -> None:
    source = FakeSource()
    source.explanations = {10398: explanation()}
    async with driving(source, (120, 40), motion="none") as desk:
        await desk.press("j", "j", "j", "x")
        await desk.until(lambda: isinstance(desk.app.screen, ClockScreen))
        await desk.shows("Used 21m07s")
        screen = desk.app.screen
        assert isinstance(screen, ClockScreen)
        assert not screen._calm()  # due in 8m53s
        source.pass_time(1)
        screen.tick()
        await desk.shows("Used 21m08s")


# Colour.


def sent_by(desk: Driver) -> str:
    """What a terminal would get for the whole screen, with all it needs for colours."""
    console = Console(force_terminal=True, color_system="truecolor", file=StringIO(), width=desk.app.size.width)
    strips = desk.app.screen._compositor.render_update(full=True)
    console.print(strips, end="")
    return str(console.file.getvalue())  # type: ignore[attr-defined]


@pytest.mark.parametrize("keys", [(), ("n",), ("slash",), ("colon",), ("question_mark",), ("d",), ("space", "j")])
async def test_without_colour_no_screen_sends_any(keys: tuple[str, ...]) -> None:
    async with driving(colour=False) as desk:
        await desk.press(*keys)
        await desk.pilot.pause()
        sent = sent_by(desk)
        assert "\x1b[1" in sent  # weight is left
        assert "38;" not in sent
        assert "48;" not in sent
