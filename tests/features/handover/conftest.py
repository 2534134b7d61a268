"""A desk with shifts, on a Tuesday at ten in Berlin; its template is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import TestDesk, copied


@pytest.fixture
def desk(handing_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    desk = TestDesk(copied(handing_template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()
