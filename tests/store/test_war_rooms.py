"""On PostgreSQL too a cause has one live room: a rule fires, leads declare at once, the server refuses a second."""

from __future__ import annotations

import threading

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import Conflict, DeskError
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.views import COUNTS_OF, ROOMS_OPEN
from deskconsole.house import House
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.store import Store
from tests.features.desks import START
from tests.features.war_room.worlds import FILE
from tests.store.server import Server


@pytest.mark.long
def test_one_live_room_of_a_cause_on_postgresql(server: Server) -> None:
    url = server.store()
    store = _at(url, START)
    House(store, Actor(DESK, "tests")).do(apply(plan(read(FILE), current(store.read), 2026)))
    for place in range(4):
        House(store, Actor("ana")).do(c.new(f"No VPN {place}", service="vpn", impact="2", urgency="2"))
    store.close()
    store = _at(url, Instant(START + 9 * HOUR))
    catch_up(store)
    (room,) = store.read.all(ROOMS_OPEN)
    assert (room.state, room.cause_kind) == ("proposed", "service")
    House(store, Actor("mia")).do(w.confirm(room.number))
    catch_up(store)
    assert store.read.one(COUNTS_OF, room=room.id, now=store.now()).tickets == 4
    assert sorted(_declared(url)) == ["Conflict", "opened"]
    columns = "id, number, cause_kind, cause, state, live, proposed_at, proposed_by, since"
    with pytest.raises(DeskError), store.backend.writing() as driver:
        driver.change(f"insert into war_room ({columns}) values (9, 'WR-9', 'service', 'vpn', 'open', 1, 0, 'x', 0)")
    store.close()


def _at(url: str, now: Instant) -> Store:
    store = Store(url)
    store._time = DeskTime(now, Instant(0), 0)
    return store


def _declared(url: str) -> list[str]:
    """What becomes of two leads who declare at once."""
    gate, came = threading.Barrier(2), list[str]()

    def declare(handle: str) -> None:
        store = _at(url, Instant(START + 9 * HOUR + MINUTE))
        gate.wait()
        try:
            House(store, Actor(handle)).do(w.declare("Mail is slow", "service", "mail"))
            came.append("opened")
        except Conflict:
            came.append("Conflict")
        store.close()

    threads = [threading.Thread(target=declare, args=(handle,)) for handle in ("mia", "lea")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
