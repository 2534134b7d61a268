"""Many promises break while engines die and leads declare at once: one room, each ticket in it once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskconsole.core.actors import Actor
from deskconsole.core.errors import Conflict, Refused
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.engine.tick import advance
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.views import ROOM
from deskconsole.house import House
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.store import Store
from tests.faults.killing import Child, die_at, ended, proven
from tests.features.desks import START, TestDesk, copied, made
from tests.features.war_room.worlds import FILE, broken

KILLS = [pytest.param(17, id="some"), pytest.param(1, id="all", marks=pytest.mark.soak)]
"""Each so-manieth boundary of a commit."""
LEADS = [pytest.param(2, id="two"), pytest.param(40, id="many", marks=pytest.mark.soak)]
TICKETS = 12


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve tickets of one customer and one service: two rules will fire, in the same tick."""
    path = made(tmp_path_factory.mktemp("breaking"), FILE)
    desk = TestDesk(path)
    broken(desk, TICKETS, customer="acme")
    desk.store.close()
    return path


def story(path: Path, at: int | None = None) -> Callable[[], None]:
    """Engine and lead, from wherever the store stands; the process dies by itself at the boundary `at` of a commit."""

    def body() -> None:
        if at is not None:
            die_at(at)
        store = Store(str(path))
        _ticking(store, Instant(START + 2 * HOUR + MINUTE))
        if store.read.one(ROOM, number="WR-1").state == "proposed":
            House(store, Actor("mia")).do(w.confirm("WR-1"))
        _ticking(store, Instant(START + 2 * HOUR + 8 * MINUTE))
        if store.read.one(ROOM, number="WR-1").state == "open":
            House(store, Actor("mia")).do(w.stand_down("WR-1"))
        _ticking(store, Instant(START + 2 * HOUR + 9 * MINUTE))
        store.close()

    return body


def _ticking(store: Store, now: Instant) -> None:
    store._time = DeskTime(now, Instant(0), 0)
    while advance(store, 5):
        pass


def told(path: Path) -> list[tuple[Any, ...]]:
    """What became of it: the rooms, who was in them for how often, who was told."""
    store = Store(str(path))
    select = store.read.driver.select
    found: list[tuple[Any, ...]] = list(select("select number, state, cause_kind, rule from war_room"))
    found += select("select room, ticket, count(*), max(quiet) from war_room_ticket group by room, ticket order by 2")
    found += select("select purpose, operator, count(*) from notification where purpose = 'room' group by 1, 2")
    found += select("select kind, count(*) from journal where about = 'war_room' group by kind order by kind")
    store.close()
    return found


@pytest.mark.parametrize("each", KILLS)
def test_an_engine_that_dies_at_a_commit_leaves_one_room(breaking: Path, tmp_path: Path, each: int) -> None:
    whole = copied(breaking, tmp_path / "whole.db")
    assert ended(Child(story(whole), tmp_path / "errors")) == 0
    right = told(whole)
    assert right[0] == ("WR-1", "stood down", "customer", "customers")
    assert right[1 : TICKETS + 1] == [(1, ticket, 1, 1) for ticket in range(1, TICKETS + 1)]
    died = 0
    for at in range(1, 10_000, each):
        path = copied(breaking, tmp_path / f"{at}.db")
        code = ended(Child(story(path, at), tmp_path / "errors"))
        if code == 0:
            break  # beyond the last one
        died += 1
        assert ended(Child(story(path), tmp_path / "errors")) == 0
        assert told(path) == right, f"killed at boundary {at}"
        proven(path)
        for part in tmp_path.glob(f"{at}.db*"):
            part.unlink()
    print(f"\nkilled at {died} boundaries, each {each}.")
    assert died > 20 // each


@pytest.mark.parametrize("leads", LEADS)
def test_leads_who_declare_at_once_open_one_room(breaking: Path, tmp_path: Path, leads: int) -> None:
    path = copied(breaking, tmp_path / "leads.db")
    gate, came = threading.Barrier(leads), list[str]()

    def declare(place: int) -> None:
        store = Store(str(path))
        store._time = DeskTime(START, Instant(0), 0)
        gate.wait()
        try:
            House(store, Actor("mia" if place % 2 else "lea")).do(w.declare("No VPN", "service", "vpn"))
            came.append("opened")
        except (Conflict, Refused) as why:
            came.append(str(why))
        store.close()

    threads = [threading.Thread(target=declare, args=(place,)) for place in range(leads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["WR-1 is open for Remote access already"] * (leads - 1) + ["opened"]
    assert told(path)[0] == ("WR-1", "open", "service", None)
    proven(path)
