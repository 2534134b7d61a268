"""The door itself: help, versions, exit codes, stores that are not there, readers who leave."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deskconsole import __version__
from deskconsole.cli.main import COMMANDS, main
from tests.features.desks import Door

ROOT = Path(__file__).parents[2]


def program(*argv: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        [sys.executable, "-m", "deskconsole", *argv], capture_output=True, text=True, env=environment, check=False
    )


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"deskconsole {__version__}\n"
    for words in (["--help"], ["-h"], ["help"]):
        assert main(words) == 0
        out = capsys.readouterr().out
        assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", ["show", "do", "import", "desk", "engine", "init", "journal"])
def test_every_command_has_help_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert "examples" in capsys.readouterr().out


def test_a_misspelt_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shwo"]) == 2
    assert "there is no command “shwo”; did you mean “show”?" in capsys.readouterr().err


def test_a_store_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = Door(tmp_path / "no.db", capsys)
    for words in (["show", "queue"], ["do", "note", "INC-1", "--text", "x"], ["engine", "--once"], ["desk", "export"]):
        said = missing(*words)
        assert (said.code, "there is no store at" in said.err) == (4, True)
        assert "deskconsole init" in said.err
    assert not (tmp_path / "no.db").exists()
    (tmp_path / "bad.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    said = Door(tmp_path / "bad.db", capsys)("show", "queue")
    assert (said.code, "Traceback" in said.err) == (5, False)
    (tmp_path / "empty.db").touch()
    said = Door(tmp_path / "empty.db", capsys)("show", "queue")
    assert (said.code, "holds no desk yet" in said.err) == (5, True)
    assert main(["show", "queue", "--store", "mysql://x"]) == 2
    assert "write a path, sqlite:///path or postgresql://" in capsys.readouterr().err


def test_init_makes_a_desk_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = Door(tmp_path / "deep" / "desk.db", capsys)
    assert new("init", "--clock", "2016-04-05T09:00Z").code == 0
    store = new.store()
    assert (store.time.simulated, store.time.speed) == (True, 0)
    said = new("init")
    assert (said.code, "exists already; nothing was changed" in said.err) == (5, True)
    assert new("do", "new", "--title", "works").code == 0
    for text in ("soon", "2016-04-05T09:00Z+x", "2016-04-05T09:00Z+60"):
        said = Door(tmp_path / "other.db", capsys)("init", "--clock", text)
        assert (said.code, "write 2016-04-05T09:00Z, …Z+ or …Z+x60" in said.err) == (2, True)
        assert not (tmp_path / "other.db").exists()


def test_init_with_a_desk_file_that_is_wrong_leaves_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "desk.toml").write_text('[desk]\nnmae = "x"\n')
    said = Door(tmp_path / "desk.db", capsys)("init", "--desk", tmp_path / "desk.toml")
    assert (said.code, "nearest is name" in said.err) == (2, True)
    assert not (tmp_path / "desk.db").exists()


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    store = str(tmp_path / "desk.db")
    assert program("init", "--store", store).returncode == 0
    assert program("do", "new", "--store", store, "--title", "x").returncode == 0
    command = f"{sys.executable} -m deskconsole show queue --store {store} --format csv | true; echo ${{PIPESTATUS[0]}}"
    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert said.stdout.strip() in ("0", "141")
    assert said.stderr == ""


def test_the_store_is_found_by_the_environment(tmp_path: Path) -> None:
    store = str(tmp_path / "desk.db")
    assert program("init", DESKCONSOLE_STORE=store).returncode == 0
    assert program("show", "queue", DESKCONSOLE_STORE=store).returncode == 0
    assert program("show", "queue", XDG_DATA_HOME=str(tmp_path), DESKCONSOLE_STORE="").returncode == 4


def test_output_is_text_of_any_kind_also_where_the_terminal_knows_only_ascii(tmp_path: Path) -> None:
    store = str(tmp_path / "desk.db")
    program("init", "--store", store)
    program("do", "new", "--store", store, "--title", "größer ✓")
    said = program("show", "queue", "--store", store, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (said.returncode, "Traceback" in said.stderr) == (0, False)
