"""The stories' desk with an escalation of three steps, and a lead whose mail falls back on SMS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import copied, made
from tests.stories.alarms.alarming import FILE_TEXT
from tests.stories.desk import START, StoryDesk


@pytest.fixture(scope="session")
def alarming_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alarming")
    (folder / "desk.toml").write_text(FILE_TEXT, "utf-8")
    return made(folder, folder / "desk.toml", START)


@pytest.fixture
def desk(alarming_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    desk = StoryDesk(copied(alarming_template, tmp_path / "desk.db"), START)
    yield desk
    desk.store.close()
