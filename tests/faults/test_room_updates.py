"""A message to many customers leaves some at a time: whenever the process dies, each is written to once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskconsole.core.actors import Actor
from deskconsole.engine.tick import catch_up
from deskconsole.features.room_updates import commands as u
from deskconsole.features.room_updates import dispatching
from deskconsole.features.room_updates.views import OUTCOMES_OF, UPDATES_OF
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.house import House
from deskconsole.store.store import Store
from tests.faults.killing import Child, die_at, ended, proven
from tests.features.comms.speaking import apply_more
from tests.features.desks import TestDesk, copied, made

TICKETS = 7
KILLS = [pytest.param(3, id="some"), pytest.param(1, id="all", marks=pytest.mark.soak)]
"""Each so-manieth boundary of a commit."""
MAIL = '[mail]\naddress = "desk@desk.example"\n'


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room with tickets of as many people; nobody of globex can be written to."""
    path = made(tmp_path_factory.mktemp("many"))
    desk = TestDesk(path)
    apply_more(desk, MAIL)
    for number in range(TICKETS):
        desk.new(service="vpn", impact="1", urgency="2", customer="acme", requester=f"P <p{number}@acme.example>")
    desk.new(service="vpn", impact="1", urgency="2", customer="globex", requester="Olga")
    desk.do("lea", w.declare("VPN drops", "service", "vpn"))
    desk.tick()
    desk.show_time()
    desk.store.close()
    return path


@pytest.fixture(autouse=True)
def three_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "AT_ONCE", 3)


def story(path: Path, at: int | None = None) -> Callable[[], None]:
    """Somebody sends the message, if it is not sent yet, and the engine does the rest."""

    def body() -> None:
        if at is not None:
            die_at(at)
        store = Store(str(path))
        if not store.read.all(UPDATES_OF, room=1):
            House(store, Actor("lea")).do(u.update("WR-1", "customers", "It is slow."))
        catch_up(store)
        store.close()

    return body


@pytest.mark.parametrize("each", KILLS)
def test_nobody_is_written_to_twice_and_nobody_is_forgotten(opened: Path, tmp_path: Path, each: int) -> None:
    died = 0
    for at in range(1, 100, each):
        path = copied(opened, tmp_path / f"{at}.db")
        if ended(Child(story(path, at), tmp_path / "errors")) == 0:
            break  # beyond the last one
        died += 1
        assert ended(Child(story(path), tmp_path / "errors")) == 0
        store = Store(str(path))
        written = store.read.driver.select(
            "select p.text, count(*) from mail m join private_text p on p.id = m.address group by p.text order by 1"
        )
        assert written == [(f"p{number}@acme.example", 1) for number in range(TICKETS)], f"killed at boundary {at}"
        (update,), (outcome,) = store.read.all(UPDATES_OF, room=1), store.read.all(OUTCOMES_OF, room=1)
        assert (update.state, update.nobody, outcome.told) == ("sent", "globex", TICKETS)
        store.close()
        proven(path)
    assert died >= 2 * 3 // each  # sending, and twice more: right before and right after each commit


def test_others_write_in_between(opened: Path, tmp_path: Path) -> None:
    """A mail that leaves meanwhile is none of the message's, and a ticket that comes meanwhile is."""
    path = copied(opened, tmp_path / "desk.db")
    desk = TestDesk(path)
    desk.do("lea", u.update("WR-1", "customers", "It is slow."))
    desk.do("ana", c.reply(1, "Restart it, please."))
    desk.new(service="vpn", impact="1", urgency="2", requester="Q <q@late.example>", by="ben")
    desk.tick()
    (outcome,) = desk.store.read.all(OUTCOMES_OF, room=1)
    assert outcome.told == TICKETS + 1
    assert desk.scalar("select count(*) from mail") == TICKETS + 2
    steps = desk.all("select call, count(*) from journal where kind = 'mail.queued' group by call order by call")
    assert max(count for _, count in steps) == 3
    desk.store.close()
