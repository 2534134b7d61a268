"""A desk with shifts; its template is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import TestDesk, copied, made
from tests.features.rosters.worlds import SHIFTS, TEXT


@pytest.fixture(scope="session")
def rostered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rosters")
    path = folder / "desk.toml"
    path.write_text(TEXT + SHIFTS, "utf-8")
    return made(folder, path)


@pytest.fixture
def house(rostered: Path, tmp_path: Path) -> Iterator[TestDesk]:
    """Monday 9 March 2026, ten in Berlin: ana, ben and mia are on until two, then eli."""
    made = TestDesk(copied(rostered, tmp_path / "rostered.db"))
    made.pass_("6d")
    yield made
    made.store.close()
