"""Stores to look into: the test desk, and one with some history in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.store.store import Store
from tests.features.conftest import desk, desk_template, door, log_template
from tests.features.desks import TestDesk, copied, made
from tests.store.server import Server, running
from tests.store.worked import work

__all__ = ["desk", "desk_template", "door", "log_template"]


@pytest.fixture(scope="session")
def worked_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test desk after a morning's work."""
    folder = tmp_path_factory.mktemp("worked")
    desk = TestDesk(made(folder))
    work(desk)
    desk.store.close()
    return desk.path


@pytest.fixture
def worked(worked_template: Path, tmp_path: Path) -> Path:
    return copied(worked_template, tmp_path / "worked.db")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own, for all tests of a process."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def both(server: Server, worked_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Store]]:
    """A store on each database, to be read only: making one takes longer than what most tests ask of it."""
    path = copied(worked_template, tmp_path_factory.mktemp("both") / "worked.db")
    stores = [Store(str(path)), Store(server.store())]
    yield stores
    for store in stores:
        store.close()


@pytest.fixture
def on_postgres(server: Server) -> Iterator[Store]:
    store = Store(server.store())
    yield store
    store.close()
