"""Engines and leads die around a change of shift: the desk changes hands once or not at all, all of it or nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from deskconsole.core.actors import Actor
from deskconsole.core.errors import Conflict
from deskconsole.core.instants import Instant
from deskconsole.engine.tick import catch_up
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.views import HANDOVER
from deskconsole.features.rosters.views import holder
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.store.store import Store
from tests.faults.killing import Child, die_at, ended, proven
from tests.features.desks import TestDesk, copied, made
from tests.features.handover.worlds import TEXT


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The early shift has drafted; ana goes home, and eli will have what is hers."""
    folder = tmp_path_factory.mktemp("early")
    (folder / "desk.toml").write_text(TEXT)
    desk = TestDesk(made(folder, folder / "desk.toml"))
    tickets = [desk.new(f"Old printer {n}", by="ana", impact="3", urgency="3") for n in range(3)]
    for ticket in tickets:
        desk.do("ana", c.assign(ticket, "ana"))
    desk.until("2026-03-03T12:30Z")
    desk.tick()
    desk.do("mia", h.headline("HO-1", "Calm."))
    desk.do("mia", h.dispose("HO-1", "give", of="ana", owner="eli"))
    desk.show_time()
    desk.store.close()
    return desk.path


def dying(path: Path, at: int, body: Callable[[Store], object]) -> Callable[[], None]:
    """A process that dies by itself at a boundary of a commit: right before it, or right after it."""

    def run() -> None:
        die_at(at)
        store = Store(str(path))
        body(store)
        store.close()

    return run


def moved(store: Store) -> tuple[str, str | None, set[str | None]]:
    """State of the handover, who holds the desk, and whose the tickets are."""
    row = store.read.one(HANDOVER, number="HO-1")
    owners = {owner for (owner,) in store.read.driver.select("select owner from ticket")}
    return row.state, holder(store.read, None, store.now()), owners


def accept(store: Store) -> None:
    House(store, Actor("tom")).do(h.accept("HO-1"))


@pytest.mark.parametrize("at", [1, 2])
def test_killed_between_signing_and_accepting(early: Path, tmp_path: Path, at: int) -> None:
    """Right before the commit nothing has moved, right after it everything has; the next process goes on from there."""
    path = copied(early, tmp_path / "desk.db")
    store = Store(str(path))
    House(store, Actor("mia")).do(h.sign("HO-1"))
    store.close()
    assert ended(Child(dying(path, at, accept), tmp_path / "errors")) == -signal.SIGKILL
    proven(path)
    store = Store(str(path))
    if at == 1:
        assert moved(store) == ("signed", "mia", {"ana"})
        accept(store)
    else:
        with pytest.raises(Conflict, match="was accepted by tom"):
            accept(store)
    assert moved(store) == ("accepted", "tom", {"eli"})
    assert store.read.driver.select("select count(*) from desk_holder") == [(1,)]
    store.close()


@pytest.mark.parametrize("at", [1, 2])
def test_killed_at_the_end_of_a_shift(early: Path, tmp_path: Path, at: int) -> None:
    """Nobody has accepted: the duty manager is told once, whenever the engine dies, at the instant it was due."""
    path = copied(early, tmp_path / "desk.db")
    store = Store(str(path))
    late = 16 * 60 * 1_000_000 + 30 * 60 * 1_000_000
    with store.backend.writing() as driver:
        driver.change("update desk_clock set anchor = anchor + :late", {"late": late})
    store.close()
    assert ended(Child(dying(path, at, catch_up), tmp_path / "errors")) == -signal.SIGKILL
    proven(path)
    store = Store(str(path))
    catch_up(store)
    row = store.read.one(HANDOVER, number="HO-1")
    assert (row.state, row.escalated_at, row.escalated_to) == ("draft", Instant(row.end + 15 * 60 * 1_000_000), "max")
    pages = "select count(*) from notification where severity = 'page'"
    assert store.read.driver.select(pages) == [(1,)]
    assert store.read.driver.select("select count(*) from journal where kind = 'handover.escalated'") == [(1,)]
    store.close()


def test_two_leads_accept_at_once(early: Path, tmp_path: Path) -> None:
    """Of two processes one wins; the other is told who did."""
    path = copied(early, tmp_path / "desk.db")
    store = Store(str(path))
    House(store, Actor("mia")).do(h.sign("HO-1"))
    store.close()

    def accepting(who: str) -> Callable[[], None]:
        def body() -> None:
            own = Store(str(path))
            try:
                House(own, Actor(who)).do(h.accept("HO-1"))
                (tmp_path / who).write_text("won")
            except Conflict as lost:
                (tmp_path / who).write_text(str(lost))
            own.close()

        return body

    children = [Child(accepting(who), tmp_path / f"{who}.errors") for who in ("tom", "sue")]
    assert [ended(child) for child in children] == [0, 0]
    said = {who: (tmp_path / who).read_text() for who in ("tom", "sue")}
    (winner,) = [who for who, text in said.items() if text == "won"]
    (loser,) = set(said) - {winner}
    assert said[loser].startswith(f"HO-1 was accepted by {winner} at ")
    store = Store(str(path))
    assert holder(store.read, None, store.now()) == winner
    store.close()
