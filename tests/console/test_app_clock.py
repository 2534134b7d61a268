"""The page behind `x`, at a keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import pytest

from deskconsole.console.desk.source import Explanation
from deskconsole.console.screens.clock import ClockScreen
from deskconsole.core.instants import SECOND, Instant
from deskconsole.sla.facts import Fact
from tests.console import story
from tests.console.clock_story import LIFE, explanation, kept
from tests.console.driving import Driver, driving
from tests.console.fake_source import FakeSource

TICKET = 10398


def source() -> FakeSource:
    made = FakeSource()
    made.explanations = {TICKET: explanation()}
    return made


@asynccontextmanager
async def explaining(
    size: tuple[int, int] = (120, 40), *, of: FakeSource | None = None, **settings: Any
) -> AsyncIterator[Driver]:
    """The clocks of INC-10398 are on the screen."""
    async with driving(of or source(), size, **settings) as desk:
        await desk.press("j", "j", "j", "x")
        await desk.until(lambda: isinstance(desk.app.screen, ClockScreen))
        await desk.shows("INC-10398", "Answer")
        yield desk


def page(desk: Driver) -> ClockScreen:
    screen = desk.app.screen
    assert isinstance(screen, ClockScreen)
    return screen


async def test_the_clock_that_breaches_next_and_the_one_after_it() -> None:
    async with explaining() as desk:
        await desk.shows("Used 21m07s of 30m (70 %)", "tab next clock", "y copy", "q back", "same as yours")
        await desk.press("home", *["shift+tab"] * 2)
        await desk.shows("Used 5h36m24s of 8h00m (70 %)")


async def test_tab_goes_round_the_clocks_and_back_to_the_top() -> None:
    async with explaining((80, 24)) as desk:
        await desk.shows("[next response 2]")
        await desk.press("end")
        await desk.shows("What if")
        await desk.press("tab")
        await desk.shows("[OLA team ownership payroll]", "Used 3h02m07s of 10h00m")
        await desk.press("tab")
        await desk.shows("[UC vendor acme ✓]", "times in UTC, not yours")
        await desk.press("tab")
        await desk.shows("[resolution]")
        await desk.press("shift+tab")
        await desk.shows("[UC vendor acme ✓]")


async def test_it_scrolls_to_everything_and_q_and_escape_go_back() -> None:
    async with explaining((80, 24)) as desk:
        seen = desk.text()
        for _ in range(8):
            await desk.press("pagedown")
            seen += desk.text()
        for section in (
            "Answer",
            "Segments",
            "The same, drawn",
            "Why",
            "Versions and proof",
            "Layers",
            "Who had the ball",
        ):
            assert f"─ {section} ─" in seen
        assert "What if" in seen
        await desk.shows("lines 42–61 of 61")
        await desk.press("home", "j", "k")
        await desk.shows("lines 1–20 of 61")
        await desk.shows("─ Answer")
        await desk.press("q")
        await desk.until(lambda: desk.app.screen is desk.queue)
        await desk.press("x")
        await desk.shows("─ Answer")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.queue)
        assert "INC-10398" in desk.cursor_line()


async def test_each_second_it_ticks_and_paints_only_what_ticked() -> None:
    async with explaining((120, 40)) as desk:
        await desk.shows("Used 21m07s of 30m")
        before = desk.lines()
        desk.source.pass_time(1)
        page(desk).tick()
        await desk.shows("Used 21m08s of 30m", "Left 8m52s", "now 09:42:08", "09:42:08")
        changed = [n for n, (old, new) in enumerate(zip(before, desk.lines(), strict=True)) if old != new]
        assert 2 < len(changed) <= 8
        desk.source.pass_time(4 * 60)
        page(desk).tick()
        await desk.shows("▲ At risk since 09:45:00.", "[next response 2 ▲]")
        desk.source.pass_time(6 * 60)
        page(desk).tick()
        await desk.shows("◆ Breached 09:51:00, still running.", "[next response 2 ◆]")


async def test_what_somebody_else_does_is_there_at_once() -> None:
    async with explaining() as desk:
        await desk.shows("[next response 2]")
        answered = Fact(Instant(story.NOW - 60 * SECOND), "replied")
        desk.source.explanations[TICKET] = explanation(kept((*LIFE, answered)))
        desk.source.change(next(row for row in desk.source.rows if row.id == TICKET))
        await desk.shows("[next response 2 ✓]", "✓ Met Tue 14 Apr 09:41:07")
        assert isinstance(desk.app.screen, ClockScreen)


async def test_a_ticket_without_clocks_says_so_and_has_no_next_one() -> None:
    of = source()
    of.explanations[TICKET] = explanation(kept(agreements=[]))
    async with explaining(of=of) as desk:
        await desk.shows("No clock runs on this ticket")
        assert "next clock" not in desk.text()
        await desk.press("tab", "shift+tab", "y")
        await desk.shows("copy:", "k key", "t text")


async def test_the_page_is_copied_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explaining((80, 24)) as desk:
        copied: list[str] = []
        monkeypatch.setattr(desk.app, "copy_to_clipboard", copied.append)
        await desk.press("y", "t")
        await desk.shows("this page sent to the terminal’s clipboard")
        await desk.press("y", "k")
        await desk.until(lambda: len(copied) == 2)
        assert copied[1] == "INC-10398"
        for words in ("[next response 2]", "Payroll export stuck", "─ Answer", "─ What if", "resolve now"):
            assert words in copied[0]


async def test_help_knows_the_page_and_messages_open_from_it() -> None:
    async with explaining() as desk:
        await desk.press("question_mark")
        await desk.shows("Clock › Help", "tab", "y t", "this screen as text")
        await desk.press("escape", "M")
        await desk.shows("Clock › Messages")
        await desk.press("q", "q")
        await desk.until(lambda: desk.app.screen is desk.queue)
        await desk.press("question_mark")
        await desk.shows("x          explain")


async def test_a_ticket_that_is_gone_is_said_and_nothing_opens() -> None:
    async with driving(FakeSource()) as desk:
        await desk.press("x")
        await desk.shows("explain: that ticket is gone")
        assert desk.app.screen is desk.queue


async def test_on_an_empty_list_there_is_nothing_to_explain() -> None:
    async with driving(FakeSource([])) as desk:
        await desk.press("x")
        await desk.shows("explain: there is no ticket under the cursor")


class Slow(FakeSource):
    """Answers what a clock has to say only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = Event()
        self.asked = 0

    def explanation(self, ticket: int) -> Explanation | None:
        self.asked += 1
        self.let.wait(5)
        return explanation()


async def test_who_has_gone_elsewhere_meanwhile_is_left_alone() -> None:
    slow = Slow()
    async with driving(slow) as desk:
        await desk.press("j", "j", "j", "x", "x", "slash")
        await desk.until(lambda: slow.asked == 2 and desk.queue.chain() == "form")
        slow.let.set()
        await desk.press(*"is:op")
        await desk.shows("is:op")
        await desk.press("escape")
        await desk.pilot.pause(0.05)
        assert desk.app.screen is desk.queue


async def test_resized_it_is_laid_out_anew() -> None:
    async with explaining((160, 50)) as desk:
        await desk.shows("Payroll export stuck at 62 %   ▆P2")
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: all(len(line) <= 80 for line in desk.lines()))
        await desk.shows("[next response 2]")
        assert "…" not in desk.text()
