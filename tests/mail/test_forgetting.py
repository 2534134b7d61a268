"""Everything that can be held of a person, from every feature: erased, nothing of it is left in any file."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from deskconsole import world
from deskconsole.core.errors import Refused
from deskconsole.core.instants import HOUR
from deskconsole.engine.letters import mail_outbox
from deskconsole.engine.outbox import Attempt, Outcome
from deskconsole.engine.smtp import Postman
from deskconsole.features.mail.commands import drop
from deskconsole.features.mail.views import HELD_BACK, MAIL_BY_ID
from deskconsole.features.people import commands as people
from deskconsole.features.tickets import commands as c
from deskconsole.store import drafts
from deskconsole.store.sqlite import Sqlite
from tests.features.desks import Door, TestDesk, call, copied, made
from tests.mail.conftest import desk_file
from tests.mail.test_threads import arrives, message

FIELDS = """
[fields.asset]
label = "asset"

[fields.badge]
label = "badge number"
private = true
"""
KIM, ADA = "kimvesper@acme.example", "adafarrow@acme.example"


@pytest.fixture(scope="session")
def forgetting_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forgetting")
    file = desk_file(folder, "new = 1000\nautomatic = 1000\nsize_mb = 1")
    file.write_text(file.read_text() + FIELDS)
    return made(folder, file)


@pytest.fixture
def desk(forgetting_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    desk = TestDesk(copied(forgetting_template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()


world.offered()  # declares every command there is


class Words:
    """Makes words that stand nowhere else, and remembers whose they are."""

    def __init__(self, of: str) -> None:
        self.of, self.made = of, [of]

    def __call__(self, text: str = "") -> str:
        self.made.append(f"{self.of}{len(self.made):03}q")
        return f"{text} {self.made[-1]}".strip()

    def in_files(self, path: Path) -> list[str]:
        """Those that stand in the store, its log, or a file beside it, whatever their case."""
        places = [each for each in path.parent.rglob("*") if each.name.startswith(path.name)]
        places += Path(f"{path}-files").rglob("*")
        held = b""
        for place in {*places}:
            with suppress(IsADirectoryError, FileNotFoundError):  # a log goes with who has it open last
                held += b"\n" + place.read_bytes().lower()
        return [word for word in self.made if word.encode() in held]


def with_file(sender: str, say: Words, name: str, more: str = "") -> bytes:
    """A message with a text, a file of the sender's own, and headers that hold their words."""
    head = message(sender=sender, subject=say("Printer"), name=f"{say()}{name}", more=more).partition(b"\r\n\r\n")[0]
    part = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        f'Content-Type: text/plain\r\n\r\n{say("See file")}\r\n--b\r\nContent-Type: application/{say()}; name="x"\r\n'
        f'Content-Disposition: attachment; filename="{say()}.log"\r\n\r\n{say("log of")}\r\n--b--'
    )
    return head + b"\r\n" + part.encode()


