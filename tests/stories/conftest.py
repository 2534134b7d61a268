"""The template of the stories' desk is made once a run; each story works in a copy of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import copied, made
from tests.stories.desk import FILE, START, StoryDesk


@pytest.fixture(scope="session")
def story_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("stories"), FILE, START)


@pytest.fixture
def desk(story_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    desk = StoryDesk(copied(story_template, tmp_path / "desk.db"), START)
    yield desk
    for reading in [thread for thread in threading.enumerate() if thread.name.startswith("reads")]:
        reading.join()  # the last look of a console that is closed: a store must not go away under it
    desk.store.close()
