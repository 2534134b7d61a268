"""The desk that escalates, with a list of who is on call; its template is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.desks import made
from tests.features.escalation.worlds import FILE

ON_CALL = """
[[on_call]]
who = "ben"
team = "emea"
from = 2026-03-03T18:00:00
until = 2026-03-04T02:00:00

[[on_call]]
who = "ana"
team = "emea"
from = 2026-03-04T04:00:00
until = 2026-03-20T06:00:00
"""


SHIFTS = """
[shifts.early]
team = "emea"
hours = "06:00-14:00"
rotation = ["ben", ["ana", "mia"]]
turn = "day"
anchor = 2026-03-02
lead = ["ben", "mia"]

[shifts.late]
hours = "14:00-20:00"
people = ["sofia"]

[shifts.night]
team = "emea"
hours = "20:00-02:00"
people = ["ana"]
layer = "primary"
"""


@pytest.fixture(scope="session")
def foretold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("foretold") / "desk.toml"
    path.write_text(FILE.read_text("utf-8") + ON_CALL, "utf-8")
    return path


@pytest.fixture(scope="session")
def foretold_template(foretold_file: Path) -> Path:
    return made(foretold_file.parent, foretold_file)


@pytest.fixture(scope="session")
def rostered_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same desk, with shifts in place of the list."""
    folder = tmp_path_factory.mktemp("rostered")
    path = folder / "desk.toml"
    path.write_text(FILE.read_text("utf-8") + SHIFTS, "utf-8")
    return made(folder, path)
