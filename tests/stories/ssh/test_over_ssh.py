"""Agents come in by SSH with keys of their own: each as who they are, to the console and nowhere else."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deskconsole.cli.main import main
from tests.stories.desk import StoryDesk
from tests.stories.ssh.sshd import PATIENCE, Server, Ssh, needs_sshd, sshd

NAME = 'it\'s "a" desk $HOME `id`.db'
"""What sshd and a shell have to hand on as it is."""


@pytest.fixture
def server(desk: StoryDesk, tmp_path: Path) -> Iterator[Server]:
    """Ana and Ben may come, and the account's owner with a line that is none of ours."""
    needs_sshd()
    odd = desk.path.with_name(NAME)
    odd.symlink_to(desk.path)
    with sshd(tmp_path / "sshd") as made:
        made.keys.write_text(made.key("owner").read_text())
        keys = [f"{handle}={made.key(handle)}" for handle in ("ana", "ben")]
        assert main(["ssh-keys", "--store", str(odd), "--write", str(made.keys), *keys]) == 0
        yield made


def test_each_arrives_as_who_they_are_whatever_they_ask_for(desk: StoryDesk, server: Server, tmp_path: Path) -> None:
    ticket = desk.ticket("VPN drops")
    mark = tmp_path / "mark"
    terminal = Ssh((100, 30), *server.words("ben", "-tt", "127.0.0.1", f"touch '{mark}'; exec sh"))
    try:
        terminal.until("INC-10001", "ben", "help")
        terminal.type("i")
        terminal.until("Note on INC-10001")
        assert "editor" not in terminal.since()
        terminal.type("from afar\x07")
        terminal.until("note written on INC-10001")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert not mark.exists()
    assert desk.all("select actor from journal where kind = 'ticket.commented' and subject = :t", t=ticket) == [
        ("ben",)
    ]
    assert server.run("owner", "127.0.0.1", f"touch '{mark}'").returncode == 0
    assert mark.exists()  # the same account, by a line that allows it


def test_nothing_goes_through_but_the_console(server: Server) -> None:
    without = server.run("ana", "127.0.0.1", "cat /etc/hostname")
    assert (without.returncode, without.stdout) == (2, "")
    assert "the console needs a terminal" in without.stderr
    files = server.run("ana", "-s", "127.0.0.1", "sftp")
    assert (files.returncode, files.stdout) == (2, "")
    back = server.run("ana", "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1", "127.0.0.1")
    assert back.returncode == 255
    assert "forwarding failed" in back.stderr
    with socket.create_server(("127.0.0.1", 0)) as inside:
        through = server.run("ana", "-W", f"127.0.0.1:{inside.getsockname()[1]}", "127.0.0.1")
        assert (through.returncode, through.stderr) == (255, "stdio forwarding failed\n")
        assert select.select([inside], [], [], 0)[0] == []


def test_a_line_that_drops_leaves_the_draft_and_no_process(desk: StoryDesk, server: Server) -> None:
    desk.ticket("VPN drops")
    terminal = Ssh((80, 24), *server.words("ana", "-tt", "127.0.0.1"))
    try:
        terminal.until("INC-10001", "help")
        terminal.type("i")
        terminal.until("Note on INC-10001")
        terminal.type("half a sent")
        terminal.until("sent")
        assert consoles(desk)
    finally:
        terminal.close()  # the client is killed
    end = time.monotonic() + PATIENCE
    while consoles(desk):
        assert time.monotonic() < end
        time.sleep(0.02)
    assert desk.all("select operator, text from draft") == [("ana", "half a sent")]
    assert desk.all("select role from process") == []


def consoles(desk: StoryDesk) -> list[bytes]:
    """The processes that serve this desk."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ends while one looks
            found.append(file.read_bytes())
    return [line for line in found if str(desk.path.with_name(NAME)).encode() in line]
