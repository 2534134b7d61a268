"""Mail at a desk on PostgreSQL comes to the same as at one in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.engine.erasing import forget_files
from deskconsole.engine.intake import take_in
from deskconsole.engine.letters import mail_outbox
from deskconsole.engine.smtp import Postman
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.mail.views import MAILS_OF
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import state
from deskconsole.store.desk_time import written
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from tests.mail.conftest import desk_file
from tests.mail.letters import Known, Writer
from tests.mail.world import Now
from tests.store.conftest import on_postgres, server

__all__ = ["on_postgres", "server"]


def a_morning(store: Store, file: Path) -> str:
    """Letters come in, an answer leaves; the state of the desk afterwards."""
    House(store, Actor(DESK, "tests")).do(apply(plan(read(file), current(store.read), 2026)))
    house = House(store, Actor("bot"))
    known = [Known("INC-10001", "sam@customer.example", "<nobody@desk.example>")]
    for letter in Writer(20260306, known, large=1_000_100).letters(45):
        take_in(house, letter.raw)
        assert take_in(house, letter.raw).receipt.repeated
    House(store, Actor("ana")).do(c.reply(1, "We look into it"))
    assert mail_outbox(store, Postman(store), Now()).run() == 1
    assert [row.state for row in store.read.all(MAILS_OF, ticket=1)] == ["new", "sent"]
    forget_files(store, ())  # parts of what was held back, which nothing names
    assert forget_files(store, ()) == 0
    return state(store.read, store.backend.tables(), RECORD.private)


@pytest.mark.long
def test_the_same_letters_make_the_same_desk(
    on_postgres: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKCONSOLE_FILES", str(tmp_path / "files"))
    file = desk_file(tmp_path, "size_mb = 1\nnew = 1000")
    path = str(tmp_path / "desk.db")
    create(path, written("2016-04-05T09:00Z"))
    in_a_file = Store(path)
    assert a_morning(on_postgres, file) == a_morning(in_a_file, file)
    in_a_file.close()
