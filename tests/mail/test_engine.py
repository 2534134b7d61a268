"""A day of mail with a running engine: what a customer writes is read, what an agent answers leaves."""

from __future__ import annotations

import imaplib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deskconsole.core.actors import Actor
from deskconsole.engine import service
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.house import House
from deskconsole.store.store import Store
from tests.mail.conftest import desk_file
from tests.mail.dovecot import PASSWORD, dovecot, needs_dovecot
from tests.mail.test_mailbox import SECTION
from tests.mail.test_threads import message
from tests.mail.world import World, mail_server, real_desk

PATIENCE_S = 30.0


def until(ready: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < end, "it never comes"
        time.sleep(0.02)


def test_an_engine_reads_the_mailbox_and_sends_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_dovecot()
    monkeypatch.setattr(service, "POLL_S", 0.2)
    world, secret = World(), tmp_path / "password"
    secret.write_text(PASSWORD)
    with dovecot() as box, mail_server(world) as port:
        file = desk_file(tmp_path)
        smtp = f'\n[mail.smtp]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n'
        file.write_text(file.read_text() + smtp + SECTION.format(port=box.port, user="desk", file=secret))
        store = real_desk(tmp_path / "desk.db", file)
        engine = service.Engine(store, "engine")
        engine.start()
        try:
            _a_day(store, box.put, world)
            assert engine.troubles == {}
        finally:
            engine.stop()
            store.close()


def at() -> str:
    """Now, as a server writes it; the next second, since it leaves out what is less."""
    return imaplib.Time2Internaldate(time.time() + 1)


def _a_day(store: Store, put: Callable[[str, bytes, str], None], world: World) -> None:
    ticket = store.read.maybe
    put("desk", message(), at())
    until(lambda: ticket(TICKET_BY_ID, ticket=1))
    agent = House(store, Actor("ana"))
    agent.do(c.reply(1, "Which one is it?"))
    agent.do(c.hold(1, "caller"))
    until(lambda: world.messages)
    own = world.messages[0]["Message-ID"]
    put("desk", message("The blue one", more=f"In-Reply-To: {own}\r\n", name="2"), at())
    until(lambda: store.read.one(TICKET_BY_ID, ticket=1).state == "open")
    agent.do(c.reply(1, "Thank you"))
    until(lambda: len(world.messages) == 2)
    assert world.messages[1]["In-Reply-To"] == "<2@acme.example>"
