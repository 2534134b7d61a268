"""Where consoles are: what is told, how often, and that a console which is killed is gone in a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.console.desk.present import AT_ONCE, AWAY, BEAT, PER, SETTLES, Presence
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.store.presence import LEASE, present
from deskconsole.store.store import Store
from tests.features.desks import TestDesk


class Wall:
    """Real time as a test says it is."""

    def __init__(self) -> None:
        self.at = Instant(1_000_000 * SECOND)

    def __call__(self) -> Instant:
        return self.at

    def pass_(self, micros: int) -> None:
        self.at = Instant(self.at + micros)


class Console:
    """One that does in this thread what its own would do, and counts when it writes."""

    def __init__(self, store: Store, who: str, wall: Wall, *, may: bool = True) -> None:
        self.wall = wall
        self.presence = Presence(store, who, lambda: may, wall)
        self.presence._thread = object()  # type: ignore[assignment]
        self.writes = 0
        self._watch = store.backend.watch()

    def at(self, ticket: int | None, doing: str = "", *, passing: bool = False) -> None:
        self.presence.at(ticket, doing, passing=passing)
        self.step()

    def step(self) -> int:
        rest = self.presence.step()
        self.writes += self._watch.wait(0)
        return rest

    def lives(self, micros: int, *, signs: bool = True) -> None:
        """Time passes, and its thread wakes whenever it said it would."""
        until = self.wall.at + micros
        while (rest := self.step()) <= until - self.wall.at:
            self.wall.pass_(rest)
            if signs:
                self.presence.sign()
        self.wall.pass_(until - self.wall.at)

    def sees(self, ticket: int) -> list[tuple[str, str]]:
        return [(here.operator, here.doing) for here in self.presence.others.on(ticket)]


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_a_killed_console_is_gone_when_its_lease_ends(desk: TestDesk, wall: Wall) -> None:
    ana, ben = Console(desk.store, "ana", wall), Console(desk.store, "ben", wall)
    ana.at(7, "reply")
    ben.presence.look(1)
    assert ben.sees(7) == [("ana", "reply")]
    assert ben.presence.others.writer(7) == "ana"
    wall.pass_(LEASE - 1)
    assert ben.sees(7) == [("ana", "reply")]
    wall.pass_(1)
    assert ben.sees(7) == []  # nothing was read for it
    ben.at(7)
    assert [here.operator for here in present(desk.store.read, wall())] == ["ben"]
    assert desk.scalar("select count(*) from presence") == 1  # the row of the dead goes with the next word


def test_who_stays_is_renewed_slowly_and_who_changes_much_is_told_now_and_then(desk: TestDesk, wall: Wall) -> None:
    ana, ben = Console(desk.store, "ana", wall), Console(desk.store, "ben", wall)
    ana.at(7)
    ana.lives(10 * MINUTE)
    assert ana.writes <= 10 * MINUTE // BEAT + 1
    ben.presence.look(1)
    assert ben.sees(7) == [("ana", "")]
    before = ana.writes
    for n in range(600):  # ten a second
        ana.at(n % 90)
        wall.pass_(MINUTE // 600)
    assert ana.writes - before <= AT_ONCE + MINUTE // PER
    ana.lives(PER)
    ben.presence.look(2)
    assert ben.sees(599 % 90) == [("ana", "")]  # the last word is the true one


def test_nothing_is_written_by_who_has_nothing_open_passes_by_or_may_not(desk: TestDesk, wall: Wall) -> None:
    idle, passing, auditor = (Console(desk.store, who, wall, may=who != "aud") for who in ("ana", "ben", "aud"))
    idle.at(None)
    auditor.at(7, "note")
    for each in (idle, auditor):
        each.lives(MINUTE)
        assert each.writes == 0
    for n in range(40):
        passing.at(n, passing=True)
        wall.pass_(SECOND)
    assert passing.writes == 0
    passing.lives(SETTLES)
    passing.step()
    assert passing.writes == 1
    assert desk.scalar("select ticket from presence") == 39


def test_who_touches_no_key_is_not_there_until_they_do(desk: TestDesk, wall: Wall) -> None:
    ana = Console(desk.store, "ana", wall)
    ana.at(7, "reply")
    ana.lives(AWAY + BEAT, signs=False)
    assert desk.scalar("select count(*) from presence") == 0
    written = ana.writes
    ana.lives(60 * MINUTE, signs=False)
    assert ana.writes == written
    ana.presence.sign()
    ana.step()
    assert desk.scalar("select doing from presence") == "reply"
    ana.at(None)
    assert desk.scalar("select count(*) from presence") == 0


def test_both_databases_know_who_is_where(on_postgres: Store, worked: Path, wall: Wall) -> None:
    for store in (Store(str(worked)), on_postgres):
        ana, ben = Console(store, "ana", wall), Console(store, "ben", wall)
        ana.at(7, "reply")
        ana.at(8, "note")
        ben.at(8)
        ana.presence.look(1)
        ben.presence.look(1)
        assert (ana.sees(8), ben.sees(8), ben.sees(7)) == ([("ben", "")], [("ana", "note")], [])
        ana.at(None)
        ben.presence.look(2)
        assert ben.sees(8) == []
