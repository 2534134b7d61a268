"""Stores that trouble comes to: the test desk with work due, and an empty desk that a log is taken over into."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from deskconsole.core.instants import DAY
from tests.features.conftest import desk, desk_door, desk_template, door, log_template
from tests.features.desks import START, TestDesk, copied

__all__ = ["desk", "desk_door", "desk_template", "door", "log_template"]

TICKETS = 24


@pytest.fixture(scope="session")
def due_template(desk_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test desk after three days in which nobody ticked: every threshold is due. Its clock stands."""
    path = copied(desk_template, tmp_path_factory.mktemp("due") / "due.db")
    desk = TestDesk(path)
    for number in range(TICKETS):
        desk.new(f"Ticket {number}", impact="123"[number % 3], urgency="2")
    desk.store.close()
    raw = sqlite3.connect(path)
    raw.execute("update desk_clock set anchor = ?, speed = 0", (START + 3 * DAY,))
    raw.commit()
    raw.close()
    return path
