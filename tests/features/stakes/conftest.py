"""A desk with a gateway that two services need, agreements that cost money, and rooms as they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import TestDesk, copied, made

FILE = Path(__file__).with_name("desk.toml")


@pytest.fixture(scope="session")
def gateway_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the desk of these stories."""
    return made(tmp_path_factory.mktemp("stakes"), FILE)


@pytest.fixture
def desk(gateway_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    """That desk, a Tuesday at nine."""
    desk = TestDesk(copied(gateway_template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()
