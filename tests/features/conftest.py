"""The template of the test desk is made once a run; each test works in a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import TestDesk, copied, made


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    made = TestDesk(copied(desk_template, tmp_path / "desk.db"))
    yield made
    made.store.close()