def everything(desk: TestDesk, say: Words, mail: str, by: Callable[..., object]) -> int:
    """All that one person can have at the desk, through its doors; the number of their ticket."""
    arrives(desk, message(say("before you knew me"), mail, say("Old question"), name=say()))
    by("ana", people.add(say("Name"), "acme", mail, "+49 30 7654321", site=say("House")))
    person = f"P-{desk.scalar('select max(id) from person')}"
    by("ana", people.change(person, name=say("Other"), site=say("Site")))
    by("ana", people.address(person, "mail", f"{say()}@acme.example"))
    by("ana", people.address(person, "uid", say()))
    ticket = desk.new(say("VPN"), caller=person, text=say("calls"), fields={"asset": say(), "badge": say()})
    desk.pass_("10h")
    desk.tick()
    by("ana", c.note(ticket, say("note")))
    by("ana", c.reply(ticket, say("reply; next news by 23:50")))
    by("ana", c.receive(ticket, say("answer")))
    by("ana", c.contact(ticket, reached=True, note=say("spoke")))
    by("ana", call("promise.make", ticket, say("call back"), desk.now + 2 * HOUR, say("their boss")))
    by("ana", call("promise.move", ticket, desk.now + 3 * HOUR, say("later")))
    by("ana", call("promise.break", ticket, say("no time")))
    by("ana", call("ticket.transfer", ticket, "network", say("knows")))
    by("net", call("ticket.return", ticket, say("not ours")))
    by("ana", call("ticket.transfer", ticket, "ben", say("for ben")))
    by("ben", call("ticket.accept", ticket))
    by("ana", call("touch.record", ticket, 60))
    by("ana", call("touch.correct", ticket, 30, say("lunch")))
    by("ana", call("ticket.priority", ticket, "2", "change", say("urgent")))
    by("ana", call("ticket.reclassify", ticket, say("wrong service"), service="mail"))
    by("ana", call("vendor.dispatch", ticket, "fibre", note=say("to vendor")))
    by("ana", call("vendor.returned", ticket, note=say("from vendor")))
    by("ana", call("ticket.hold", ticket, "vendor", note=say("waits")))
    by("ana", call("ticket.fill", ticket, {"asset": say()}))
    by("lea", call("ticket.declare_outage", ticket, say("outage")))
    by("ana", call("ticket.restore", ticket, say("restored")))
    by("lea", call("ticket.blame", ticket, "response", "late", "sla", note=say("blamed")))
    asked = ("waiver", desk.now - HOUR, desk.now, "customer", say("does not count"))
    by("ana", call("exclusion.request", *asked, for_ticket=desk.row(ticket).number, agreed_by=say("agreed"),
                   agreed_at=desk.now, evidence=say("evidence")))  # fmt: skip
    by("lea", call("exclusion.approve", f"EX-{desk.scalar('select max(id) from exclusion')}", say("fine")))
    by("ana", c.resolve(ticket, code="fixed", cause=say("cause"), note=say("solution")))
    by("ana", call("ticket.confirm", ticket, say("agrees")))
    by("ana", call("ticket.reopen", ticket, "not-fixed", say("again")))
    arrives(desk, with_file(mail, say, "1"))
    followed = desk.new(say("Chair"), caller=person)
    by("ana", call("ticket.cancel", followed, say("spam")))
    by("ana", call("ticket.follow_up", followed, say("follows")))
    held_back(desk, say, mail, by)
    drafts.keep(desk.store, "ana", ticket, "reply", say("draft"))
    drafts.keep(desk.store, "ben", ticket, "note", say("draft of ben"))
    undelivered(desk, say, mail)
    refusals(by, ticket, say)
    return ticket


def undelivered(desk: TestDesk, say: Words, mail: str) -> None:
    """Answers that wait in the outbox, with what a mail server had to say about the address."""

    def full(number: int) -> Outcome:
        to = desk.scalar("select a.text from mail m join private_text a on a.id = m.address where m.id = :m", m=number)
        return Outcome("delayed", "4.2.2", say("box full of") if to == mail else "box full")

    assert mail_outbox(desk.store, full, lambda: desk.now).run(3)


def held_back(desk: TestDesk, say: Words, mail: str, by: Callable[..., object]) -> None:
    """Messages in the quarantine, one of them before a name was known, one dropped, one let in."""
    for more in (f"Auto-Submitted: {say()}\r\n", f"X-Autoreply: {say()}\r\n", "Precedence: bulk\r\n"):
        arrives(desk, with_file(mail, say, "q", more))
    first, second = (each.id for each in desk.store.read.all(HELD_BACK)[-2:])
    by("lea", drop(first, say("nothing")))
    by("lea", call("mail.release", second))


def refusals(by: Callable[..., object], ticket: int, say: Words) -> None:
    """Calls with words of theirs that come to nothing: each refusal is kept for ever."""
    for who, what in (
        ("ana", call("ticket.reopen", ticket, "not-fixed", say("open"))),
        ("ana", call("ticket.skip", ticket, say("not pulled"))),
        ("ana", call("ticket.return", ticket, say("not offered"))),
        ("ana", call("promise.break", ticket, say("nothing owed"))),
        ("ana", call("ticket.resolve_all", ticket, "fixed", say("cause"), say("notice"))),
        ("ana", call("ticket.split", ticket, say("not merged"))),
        ("ana", call("vendor.rejected", ticket, say("no vendor"))),
        ("ana", call("ticket.confirm", ticket, say("not resolved"))),
        ("aud", c.note(ticket, say("may not"))),
        ("ana", people.erase(say())),
        ("glo", c.note(ticket, say("not in scope"))),
    ):
        with pytest.raises(Refused):
            by(who, what)


@pytest.fixture
def both(desk: TestDesk) -> tuple[TestDesk, Words, Words]:
    """A desk at which two people have everything, and a ticket of Kim's is merged into one of Ada's."""
    kim, ada = Words("kimvesper"), Words("adafarrow")
    everything(desk, kim, KIM, desk.do)
    everything(desk, ada, ADA, desk.do)
    theirs, other = desk.new(kim("Scanner"), caller="P-1"), desk.new(ada("Scanner too"), caller="P-2")
    desk.do("lea", call("ticket.merge", theirs, desk.row(other).number, kim("the same")))
    desk.do("ana", c.reply(other, f"dear both, {kim()}"))
    desk.do("lea", call("ticket.split", other, kim("not the same")))
    return desk, kim, ada


