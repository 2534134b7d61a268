"""A desk of an agreement of its own, and its file, which somebody edits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.conftest import desk_template
from tests.features.desks import FILE, START, copied
from tests.stories.desk import StoryDesk
from tests.stories.preview.looking import STANDARD, TARGETS

__all__ = ["desk_template"]


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    made = StoryDesk(copied(desk_template, tmp_path / "desk.db"), START)
    yield made
    made.store.close()


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk file beside the one who sits there, in which P2 is to be resolved within six hours, also what is open."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "edited.toml"
    text = FILE.read_text().replace(TARGETS, TARGETS.replace("8h", "6h"))
    path.write_text(text.replace(STANDARD, f'{STANDARD}existing = "move"\n'))
    return path
