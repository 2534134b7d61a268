"""The page of my shift prints without a screen."""

from __future__ import annotations

import json

import pytest

from deskconsole.cli.main import main
from deskconsole.features.tickets import commands as c
from tests.stories.desk import StoryDesk


def test_the_page_prints_without_a_screen(
    desk: StoryDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # narrower pages leave the words out
    ticket = desk.ticket("Label printer jammed")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.receive(ticket, "Still jammed."))
    desk.show_time()
    assert main(["show", "shift", "--me", "ana", "--store", str(desk.path)]) == 0
    assert "Still jammed." in capsys.readouterr().out
    assert main(["show", "shift", "--me", "ana", "--format", "json", "--store", str(desk.path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["part"], row["ticket"], row["words"]) for row in told] == [
        ("answered", "INC-10001", "Still jammed."), ("given", "INC-10001", "you took it"),
    ]  # fmt: skip
    assert main(["show", "shift", "--store", str(desk.path)]) == 2
    assert "whose shift?" in capsys.readouterr().err
