"""The figures of the day as they are looked at: what came, went and broke, what is oldest; and without a screen."""

from __future__ import annotations

import json

import pytest

from deskconsole.cli.main import main
from deskconsole.console.screens.figures import FiguresScreen
from deskconsole.core.instants import DAY
from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


@pytest.fixture
def busy(desk: StoryDesk) -> StoryDesk:
    """One from yesterday; of today a P1 that is late, one that was resolved, and one that has time."""
    desk.ticket("Badge readers offline", impact="2", urgency="2")
    desk.clock.passed += DAY
    desk.ticket("VPN gateway drops all sessions", service="vpn", impact="1", urgency="1", customer="acme")
    done = desk.ticket("Mailbox is slow", service="mail", impact="2", urgency="2", customer="acme")
    desk.ticket("[urgent] Outlook", service="mail", impact="1", urgency="2", customer="civita")
    desk.do("ana", c.resolve(done, "fixed", "quota"))
    desk.pass_("27m")
    desk.tick()
    return desk


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_g_f_shows_the_day_by_priority_and_what_is_oldest(busy: StoryDesk, size: tuple[int, int]) -> None:
    async with sitting(busy, "ana", size) as ana:
        await ana.press("g")
        await ana.hears("go to:", *(["f figures"] if size != SMALL else []))  # which has no room for all of them
        await ana.press("f")
        await ana.sees("Figures ›", "─ Today ─", "─ Oldest open ─", "INC-10001")
        assert isinstance(ana.app.screen, FiguresScreen)
        await ana.press("q")
        await ana.sees("Queue ›")


async def test_it_is_read_anew_when_something_happens(busy: StoryDesk) -> None:
    async with sitting(busy, "ana", MEDIUM) as ana:
        await ana.press("g", "f")
        await ana.sees("all             3         1")
        busy.ticket("Another one", impact="2", urgency="2")
        await ana.sees("all             4         1")


def test_without_a_screen_it_says_the_same_and_as_data_a_row_a_figure(
    busy: StoryDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy.show_time()
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["show", "figures", "--store", str(busy.path)]) == 0
    page = capsys.readouterr().out
    assert "  all             3         1" in page
    assert "INC-10001  Badge readers offline, nobody owns it" in page
    assert main(["show", "figures", "--format", "json", "--store", str(busy.path)]) == 0
    rows = json.loads(capsys.readouterr().out)
    today = {row["of"]: (row["new"], row["resolved"], row["open"]) for row in rows if row["part"] == "today"}
    assert today == {"P1": (1, 0, 1), "P2": (1, 0, 1), "P3": (1, 1, 1), "P4": (0, 0, 0), "P5": (0, 0, 0)}
    assert [row["of"] for row in rows if row["part"] == "oldest"] == ["INC-10001", "INC-10002", "INC-10004"]


def test_who_works_for_one_team_sees_theirs_and_nothing_of_the_whole_desk(
    busy: StoryDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    busy.show_time()
    assert main(["show", "figures", "--me", "net", "--format", "json", "--store", str(busy.path)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["part"] for row in rows} == {"today", "oldest"}
    assert [row["new"] for row in rows if row["part"] == "today"] == [1, 0, 0, 0, 0]
    assert [row["of"] for row in rows if row["part"] == "oldest"] == ["INC-10002"]
