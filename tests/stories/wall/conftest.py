"""A morning with one breach and two tickets at risk, whose wall is looked at."""

from __future__ import annotations

import pytest

from tests.stories.desk import StoryDesk
from tests.stories.wall.walls import morning


@pytest.fixture
def busy(desk: StoryDesk) -> StoryDesk:
    morning(desk)
    return desk
