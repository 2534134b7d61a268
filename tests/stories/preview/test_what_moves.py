"""A preview says which open clocks a desk file would move, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.preview.looking import asked, looks_at, whole


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_it_says_which_open_clocks_move_and_how(desk: StoryDesk, edited: Path, size: tuple[int, int]) -> None:
    running, done = desk.ticket(impact="1", urgency="2"), desk.ticket(impact="1", urgency="2")
    desk.do("ana", c.resolve(done, "fixed", "x"))
    desk.pass_("30m")
    before = desk.record()
    async with sitting(desk, "max", size) as mia:
        await asked(mia)
        await mia.sees("Queue › Preview", "Write the path of a desk file; enter looks at it.", "Nothing is written.")
        await looks_at(mia, "edited.toml")
        await mia.sees("─ Answer ─", "nothing has happened")
        page = await whole(mia)
        assert "2 open clocks looked at, 1 move: 1 are due earlier, 0 later or otherwise" in page
        assert "deskconsole desk apply edited.toml applies it" in page
        assert "~ agreement standard v1 → v2: existing keep → move, resolution P2 8h → 6h" in page
        assert f"{desk.number(running)} resolution standard 8h → 6h due 18:00 → 16:00" in page
        assert desk.number(done) not in page
        await mia.press("escape")
        await mia.until(lambda: mia.app.screen is mia.queue)
    assert desk.record() == before


async def test_what_would_break_at_once_says_so(desk: StoryDesk, edited: Path) -> None:
    late = desk.ticket(impact="1", urgency="2")
    desk.pass_("7h")
    desk.ticket(impact="1", urgency="2")
    async with sitting(desk, "max", LARGE) as mia:
        await asked(mia)
        await looks_at(mia, "edited.toml")
        await mia.sees("2 are due earlier (1 breached at once)")
        page = await whole(mia)
        assert f"◆ {desk.number(late)} resolution standard 8h → 6h due 18:00 → 16:00, breached at once" in page
        assert "due Wed 01:00 → 23:00" in page
        assert "23:00, breached" not in page
