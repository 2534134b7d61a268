"""Escape leaves a form and keeps what was typed."""

from __future__ import annotations

from tests.stories.desk import SMALL, StoryDesk, sitting


async def test_escape_leaves_a_form_and_keeps_what_was_typed(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("s", "r")
        await ana.form()
        await ana.press("f", "tab")
        await ana.writes("a driv")
        await ana.press("escape")
        await ana.hears("nothing has happened; what you typed is kept")
        assert ana.footer().startswith("n new")
        await ana.press("s", "r")
        await ana.form("a driv")
        await ana.press("tab", "end")
        await ana.writes("er")
        await ana.commit()
        await ana.hears("✓ INC-10001 resolved")
    assert desk.row(ticket).cause == "a driver"
