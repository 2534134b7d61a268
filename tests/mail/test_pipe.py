"""`deskconsole intake mail`: what a mail server pipes in, with the exit codes it knows; killed and run again."""

from __future__ import annotations

import io
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from deskconsole.cli import intake
from deskconsole.core.errors import StoreTrouble
from deskconsole.store.files import Files
from tests.faults.killing import Child, Moment, proven, wait_for
from tests.features.desks import Door, Said, TestDesk, at_the_door, copied
from tests.mail.letters import Known, Writer
from tests.mail.test_letters import known_tickets
from tests.mail.test_threads import message

SEED = 20260304


@pytest.fixture
def pipe(desk: TestDesk, desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The door as the account of an integration, with a message on its standard input."""
    at_the_door(monkeypatch, "bot")
    return desk_door


def piped(pipe: Door, monkeypatch: pytest.MonkeyPatch, raw: bytes, *more: str) -> Said:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    return pipe("intake", "--as", "bot", *more, "mail")


def test_a_message_is_taken_in_once(pipe: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    said = piped(pipe, monkeypatch, message())
    assert (said.code, said.out) == (0, "taken in: INC-10001\n")
    again = piped(pipe, monkeypatch, b"From kim Tue Mar  3 08:59:00 2026\n" + message().replace(b"\r\n", b"\n"))
    assert (again.code, again.out) == (0, "taken in before: INC-10001\n")
    held = piped(pipe, monkeypatch, message(more="Precedence: junk\r\n", name="2"))
    assert (held.code, held.out) == (0, "taken in: Q-1, held back: automatic\n")


def test_mail_servers_hear_codes_that_they_know(pipe: Door, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert piped(pipe, monkeypatch, b"  \r\n").code == 65
    assert piped(pipe, monkeypatch, message(), "--received", "soon").code == 64
    assert piped(pipe, monkeypatch, message(), "--as", "ana").code == 75  # an agent is no mail server
    assert piped(Door(tmp_path / "none.db", pipe.capsys), monkeypatch, message()).code == 75
    monkeypatch.setattr(Files, "keep", lambda self, data: (_ for _ in ()).throw(StoreTrouble("the disk is full")))
    full = piped(pipe, monkeypatch, message())
    assert (full.code, full.err) == (75, "deskconsole: the disk is full\n")


def test_what_is_too_large_is_read_to_its_end_and_held_back(pipe: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    said = piped(pipe, monkeypatch, message() + b"z" * 3_000_000)
    assert (said.code, said.out) == (0, "taken in: Q-1, held back: too large\n")


def test_a_message_of_25_mb_is_taken_in_as_it_is(tmp_path: Path, desk: TestDesk) -> None:
    """In a process of its own, to see what it needs."""
    with desk.store.backend.writing() as driver:
        driver.change("update mail_rules set body = replace(body, '\"size_mb\": 1', '\"size_mb\": 30')")
    made = Writer(1, []).plain("see the film")
    made.add_attachment(random.Random(1).randbytes(18_000_000), "video", "mp4", filename="film.mp4")
    raw = made.as_bytes()
    assert len(raw) > 24_000_000
    run = "import resource, sys\nfrom deskconsole.cli.main import main\ncode = main(sys.argv[1:])\n" \
          "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\nsys.exit(code)"  # fmt: skip
    words = ["intake", "mail", "--store", str(desk.path), "--as", "bot"]
    said = subprocess.run([sys.executable, "-c", run, *words], input=raw, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr
    took, mb = said.stdout.decode().splitlines()
    print(f"\n{len(raw) / 1e6:.0f} MB: {mb} MB of memory")
    assert took == "taken in: INC-10001"
    assert int(mb) < 600


def run_all(path: Path, letters: list[bytes]) -> None:
    """What a mail server does: each message until it is told that it was taken."""
    for raw in letters:
        sys.stdin = SimpleNamespace(buffer=io.BytesIO(raw))
        assert intake.run(["mail", "--store", str(path), "--as", "bot"]) == 0


@pytest.mark.parametrize("kills", [pytest.param(8, marks=pytest.mark.long), pytest.param(200, marks=pytest.mark.soak)])
def test_an_intake_that_is_killed_again_and_again_loses_none_and_doubles_none(
    desk: TestDesk, tmp_path: Path, kills: int
) -> None:
    known: list[Known] = known_tickets(desk)
    letters = [letter.raw for letter in Writer(SEED, known, large=1_000_100).letters(90)]
    before = dict(desk.all("select kind, count(*) from journal where kind like 'mail.%' group by kind"))
    desk.store.close()
    path = copied(desk.path, tmp_path / "killed.db")
    chance = random.Random(SEED)
    midway = 0
    for number in range(kills):
        seconds = chance.uniform(0.02, 0.5)
        moment = Moment(None, seconds) if number % 2 else Moment(chance.randint(1, 12), None)
        child = Child(lambda: run_all(path, letters), path.with_suffix(".errors"))
        wait_for(moment, path, child)
        midway += child.code is None
        child.kill()
    Child(lambda: run_all(path, letters), path.with_suffix(".errors")).end()
    raw = sqlite3.connect(path)
    kinds = dict(raw.execute("select kind, count(*) from journal where kind like 'mail.%' group by kind"))
    digests = [row[0] for row in raw.execute(
        "select f.text from private_text f where f.id in"
        " (select file from mail union select file from attachment union select file from quarantine)"
    )]  # fmt: skip
    raw.close()
    new = {kind: count - before.get(kind, 0) for kind, count in kinds.items() if count > before.get(kind, 0)}
    print(f"\nseed {SEED}: {midway} of {kills} kills on the way; {new}")
    assert midway >= kills // 2
    assert sum(new.values()) == len(letters)
    assert all(Files.of(str(path)).place(digest).exists() for digest in digests)  # none is named that is not there
    proven(path)
