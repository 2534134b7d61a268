"""A desk with a rule that proposes rooms; its template is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import TestDesk, copied, made
from tests.features.war_room.worlds import FILE


@pytest.fixture(scope="session")
def rooms_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("rooms"), FILE)


@pytest.fixture
def desk(rooms_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    desk = TestDesk(copied(rooms_template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()
