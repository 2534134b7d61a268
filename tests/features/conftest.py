"""The template of the test desk is made once a run; each test works in a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import Door, TestDesk, at_the_door, copied, founded, made


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    made = TestDesk(copied(desk_template, tmp_path / "desk.db"))
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def log_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the program’s own making whose clock stands in 2017, after all logs."""
    return founded(tmp_path_factory.mktemp("log"), "2017-03-01T00:00Z")


@pytest.fixture
def door(log_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    """The command line at a new store that imports go to."""
    return Door(copied(log_template, tmp_path / "log.db"), capsys)


@pytest.fixture
def desk_door(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    """The command line at the test desk, as ana."""
    at_the_door(monkeypatch, "ana")
    return Door(desk.path, capsys)
