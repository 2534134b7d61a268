"""A desk that escalates; its template is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import TestDesk, copied, made
from tests.features.escalation.worlds import FILE


@pytest.fixture(scope="session")
def escalating_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("escalating"), FILE)


@pytest.fixture
def desk(escalating_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    desk = TestDesk(copied(escalating_template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()
