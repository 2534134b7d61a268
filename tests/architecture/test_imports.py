"""What a command does not need is not imported: a cold start is what people wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.features.desks import founded

ROOT = Path(__file__).parents[2]
HEAVY = ("textual", "sqlalchemy", "sqlmodel", "pydantic", "alembic", "apscheduler", "pendulum", "holidays", "rich",
         "icalendar", "recurring_ical_events")  # fmt: skip
_RUN = """
import io, sys, contextlib
from deskconsole.cli.main import main
with contextlib.redirect_stdout(io.StringIO()):
    code = main({argv!r})
print(code, *sorted({{name.partition(".")[0] for name in sys.modules}} & set({heavy!r})))
"""


def imported(argv: list[str]) -> tuple[str, set[str]]:
    """The exit code of a run, and which of the heavy packages it brought in."""
    said = subprocess.run(
        [sys.executable, "-c", _RUN.format(argv=argv, heavy=HEAVY)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    code, *names = said.stdout.split()
    return code, set(names)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(founded(tmp_path_factory.mktemp("cold"), "2016-04-05T09:00Z"))


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["no-such-command"]])
def test_version_and_help_import_nothing_heavy(argv: list[str]) -> None:
    assert imported(argv)[1] == set()


@pytest.mark.parametrize("argv", [["maintenance", "list"], ["exclusion", "list"]])
def test_lists_import_neither_textual_nor_an_orm_nor_calendars(store: str, argv: list[str]) -> None:
    assert imported([*argv, "--store", store, "--format", "csv"]) == ("0", set())


@pytest.mark.parametrize("what", ["queue", "stats"])
def test_looking_imports_neither_textual_nor_an_orm(store: str, what: str) -> None:
    code, names = imported(["show", what, "--store", store, "--format", "csv"])
    assert (code, names) == ("0", set())


def test_a_report_imports_neither_textual_nor_an_orm(store: str) -> None:
    report = ["sla", "report", "--store", store, "--month", "2016-03"]
    assert imported([*report, "--format", "csv"]) == ("0", set())
    assert imported(report) == ("0", {"rich"})


def test_a_table_needs_rich_and_nothing_else(store: str) -> None:
    assert imported(["show", "queue", "--store", store]) == ("0", {"rich"})


def test_a_command_imports_neither_textual_nor_an_orm(store: str) -> None:
    code, names = imported(["do", "new", "--store", store, "--title", "cold"])
    assert code == "0"
    assert names & {"textual", "sqlalchemy", "sqlmodel", "alembic", "apscheduler"} == set()
