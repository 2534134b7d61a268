"""The wall without a screen: the same words, and the same figures as data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deskconsole.cli.main import main
from tests.stories.desk import StoryDesk
from tests.stories.wall.walls import before_the_wall


async def test_it_prints_what_the_screen_shows(
    busy: StoryDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with before_the_wall(busy, size=(120, 40)) as ana:
        shown = [line.rstrip() for line in ana.lines() if line.strip()]
    busy.show_time()
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["show", "wall", "--me", "ana", "--store", str(busy.path)]) == 0
    printed = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
    body = [line.replace("▌", " ", 1).replace(" · O groups by team or customer", "") for line in shown[1:-1]]
    assert [line.replace("─", "").split() for line in printed] == [line.replace("─", "").split() for line in body]


def told(desk: StoryDesk, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    assert main(["show", "wall", "--format", "json", *more, "--store", str(desk.path)]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_as_data_it_has_a_row_for_each_figure(busy: StoryDesk, capsys: pytest.CaptureFixture[str]) -> None:
    busy.show_time()
    rows = told(busy, capsys, "--by", "customer")
    assert (rows[0]["part"], rows[0]["count"], rows[0]["breached"], rows[0]["at_risk"]) == ("wall", 5, 1, 2)
    groups = [(row["of"], row["breached"], row["at_risk"], row["ticket"]) for row in rows if row["part"] == "customer"]
    assert groups == [("acme", 1, 0, "INC-10001"), ("civita", 0, 2, "INC-10002")]
    assert [row["count"] for row in rows if row["part"] == "breaches"] == [*[0] * 22, 1, 0]
    assert {(row["of"], row["count"]) for row in rows if row["part"] == "today"} == {
        ("new", 5), ("resolved", 0), ("breached", 1)
    }  # fmt: skip
    load = {row["of"]: (row["count"], row["breached"], row["status"]) for row in rows if row["part"] == "load"}
    assert load["net"] == (1, 1, None)
    assert load["ben"] == (0, 0, "call")
    assert load[None] == (3, 0, None)


def test_a_filter_narrows_it_and_what_is_no_group_is_named(busy: StoryDesk, capsys: pytest.CaptureFixture[str]) -> None:
    busy.show_time()
    assert [row["of"] for row in told(busy, capsys, "--filter", "customer:civita") if row["part"] == "service"] == [
        "vpn", "mail"
    ]  # fmt: skip
    assert main(["show", "wall", "--by", "servce", "--store", str(busy.path)]) == 2
    assert "not by “servce”; nearest is service" in capsys.readouterr().err
    assert main(["show", "wall", "--me", "nobody", "--store", str(busy.path)]) != 0
    assert "there is no operator nobody" in capsys.readouterr().err
    assert main(["show", "wall", "--at", "2026-04-14", "--store", str(busy.path)]) == 2
    assert "as it stands now" in capsys.readouterr().err
