"""A desk with shifts, twenty minutes before the early one hands over: mia leads it, tom comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.features.tickets import commands as c
from tests.features.desks import START, copied
from tests.stories.desk import StoryDesk


@pytest.fixture
def desk(handing_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    desk = StoryDesk(copied(handing_template, tmp_path / "desk.db"), START)
    desk.new("VPN gateway drops all sessions", by="ana", impact="1", urgency="1")
    desk.do("ana", c.assign(1, "eli"))
    desk.until("2026-03-03T12:41Z")
    desk.tick()
    yield desk
    desk.store.close()
