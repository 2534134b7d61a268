"""A notice goes over the wire: handed over is sent, refused is not, and nothing of the conversation goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from deskconsole.derive import RULES
from deskconsole.features.mail.commands import retry
from deskconsole.features.notices import commands as n
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.store import Store
from tests.features.desks import copied
from tests.mail.test_sending import KIM, Sending, world
from tests.mail.world import World, real_desk
from tests.stories.notices.conftest import desk_file

__all__ = ["world"]


@pytest.fixture(scope="module")
def owing(world: tuple[World, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("owing")
    smtp = f'\n[mail.smtp]\nhost = "127.0.0.1"\nport = {world[1]}\ntls = "none"\n'
    path = folder / "owing.db"
    real_desk(path, desk_file(folder, smtp)).close()
    return path


@pytest.fixture
def sending(owing: Path, world: tuple[World, int], tmp_path: Path) -> Iterator[Sending]:
    world[0].__init__()  # type: ignore[misc]
    store = Store(str(copied(owing, tmp_path / "desk.db")))
    yield Sending(store, world[0])
    assert rebuild(store, RULES, RECORD).differences == []
    store.close()


def state(sending: Sending) -> str:
    sql = "select state from clock where metric = 'authority'"
    return str(sending.store.read.driver.select(sql, {})[0][0])


def leak(sending: Sending) -> int:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Which card was it?"), c.reclassify(ticket, "theirs", customer="acme"))
    sending.do("ana", c.tag(ticket, "personal-data"))
    sending.turn()
    sending.world.messages.clear()
    return ticket


def test_the_authority_gets_the_notice_alone_and_its_digest_is_that_of_the_text(sending: Sending) -> None:
    ticket = leak(sending)
    sending.do("ana", n.notice(ticket, text="The card 4111 1111 1111 1111 was seen by others."))
    sending.world.answers = ["451 later"]
    sending.turn()
    assert (state(sending), sending.world.messages) == ("running", [])  # delayed is not sent
    sending.turn(60)
    (sent,) = sending.world.messages
    assert state(sending) == "stopped"
    assert (sent["To"], sent["Subject"]) == ("breaches@dpa.example", "[INC-10001] notice to the authority")
    assert (sent["In-Reply-To"], sent["References"]) == (None, None)
    text = sent.get_content().strip()
    assert "4111" not in text
    digest = "select x.text from notice n join private_text x on x.id = n.digest"
    assert sending.store.read.driver.select(digest, {}) == [(sha256(text.encode()).hexdigest(),)]
    sending.do("ana", c.reply(ticket, "Thank you."))  # its thread knows nothing of what the authority was told
    sending.turn()
    assert sent["Message-ID"] not in sending.world.messages[1]["References"]


def test_a_notice_that_a_server_refuses_was_never_sent_and_may_be_sent_anew(sending: Sending) -> None:
    ticket = leak(sending)
    sending.do("ana", n.notice(ticket))
    sending.world.answers = ["550 no such user"]
    sending.turn()
    assert (state(sending), sending.states(ticket)[-1]) == ("running", "failed")
    number = sending.store.read.driver.select("select max(id) from mail", {})[0][0]
    sending.do("ana", retry(number))
    sending.turn(600)
    assert state(sending) == "stopped"


def test_what_the_authority_answers_is_for_us_to_read_and_asks_nothing_of_the_customer(sending: Sending) -> None:
    ticket = leak(sending)
    sending.do("ana", n.notice(ticket))
    sending.turn()
    own = sending.world.messages[0]["Message-ID"]
    back = KIM.replace(b"first@acme", b"aside@dpa").replace(b"Kim Lee <kim@acme.", b"Registry <breaches@dpa.")
    assert sending.arrive(back.replace(b"Date", f"In-Reply-To: {own}\r\nDate".encode())) == ticket
    said = sending.store.read.driver.select("select body from journal where kind = 'ticket.commented' order by seq", {})
    assert '"by_customer":false,"public":false' in said[-1][0]
    assert sending.states(ticket)[-1] == "answer"
