"""A demo desk, made once for all tests of a process; each gets a copy, and a clock it moves itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from deskconsole.cli.common import account
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.demo.life import Director
from deskconsole.demo.make import SPEED, direct, make
from deskconsole.demo.opening import ANCHOR
from deskconsole.demo.play import Play
from deskconsole.engine.letters import mail_outbox
from deskconsole.engine.smtp import Postman
from deskconsole.engine.tick import catch_up
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.driver import Row
from deskconsole.store.store import Store


class Moved:
    """Real time as a test says it is, from the first screen on."""

    def __init__(self) -> None:
        self.passed = Instant(0)

    def __call__(self) -> Instant:
        return self.passed


class Stage(NamedTuple):
    """A demo under way: its store, its stories, its director and the clock."""

    store: Store
    play: Play
    director: Director
    clock: Moved

    def real(self, seconds: float) -> None:
        """Let real time pass, second by second; engine and director look each time."""
        for _ in range(round(seconds)):
            self._on(1_000_000)

    def desk(self, minutes: int) -> None:
        """Let desk time pass in steps of a minute."""
        for _ in range(minutes):
            self._on(MINUTE // SPEED)

    def _on(self, micros: int) -> None:
        self.clock.passed = Instant(self.clock.passed + micros)
        catch_up(self.store)
        mail_outbox(self.store, Postman(self.store)).run()
        self.director.step(self.store.now())

    def rows(self, sql: str, **values: object) -> list[Row]:
        return self.store.read.driver.select(sql, values)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole desk, with the days that have passed."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert make(str(path), account=account()).dropped == 0
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, at the instant of the first screen."""
    path = tmp_path / "demo.db"
    shutil.copy2(made, path)
    with closing(Store(str(path), time=DeskTime(ANCHOR, ANCHOR))) as store:
        yield store


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The first screen without the days before, and the director."""
    path = str(tmp_path / "stage.db")
    play, clock = make(path, since=ANCHOR), Moved()
    with closing(Store(path, time=DeskTime(ANCHOR, Instant(0), SPEED, clock))) as store:
        yield Stage(store, play, direct(play, store), clock)
