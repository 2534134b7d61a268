"""Maintenance and exclusions from the console: by name, asked in the same form as everything else."""

from __future__ import annotations

import pytest

from tests.stories.desk import LARGE, StoryDesk, sitting

pytestmark = pytest.mark.usefixtures("all_commands")


async def test_a_window_is_planned_in_a_form_that_says_nothing_of_a_ticket(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    async with sitting(desk, "lea", LARGE) as lea:
        await lea.press("colon")
        await lea.writes("maintenance.plan")
        await lea.press("enter")
        await lea.form("─ Plan maintenance", "required: title, begin, end")
        await lea.writes("Patch night")
        await lea.press("tab")
        await lea.writes("Sat 22:00")
        await lea.press("tab")
        await lea.writes("Sat 23:00")
        await lea.press("tab")
        await lea.sees("✗ what is it for? name a service")
        await lea.writes("vpn")
        await lea.sees_no("✗ what is it for?")
        assert "no clock changes" not in lea.text()
        await lea.commit()
        await lea.hears("✓ plan maintenance")
    assert desk.all("select id, service from maintenance") == [(1, 2)]
