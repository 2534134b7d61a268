"""What is imported before the first page is on the screen: every module there is a wait for whoever has opened it."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOOK = """
import sys
from deskconsole.console.desk import live
from deskconsole.console.painting import themes, wardrobe
from deskconsole.console.terminal import prepaint
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def imported() -> list[str]:
    return subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("late", ["textual", "sqlalchemy", "sqlmodel", "pydantic", "pendulum", "apscheduler", "orjson"])
def test_the_first_page_waits_for_no_library(imported: list[str], late: str) -> None:
    assert late not in imported


@pytest.mark.parametrize("late", ["events", "commands"])
def test_nor_for_what_only_changes_things(imported: list[str], late: str) -> None:
    assert not [name for name in imported if name.startswith("deskconsole.features.") and late in name.split(".")]


def test_it_has_been_looked_at_the_right_place(imported: list[str]) -> None:
    assert {"deskconsole.console.terminal.prepaint", "deskconsole.features.tickets.views"} <= set(imported)
