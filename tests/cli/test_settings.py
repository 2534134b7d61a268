"""`deskconsole settings`, and what commands make of a config.toml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskconsole.cli.main import main
from deskconsole.settings.table import SETTINGS
from tests.features.desks import Door, TestDesk


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DESKCONSOLE_CONFIG", "")  # what --config leaves behind goes with the test
    file = tmp_path / "deskconsole" / "config.toml"
    file.parent.mkdir()
    return file


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    return code, *capsys.readouterr()


def test_show_tells_where_each_value_comes_from(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text('theme = "day"\nmouse = false\n', "utf-8")
    monkeypatch.setenv("DESKCONSOLE_THEME", "coral")
    monkeypatch.setenv("EDITOR", "ed")
    code, out, _ = run(capsys, "settings", "show", "--format", "json")
    told = {each["key"]: (each["value"], each["from"]) for each in json.loads(out)}
    assert code == 0
    assert told["theme"] == ("coral", "$DESKCONSOLE_THEME")
    assert told["mouse"] == (False, f"{config}:2")
    assert told["editor"] == ("ed", "$EDITOR")
    assert told["density"] == ("compact", "default")
    assert list(told) == [each.key for each in SETTINGS]


def test_what_show_prints_as_toml_says_the_same_again(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text('theme = "day"\nmessage_time = "90s"\nmouse = false\neditor = "a \\"b\\""', "utf-8")
    _, printed, _ = run(capsys, "settings", "show", "--format", "toml")
    other = config.with_name("other.toml")
    other.write_text(printed, "utf-8")
    _, before, _ = run(capsys, "settings", "show", "--format", "jsonl")
    _, after, _ = run(capsys, "settings", "show", "--config", str(other), "--format", "jsonl")
    values = [[json.loads(line)["value"] for line in text.splitlines()] for text in (before, after)]
    assert values[0] == values[1]
    assert "day" in values[0]


def test_check_names_what_is_wrong(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "settings", "check")[:2] == (0, f"{config} is not there: the defaults hold\n")
    config.write_text('store = "desk.db"\ntheme = "cobalt"', "utf-8")
    assert run(capsys, "settings", "check")[:2] == (0, f"{config}: nothing is wrong; it sets store, theme\n")
    config.write_text('theme = "nite"\nkeys_file = "gone.toml"', "utf-8")
    code, out, err = run(capsys, "settings", "check")
    assert (code, out) == (2, "")
    assert f"{config}:1: theme: there is no theme “nite”; nearest is night" in err
    assert f"{config}:2: keys_file: there is no file {config.with_name('gone.toml')}" in err
    config.write_text('teme = "day"', "utf-8")
    assert run(capsys, "settings", "check")[2] == f"deskconsole: {config}:1: teme: no key “teme”; nearest is theme\n"


def test_nothing_runs_on_half_of_what_was_meant(
    desk: TestDesk, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(f'store = "{desk.path}"\nteme = "day"', "utf-8")
    code, out, err = run(capsys, "show", "queue")
    assert (code, out) == (2, "")
    assert f"{config}:2: teme: no key “teme”; nearest is theme" in err


def test_commands_work_on_the_store_of_the_file_as_who_it_says(
    desk: TestDesk, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = config.with_name("emea.toml")
    other.write_text(f'store = "{desk.path}"\nas = "ana"', "utf-8")
    assert run(capsys, "do", "new", "--title", "by file", "--config", str(other))[0] == 0
    code, out, _ = run(capsys, "--config", str(other), "journal", "show", "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["actor"] for line in lines if line["kind"] == "ticket.created"] == ["ana"]


def test_a_flag_beats_the_file(desk_door: Door, config: Path) -> None:
    config.write_text('store = "/nowhere/desk.db"', "utf-8")
    assert desk_door("show", "queue").code == 0


def test_a_theme_that_is_not_there_is_named_before_anything_opens(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, _, err = run(capsys, "console", "--store", str(desk.path), "--as", "ana", "--theme", "nite")
    assert (code, err) == (2, "deskconsole: --theme: there is no theme “nite”; nearest is night\n")
