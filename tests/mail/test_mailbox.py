"""A mailbox on a real IMAP server is read: each message once, whoever is killed or cut off meanwhile."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import from_iso
from deskconsole.engine.imap import poll
from deskconsole.features.mail.views import HELD_BACK
from deskconsole.store.store import Store
from tests.faults.killing import Child, moments, proven, wait_for
from tests.mail.conftest import desk_file
from tests.mail.dovecot import PASSWORD, Box, dovecot, needs_dovecot
from tests.mail.letters import Known, Writer
from tests.mail.test_threads import message
from tests.mail.world import real_desk

SECTION = """
[mail.imap]
host = "127.0.0.1"
port = {port}
tls = "none"
user = "{user}"
password_file = "{file}"
done = "Taken in"
"""
USERS = (f"desk{n}" for n in itertools.count())


@pytest.fixture(scope="session")
def box() -> Iterator[Box]:
    needs_dovecot()
    with dovecot() as made:
        yield made


class Reading:
    """A desk in real time, and its mailbox."""

    def __init__(self, box: Box, folder: Path, more: str = "size_mb = 1\nnew = 10000") -> None:
        self.box, self.user, self.path = box, next(USERS), folder / "desk.db"
        secret = folder / "password"
        secret.write_text(PASSWORD + "\n")
        file = desk_file(folder, more)
        file.write_text(file.read_text() + SECTION.format(port=box.port, user=self.user, file=secret))
        self.secret = secret
        self.store = real_desk(self.path, file)

    def journal(self, what: str) -> list[tuple[object, ...]]:
        return self.store.read.driver.select(f"select {what}")


@pytest.fixture
def reading(box: Box, tmp_path: Path) -> Iterator[Reading]:
    made = Reading(box, tmp_path)
    yield made
    made.store.close()


def test_what_arrived_becomes_tickets_and_is_moved_away(reading: Reading) -> None:
    reading.box.put(reading.user, message(), '"21-Nov-2026 08:40:00 +0000"')
    reading.box.put(reading.user, message(name="2"))
    assert poll(reading.store) == 2
    assert poll(reading.store) == 0
    assert (reading.box.count(reading.user), reading.box.count(reading.user, '"Taken in"')) == (0, 2)
    rows = reading.journal("opened_at - reported_at, reported_at from ticket order by id")
    assert len(rows) == 2
    assert all(int(str(row[0])) >= 0 for row in rows)


def test_it_counts_from_when_it_reached_the_server(reading: Reading) -> None:
    """Rule 14: not from when it was read; what lies too long ago is not believed."""
    reading.box.put(reading.user, message(), '"01-Jan-2020 08:40:00 +0000"')
    poll(reading.store)
    ((told, clamped),) = reading.journal("arrived, at from mail")
    assert from_iso("2020-01-01T08:40Z") < int(str(told)) < int(str(clamped))


def test_the_same_message_twice_and_by_two_ways_is_one_ticket(reading: Reading) -> None:
    reading.box.put(reading.user, message())
    poll(reading.store)
    reading.box.put(reading.user, b"Received: from x by y; Tue, 03 Mar 2026 08:00:00 +0000\r\n" + message())
    assert poll(reading.store) == 1
    assert reading.journal("count(*) from ticket") == [(1,)]


def test_one_that_is_too_large_is_not_even_fetched_and_is_held_back(reading: Reading) -> None:
    reading.box.put(reading.user, message("x" * 70 + "\r\n") + b"y" * 1_100_000)
    assert poll(reading.store) == 1
    (held,) = reading.store.read.all(HELD_BACK)
    assert (held.reason, held.subject) == ("too large", "Printer")
    assert held.size > 1_100_000


def test_a_wrong_password_a_missing_folder_and_no_server_are_told(reading: Reading) -> None:
    reading.secret.write_text("no")
    with pytest.raises(BadInput, match=r"the mailbox at 127\.0\.0\.1"):
        poll(reading.store)
    reading.secret.unlink()
    with pytest.raises(BadInput, match="cannot be read from"):
        poll(reading.store)


def test_a_server_without_move_is_read_as_well(tmp_path: Path) -> None:
    needs_dovecot()
    with dovecot("IMAP4rev1 UIDPLUS LITERAL+") as box:
        reading = Reading(box, tmp_path)
        reading.box.put(reading.user, message())
        assert poll(reading.store) == 1
        assert (reading.box.count(reading.user), reading.box.count(reading.user, '"Taken in"')) == (0, 1)
        reading.store.close()


@pytest.mark.parametrize("kills", [pytest.param(6, marks=pytest.mark.long), pytest.param(200, marks=pytest.mark.soak)])
def test_a_reader_that_is_killed_again_and_again_loses_none_and_doubles_none(
    reading: Reading, tmp_path: Path, kills: int
) -> None:
    known = [Known("INC-77777", "a@b.example", "<no@desk.example>")]
    letters = list(Writer(7, known, large=1_000_100).letters(max(5 * kills, 60)))
    with reading.box.session(reading.user) as session:
        for letter in letters:
            assert session.append("INBOX", "", '"03-Mar-2026 08:40:00 +0000"', letter.raw)[0] == "OK"
    reading.store.close()
    path = reading.path

    def body() -> None:
        store = Store(str(path))
        while poll(store):
            pass
        store.close()

    midway = 0
    for moment in moments(kills, 20260303, 12, 0.7):
        child = Child(body, path.with_suffix(".errors"))
        wait_for(moment, path, child)
        midway += child.code is None
        child.kill()
    body()  # what is left, however much that is
    assert reading.box.count(reading.user) == 0
    # A session of one that was killed may still be moving what the next one moves: the mailbox may have two of it.
    assert reading.box.count(reading.user, '"Taken in"') >= len(letters)
    raw = sqlite3.connect(path)
    kinds = dict(raw.execute("select kind, count(*) from journal where kind like 'mail.%' group by kind"))
    raw.close()
    kinds.pop("mail.ruled")
    print(f"{midway} of {kills} kills while it read; {kinds}")
    assert sum(kinds.values()) == len({letter.raw for letter in letters}) == len(letters)
    assert midway >= kills // 2
    proven(path)
