"""`deskconsole keys`: the map, one's own file in it, and what is wrong with that."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.cli.main import main

FILE = """"ticket.hold" = "F4"
"app.quit" = "none"
"ticket.hlod" = "x"
"ticket.note" = "ctrl+s"
"app.jump" = "h"
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "deskconsole").mkdir()
    return tmp_path / "deskconsole" / "keys.toml"


def test_without_a_file_the_default_keys_hold(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys"]) == 0
    said = capsys.readouterr().out
    assert "| `app.jump` | `f` | jump |" in said
    assert said.endswith(f"yours: {own} is not there: the default keys hold\n")
    assert main(["keys", "--check"]) == 0


def test_what_is_yours_is_listed_and_what_is_wrong_is_named_by_line(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text(FILE)
    assert main(["keys"]) == 0
    yours = capsys.readouterr().out.partition("yours: ")[2].splitlines()
    assert yours[0] == f"{own}, preset default"
    assert [line.split() for line in yours[1:4]] == [
        ["app.quit", "Q", "→", "none"],
        ["app.jump", "f", "→", "h"],
        ["ticket.hold", "h", "→", "f4"],
    ]
    assert main(["keys", "--check"]) == 1
    problems = capsys.readouterr().out
    assert f"{own}:3: ticket.hlod: there is no such id, did you mean ticket.hold?" in problems
    assert f"{own}:4: ticket.note: “ctrl+s” never arrives: ctrl+s is flow control" in problems
    assert f"{own}:2: app.quit: has no key now, it stays in : and the palette" in problems