def erased(desk: TestDesk, desk_door: Door, who: str = "P-1") -> str:
    desk.store.close()
    desk.show_time()
    desk.store.close()
    said = desk_door("people", "erase", who, "--yes", "--as", "lea")
    assert said.code == 0, said.err
    return said.out


def proven(desk: TestDesk, desk_door: Door) -> None:
    desk.store.close()
    assert desk_door("journal", "verify").code == 0
    rebuilt = desk_door("journal", "verify", "--rebuild")
    assert rebuilt.code == 0, rebuilt.out


def test_of_everything_that_was_held_nothing_is_left(both: tuple[TestDesk, Words, Words], desk_door: Door) -> None:
    desk, kim, ada = both
    before, others = kim.in_files(desk.path), ada.in_files(desk.path)
    assert len(before) > 70
    said = erased(desk, desk_door)
    assert re.search(r"\d+ texts, 2 drafts and \d+ files are gone", said)
    assert kim.in_files(desk.path) == []
    assert ada.in_files(desk.path) == others
    proven(desk, desk_door)
    assert "0 texts are gone" in erased(desk, desk_door)  # once more: nothing was left
    assert kim.in_files(desk.path) == []
    proven(desk, desk_door)


def test_what_is_handed_out_is_what_goes(both: tuple[TestDesk, Words, Words], desk_door: Door) -> None:
    desk, kim, ada = both
    desk.store.close()
    said = desk_door("people", "export", "P-1")
    whole = said.out.lower() + "".join(
        Path(place).read_bytes().decode().lower() for place in said.json["files"]
    )  # files are named where they lie
    held = set(kim.in_files(desk.path))
    erased(desk, desk_door)
    assert kim.in_files(desk.path) == []
    assert not [word for word in ada.made if word in whole]
    assert sorted(word for word in held if word not in whole) == []


def test_who_reads_meanwhile_is_named_and_it_is_done_again(
    both: tuple[TestDesk, Words, Words], desk_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, kim, _ = both
    monkeypatch.setattr("deskconsole.store.sqlite.BUSY_MS", 50)
    desk.store.close()
    desk.show_time()
    desk.store.close()
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from private_text").fetchone()
        said = desk_door("people", "erase", "P-1", "--yes", "--as", "lea")
        assert said.code == 5
        assert "somebody is reading" in said.err
        assert "their number: P-1" in said.err
        reader.execute("commit")
    erased(desk, desk_door)
    assert kim.in_files(desk.path) == []
    proven(desk, desk_door)


KILLED_AT = {
    "before the words leave the index": "deskconsole.store.fulltext.scrub",
    "before the store is written anew": "deskconsole.store.sqlite.Sqlite.scrub",
    "before the files are removed": "deskconsole.store.files.Files.forget",
}


@pytest.mark.parametrize("place", [*KILLED_AT, "while the store is written anew"])
def test_who_is_killed_on_the_way_does_it_again(
    both: tuple[TestDesk, Words, Words], desk_door: Door, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    desk, kim, ada = both
    others = ada.in_files(desk.path)
    desk.store.close()
    desk.show_time()
    desk.store.close()
    if (child := os.fork()) == 0:
        try:
            _killed(monkeypatch, place)
            desk_door("people", "erase", "P-1", "--yes", "--as", "lea")
        finally:
            os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert kim.in_files(desk.path)  # the record has let go of them, not all files have
    erased(desk, desk_door)
    assert kim.in_files(desk.path) == []
    assert ada.in_files(desk.path) == others
    proven(desk, desk_door)


def _killed(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Have this process killed there."""

    def die(*_: object, **__: object) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 1

    if place in KILLED_AT:
        monkeypatch.setattr(KILLED_AT[place], die)
        return
    scrub = Sqlite.scrub

    def halfway(self: Sqlite, tables: tuple[str, ...]) -> None:
        assert self._writer is not None
        self._writer.connection.set_progress_handler(die, 200)
        scrub(self, tables)

    monkeypatch.setattr(Sqlite, "scrub", halfway)


def test_answers_that_wait_for_who_was_forgotten_are_not_sent(both: tuple[TestDesk, Words, Words]) -> None:
    desk, kim, _ = both
    desk.do("lea", people.erase("P-1"))
    desk.pass_("1h")
    sent: list[str] = []

    def deliver(number: int) -> Outcome | Attempt:
        row = desk.store.read.one(MAIL_BY_ID, mail=number)
        if row.address is None:
            return Postman(desk.store)(number)
        sent.append(row.address)
        return Outcome("delivered", "250")

    mail_outbox(desk.store, deliver, lambda: desk.now).run()
    assert set(sent) == {ADA}
    assert not desk.all("select 1 from outbox")
    assert kim.of not in str(desk.all("select * from mail"))
