"""A desk whose rules propose a room where many tickets of a service break."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import copied, made
from tests.features.war_room.worlds import FILE
from tests.stories.desk import START, StoryDesk


@pytest.fixture(scope="session")
def crisis_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("crisis"), FILE, START)


@pytest.fixture
def crisis(crisis_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    desk = StoryDesk(copied(crisis_template, tmp_path / "crisis.db"), START)
    yield desk
    desk.store.close()
