"""The template of the stories' desk is made once a run; each story works in a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole import world
from tests.features.desks import copied, made
from tests.stories import desk as stories
from tests.stories.desk import FILE, START, StoryDesk


@pytest.fixture(scope="session")
def story_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("stories"), FILE, START)


@pytest.fixture
def desk(story_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    desk = StoryDesk(copied(story_template, tmp_path / "desk.db"), START)
    yield desk
    desk.store.close()


@pytest.fixture
def all_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The console knows every command that people carry out."""
    monkeypatch.setattr(stories, "KNOWN", world.offered())
