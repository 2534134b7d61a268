"""Notifications at a desk on PostgreSQL come to the same as at one in a file."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.engine.tick import catch_up
from deskconsole.features.delivery import commands as c
from deskconsole.features.delivery.views import DEAD_LETTERS, LAST_NOTICES, OPERATOR_NAMED
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import state
from deskconsole.store.desk_time import written
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from tests.delivery.test_notify import SANDBOX
from tests.delivery.world import desk_text, tell
from tests.store.conftest import on_postgres, server

__all__ = ["on_postgres", "server"]

DESK_FILE = desk_text(
    '[mail]\naddress = "desk@desk.example"\n[mail.smtp]\nhost = "mail.example"\n'
    + SANDBOX.replace('"451", "dead"', '"550"')
    + '\n[channels.fax]\nkind = "command"\ncommand = ["/bin/false"]\nsandbox = ["550"]\n',
    ana='contacts = { mail = "ana@desk.example" }',
)


def a_morning(store: Store) -> str:
    """Some are told, one by one and together, one is not; the state of the desk afterwards."""
    House(store, Actor(DESK, "tests")).do(apply(plan(parse(DESK_FILE), current(store.read), 2026)))
    ana = store.read.one(OPERATOR_NAMED, handle="ana").id
    house, outbox = House(store, Actor(DESK)), Outbox(store, [Notices(store, {})])
    house.do(tell(ana, ["INC-1 breaches", "INC-2 breaches"]))
    house.do(tell(ana, [f"INC-{n} is at 80 %" for n in range(5)], severity="warn"))
    assert outbox.run() == 6  # by mail, which refuses, then by fax, which refuses too
    dead = [row.id for row in store.read.all(DEAD_LETTERS)]
    assert len(dead) == 3
    House(store, Actor("lea")).do(c.redrive(dead[0]))
    House(store, Actor("ana")).do(c.read((dead[1],)))
    outbox.run()
    assert {row.state for row in store.read.all(LAST_NOTICES, limit=20)} == {"failed", "dropped", "read"}
    catch_up(store)
    return state(store.read, store.backend.tables(), RECORD.private)


def test_the_same_notifications_make_the_same_desk(on_postgres: Store, tmp_path: Path) -> None:
    create(str(tmp_path / "desk.db"), written("2016-04-05T09:00Z"))
    in_a_file = Store(str(tmp_path / "desk.db"))
    assert a_morning(on_postgres) == a_morning(in_a_file)
    in_a_file.close()
