"""Stories of promises: the test desk, and somebody at its door who asks how they stand."""

from __future__ import annotations

import pytest

from tests.features.conftest import desk, desk_door, desk_template
from tests.features.desks import Door, TestDesk
from tests.stories.promises.asking import Asked

__all__ = ["asked", "desk", "desk_door", "desk_template"]


@pytest.fixture
def asked(desk: TestDesk, desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """At a terminal of this width: pages break their lines where it ends."""
    monkeypatch.setenv("COLUMNS", "120")
    return Asked(desk, desk_door)
