"""The desk without a screen: what changes, as sentences that somebody listens to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from deskconsole.cli.main import main
from deskconsole.console.pages.plain import Watch
from deskconsole.features.agreements.views import CALENDAR, calendar_of
from deskconsole.features.promises.commands import make
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.store.driver import Reader
from tests.stories.desk import StoryDesk

Heard = Callable[..., list[str]]


@pytest.fixture
def heard(desk: StoryDesk, capsys: pytest.CaptureFixture[str]) -> Heard:
    """What one would have heard from here on."""
    since = int(desk.scalar("select max(seq) from journal"))

    def listen(*words: str, me: str = "ana") -> list[str]:
        code = main(["watch", "--store", str(desk.path), "--since", str(since), "--once", "--me", me, *words])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return out.splitlines()

    return listen


def test_what_which_who_and_when_it_is_due(desk: StoryDesk, heard: Heard) -> None:
    ticket = desk.ticket("VPN drops", "ana")
    desk.do("ben", c.claim(ticket))
    desk.do("ben", c.reply(ticket, "Node 2 is\nbeing restarted."))
    said = heard()
    number = desk.number(ticket)
    assert said[0].startswith(f"09:42:00, {number}, priority ")
    assert f"{number}, priority 5, VPN drops: ben, public answer, first response: Node 2 is being restarted." in said[2]
    assert re.search(r"Resolution is due at Sat 18 Apr 03:42, in 90 hours of business time\.$", said[2])
    desk.do("ben", c.hold(ticket, reason="caller"))
    assert "VPN drops: ben, held for caller" in heard()[3]
    assert re.search(r"Resolution is paused, \d+ hours left\.$", heard()[3])


def test_nothing_but_sentences_is_said(desk: StoryDesk, heard: Heard) -> None:
    ticket = desk.ticket("A\x1b[2JB \u202egnp.exe\nsecond line", "ana")
    desk.do("ben", c.note(ticket, "◆ card 4111 1111 1111 1111\x07"))
    desk.until("2026-04-16T07:42Z")
    desk.tick()
    for line in heard():
        assert line.endswith(".")
        assert line.isprintable()
        assert not set(line.split(": ", 1)[1].partition(". ")[2]) & set("◆▲‖✓✗")
        assert "4111 1111" not in line
    assert all(line.isascii() for line in heard("--ascii"))


def test_it_is_filtered_like_the_queue_and_what_leaves_is_told_once_more(desk: StoryDesk, heard: Heard) -> None:
    mine, other = desk.ticket("mine", "ana"), desk.ticket("other", "ana")
    desk.do("ana", c.claim(mine))
    desk.do("ben", c.claim(other))
    assert {line.split(", ")[1] for line in heard("--filter", "owner:me")} == {desk.number(mine)}
    with watching(desk, "--filter", "owner:me is:open", "--me", "ana") as listener:
        desk.do("ben", c.note(other, "not for ana"))
        desk.do("ben", c.assign(mine, "ben"))
        assert listener.stdout is not None
        line = listener.stdout.readline()
        assert desk.number(mine) in line
        assert "assigned to ben" in line
        assert line.endswith("It no longer is one of those you watch.\n")
        desk.do("ben", c.note(mine, "gone"))
        desk.do("ben", c.assign(other, "ana"))
        assert desk.number(other) in listener.stdout.readline()


def test_a_filter_that_is_none_is_said_at_once(desk: StoryDesk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--store", str(desk.path), "--filter", "bogus:1"]) == 2
    assert "bogus" in capsys.readouterr().err
    assert main(["watch", "--store", str(desk.path), "--once"]) == 2
    assert "--since SEQ" in capsys.readouterr().err


def test_a_script_goes_on_where_it_ended(desk: StoryDesk, heard: Heard) -> None:
    ticket = desk.ticket("VPN drops", "ana")
    desk.do("ben", c.claim(ticket))
    first, second = map(json.loads, heard("--format", "json"))
    assert (first["ticket"], second["owner"], second["actor"]) == (desk.number(ticket), "ben", "ben")
    assert second["events"][0]["kind"] == "ticket.assigned"
    assert second["says"] in heard()
    assert heard("--format", "json", "--since", str(first["seq"])) == [json.dumps(second, ensure_ascii=False)]
    assert heard("--since", str(second["seq"])) == []


def test_a_promise_is_told_of_on_its_ticket(desk: StoryDesk, heard: Heard) -> None:
    ticket = desk.ticket("VPN drops", "ana")
    desk.do("ana", make(ticket, what="call back", by=desk.store.now() + 3_600_000_000))
    (line,) = [line for line in heard() if "promised" in line]
    assert desk.number(ticket) in line
    assert "call back" in line


def test_what_it_costs_follows_what_changed(desk: StoryDesk) -> None:
    for n in range(40):
        desk.ticket(f"one of many {n}", "ana")
    ticket = desk.ticket("the one", "ana")
    since = int(desk.scalar("select max(seq) from journal"))
    desk.do("ben", c.claim(ticket))

    asked: list[str] = []

    class Counting:
        """The driver of the desk, and what it was asked."""

        def select(self, sql: str, values: object = None) -> object:
            asked.append(sql)
            return desk.store.read.driver.select(sql, values)  # type: ignore[arg-type]

    watch = Watch(
        lambda: Reader(Counting()),  # type: ignore[arg-type]
        lambda: compile_filter("is:open", "ana", desk.store.now()),
        lambda version: calendar_of(desk.store.read.one(CALENDAR, id=version)),
    )
    (change,) = watch.between(since + 1, since + 20, desk.store.now())
    assert change.row.id == ticket
    assert len(asked) == 3  # the lines, what was written in them, and the one ticket


@contextmanager
def watching(desk: StoryDesk, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The program itself; it ends by ctrl+c, and that is no mistake."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    listener = subprocess.Popen(
        [sys.executable, "-m", "deskconsole", "watch", "--plain", "--store", str(desk.path), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    try:
        assert listener.stderr is not None
        assert re.fullmatch(
            r"Watching .* from line \d+ of the record on\. Control C ends it\.\n", listener.stderr.readline()
        )
        yield listener
        listener.send_signal(signal.SIGINT)
        out, err = listener.communicate(timeout=30)
        assert (listener.returncode, out, err) == (0, "", "")
    finally:
        listener.kill()
        listener.wait()
