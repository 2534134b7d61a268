"""Answers leave as mail: threaded, once, whatever the server on the other side does, whoever is killed meanwhile."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import Refused
from deskconsole.core.instants import HOUR, SECOND
from deskconsole.derive import RULES
from deskconsole.engine.intake import take_in
from deskconsole.engine.letters import PATIENCE_S, mail_outbox
from deskconsole.engine.outbox import MARGIN_S, Claim, Outbox
from deskconsole.engine.smtp import Postman
from deskconsole.engine.tick import catch_up
from deskconsole.features.mail.commands import attach, confirm, retry
from deskconsole.features.mail.rules import ATTEMPTS
from deskconsole.features.mail.views import MAILS_OF, UNSENT
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.files import Files
from deskconsole.store.store import Store
from tests.faults.killing import Child, moments, wait_for
from tests.features.desks import TestDesk, copied
from tests.mail.conftest import desk_file
from tests.mail.world import STAGES, Now, World, mail_server, real_desk

KIM = b"""From: Kim Lee <kim@acme.example>\r
To: desk@desk.example\r
Subject: The printer jams\r
Message-ID: <first@acme.example>\r
Date: Tue, 03 Mar 2026 08:59:00 +0000\r
\r
It says E4.\r
"""


LEASE = int((PATIENCE_S + MARGIN_S) * SECOND)


def taken(outbox: Outbox) -> list[Claim]:
    """What somebody has claimed who then does nothing more."""
    outbox.users[0].fill(outbox.holder, outbox.pace())
    return outbox.claim(outbox.users[0])


class Sending:
    """A desk in real time, the world outside, and what is between them."""

    def __init__(self, store: Store, world: World) -> None:
        self.store, self.world, self.now = store, world, Now()
        self.outbox = mail_outbox(store, Postman(store, patience=5), self.now)

    def do(self, handle: str, *calls: object) -> None:
        for call in calls:
            House(self.store, Actor(handle)).do(call)  # type: ignore[arg-type]
        catch_up(self.store)

    def arrive(self, raw: bytes) -> int:
        """A message comes in; its ticket."""
        taken = take_in(House(self.store, Actor(DESK)), raw)
        first = taken.receipt.events[0]
        rows = self.store.read.driver.select("select subject from journal where seq = :s", {"s": first})
        return int(rows[0][0])

    def states(self, ticket: int) -> list[str]:
        return [row.state for row in self.store.read.all(MAILS_OF, ticket=ticket)]

    def turn(self, seconds: int = 0) -> int:
        self.now.at += seconds * SECOND
        return self.outbox.run()


@pytest.fixture(scope="session")
def world() -> Iterator[tuple[World, int]]:
    made = World()
    with mail_server(made) as port:
        yield made, port


@pytest.fixture(scope="session")
def real_template(world: tuple[World, int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    path = folder / "real.db"
    file = desk_file(folder)
    smtp = f'\n[mail.smtp]\nhost = "127.0.0.1"\nport = {world[1]}\ntls = "none"\n'
    file.write_text(file.read_text() + smtp)
    real_desk(path, file).close()
    return path


@pytest.fixture
def sending(real_template: Path, world: tuple[World, int], tmp_path: Path) -> Iterator[Sending]:
    world[0].__init__()  # type: ignore[misc]
    store = Store(str(copied(real_template, tmp_path / "desk.db")))
    yield Sending(store, world[0])
    assert rebuild(store, RULES, RECORD).differences == []
    store.close()


def test_an_answer_goes_out_and_its_answer_comes_back_threaded(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Is it the blue one? My card is 4111 1111 1111 1111."))
    assert sending.turn() == 1
    (sent,) = sending.world.messages
    assert (sent["From"], sent["To"]) == ("Test desk <desk@desk.example>", "kim@acme.example")
    assert sent["Subject"] == "[INC-10001] The printer jams"
    assert (sent["In-Reply-To"], sent["References"]) == ("<first@acme.example>", "<first@acme.example>")
    assert sent["Auto-Submitted"] is None
    assert sent.get_content().strip() == "Is it the blue one? My card is **** **** **** 1111."
    back = KIM.replace(b"first@", b"second@").replace(b"Date", f"In-Reply-To: {sent['Message-ID']}\r\nDate".encode())
    assert sending.arrive(back.replace(b"kim@", b"a.colleague@")) == ticket
    sending.do("ana", c.reply(ticket, "Thank you."))
    sending.turn()
    assert sending.world.messages[1]["References"].split() == [
        "<first@acme.example>", sent["Message-ID"], "<second@acme.example>"
    ]  # fmt: skip
    assert sending.world.messages[1]["To"] == "kim@acme.example"
    assert sending.states(ticket) == ["new", "sent", "answer", "sent"]


def test_notes_and_tickets_without_an_address_send_nothing(sending: Sending) -> None:
    sending.do("ana", c.new("By phone"), c.reply(1, "We look into it"))
    ticket = sending.arrive(KIM)
    sending.do("ana", c.note(ticket, "a secret of ours"))
    assert sending.turn() == 0
    assert sending.states(1) == []


def test_who_called_and_has_an_address_gets_the_answer_from_the_team(sending: Sending) -> None:
    sending.do("ana", c.new("VPN", service="vpn", requester="Kim <kim@acme.example>"), c.reply(1, "Try again"))
    sending.turn()
    assert sending.world.messages[0]["From"] == "Test desk <network@desk.example>"


def test_what_a_machine_wrote_says_so_and_a_machine_is_not_answered_for_ever(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    for number in range(7):
        sending.do(DESK, c.reply(ticket, f"We have it, {number}", automatic=True))
    while sending.turn():
        pass
    assert [m["Auto-Submitted"] for m in sending.world.messages] == ["auto-generated"] * 5
    assert [row.status for row in sending.store.read.all(UNSENT)] == ["rate limit"] * 2


def test_files_go_with_the_next_answer_once(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    data = b"a;b\n1;2\n"
    digest = Files.of(sending.store.url).keep(data)
    sending.do("ana", attach(ticket, "../figures.csv", digest, len(data), "text/csv", public=True))
    sending.do("ana", c.reply(ticket, "See the figures"), c.reply(ticket, "Anything else?"))
    sending.turn()
    first, second = sending.world.messages
    (file,) = first.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("figures.csv", data.decode())
    assert not list(second.iter_attachments())


def test_a_title_cannot_write_headers(sending: Sending) -> None:
    sending.do("ana", c.new("Jams\r\nBcc: all@victims.example", requester="kim@acme.example"), c.reply(1, "Hello"))
    sending.turn()
    (sent,) = sending.world.messages
    assert sent["Bcc"] is None
    assert sent["Subject"] == "[INC-10001] Jams Bcc: all@victims.example"


# --- servers that do not take it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_breaks_off_gets_the_same_message_again(sending: Sending, stage: str) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Hello"))
    sending.world.cuts = [stage]
    assert sending.turn() == 1
    assert sending.states(ticket)[-1] == "queued"
    assert sending.turn() == 0  # not yet
    assert sending.turn(5) == 1
    assert sending.states(ticket)[-1] == "sent"
    ids = {message["Message-ID"] for message in sending.world.messages}
    assert len(ids) == 1
    assert len({bytes(message) for message in sending.world.messages}) == 1
    assert len(sending.world.messages) == (2 if stage == "stored" else 1)
    again = sending.store.read.all(MAILS_OF, ticket=ticket)[-1].again
    assert again == (stage in ("data", "text", "stored"))  # from its first word on it may have arrived


def test_a_server_that_is_busy_is_asked_again_and_at_last_the_message_is_parked(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Hello"))
    sending.world.answers = ["451 busy"] * ATTEMPTS
    attempts = 0
    for _ in range(200):
        attempts += sending.turn(60)
    assert attempts == ATTEMPTS
    (parked,) = sending.store.read.all(UNSENT)
    assert (parked.state, parked.status, parked.why) == ("parked", "451", "busy")
    assert "ticket.bounced" not in kinds(sending, ticket)  # nobody has said that it never arrives
    sending.do("ana", retry(parked.id))
    sending.turn()
    assert sending.states(ticket)[-1] == "sent"
    with pytest.raises(Refused, match="only what was parked or failed"):
        sending.do("ana", retry(parked.id))


def test_a_message_that_is_refused_for_good_was_no_answer(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Hello"))
    sending.world.answers = ["550 no such user"]
    sending.turn()
    assert sending.states(ticket)[-1] == "failed"
    assert kinds(sending, ticket)[-2:] == ["ticket.bounced", "mail.failed"]
    assert sending.store.read.driver.select("select responded_at from ticket where id = 1") == [(None,)]


def test_a_bounce_takes_back_the_answer_it_is_about(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "First"), c.reply(ticket, "Second"))
    sending.turn()
    about = sending.world.messages[0]["Message-ID"]
    report = (
        "From: MAILER-DAEMON@acme.example\r\nTo: desk@desk.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nSorry.\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n"
        f"Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about}\r\n\r\n--b--\r\n"
    )
    assert sending.arrive(report.encode()) == ticket
    assert sending.states(ticket) == ["new", "returned", "sent"]
    answers = sending.store.read.driver.select(
        "select seq from journal where kind = 'ticket.commented' and actor = 'ana' order by seq"
    )
    body = sending.store.read.driver.select("select body from journal where kind = 'ticket.bounced'")[0][0]
    assert f'"of":[{answers[0][0]}]' in body
    assert sending.arrive(report.replace("Sorry", "Sorry again").encode()) == ticket  # known already
    assert kinds(sending, ticket).count("ticket.bounced") == 1


# --- processes that are killed ---------------------------------------------------------------------------------------


def test_a_lease_runs_out_and_the_next_attempt_says_that_it_may_be_a_second_one(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Hello"))
    dead = mail_outbox(sending.store, Postman(sending.store), sending.now)
    assert taken(dead)
    assert sending.turn() == 0  # somebody has it
    assert sending.turn(LEASE // SECOND) == 1
    assert sending.states(ticket)[-1] == "sent"
    assert sending.store.read.all(MAILS_OF, ticket=ticket)[-1].again == 1


def test_one_that_dies_before_it_cleans_up_leaves_nothing_to_send(sending: Sending) -> None:
    ticket = sending.arrive(KIM)
    sending.do("ana", c.reply(ticket, "Hello"))
    (claim,) = taken(sending.outbox)
    House(sending.store, Actor(DESK)).do(confirm(claim.item, "smtp"))
    sending.do("ana", c.reply(ticket, "More"))
    assert sending.turn(HOUR // SECOND) == 1
    assert [m.get_content().strip() for m in sending.world.messages] == ["More"]


@pytest.mark.parametrize("kills", [pytest.param(8, marks=pytest.mark.long), pytest.param(200, marks=pytest.mark.soak)])
def test_a_sender_that_is_killed_again_and_again_loses_none_and_says_what_may_be_doubled(
    sending: Sending, tmp_path: Path, kills: int
) -> None:
    ticket = sending.arrive(KIM)
    answers = 5 * kills
    for number in range(answers):
        House(sending.store, Actor("ana")).do(c.reply(ticket, f"Answer {number}"))
    path = tmp_path / "desk.db"
    midway = 0
    for number, moment in enumerate(moments(kills, 20260305, 6, 0.15)):
        child = Child(partial(send_all, path, 2 * number * LEASE), path.with_suffix(".errors"))
        wait_for(moment, path, child)
        midway += child.code is None
        child.kill()
    sending.now.at = 2 * kills * LEASE
    while sending.turn():
        pass
    rows = [row for row in sending.store.read.all(MAILS_OF, ticket=ticket) if row.direction == "out"]
    came = Counter(message["Message-ID"] for message in sending.world.messages)
    twice = [row for row in rows if came[row.own] > 1]
    print(f"{midway} of {kills} kills on the way; {len(twice)} of {answers} came twice, each says so")
    assert {row.own for row in rows} == came.keys()
    assert len(rows) == answers
    assert {row.state for row in rows} == {"sent"}
    assert all(row.again for row in twice)
    assert max(came.values()) <= 2
    assert midway >= kills // 2


def send_all(path: Path, at: int) -> None:
    now = Now()
    now.at = at
    store = Store(str(path))
    while mail_outbox(store, Postman(store), now).run():
        pass


def test_a_simulated_desk_sends_nothing_out_of_the_house(desk: TestDesk) -> None:
    ticket = desk.new(requester="kim@acme.example")
    desk.do("ana", c.reply(ticket, "Hello"))
    desk.tick()
    assert mail_outbox(desk.store, Postman(desk.store), Now()).run() == 1
    (row,) = desk.store.read.all(MAILS_OF, ticket=ticket)
    assert row.state == "sent"
    assert json.loads(desk.last("body")[0])["where"] == "sandbox"


def kinds(sending: Sending, ticket: int) -> list[str]:
    rows = sending.store.read.driver.select(
        "select kind from journal where about = 'ticket' and subject = :t order by seq", {"t": ticket}
    )
    return [row[0] for row in rows]
