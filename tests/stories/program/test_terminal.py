"""A real terminal, as it comes: one that takes nothing for a while, and keys that come in pieces."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator

import pytest

from tests.stories.desk import LARGE, StoryDesk
from tests.stories.terminal import PATIENCE, Terminal

PAGE_DOWN, PAGE_UP, ESCAPE = "\x1b[6~", "\x1b[5~", "\x1b"
PAGES = 80
"""More than a terminal keeps that is not read from: 64 KB."""


@pytest.fixture
def terminal(desk: StoryDesk) -> Iterator[Terminal]:
    for number in range(120):
        desk.ticket(f"VPN drops on floor {number}")
    terminal = Terminal(LARGE, "console", "--store", str(desk.path), "--as", "ana")
    terminal.until("INC-10001", "help")
    yield terminal
    terminal.close()


def test_a_terminal_that_takes_nothing_keeps_nobody_waiting(desk: StoryDesk, terminal: Terminal) -> None:
    before = len(terminal.sent)
    terminal.type((PAGE_DOWN + PAGE_UP) * (PAGES // 2) + "m")
    end = time.monotonic() + PATIENCE
    while not desk.all("select id from ticket where owner = 'ana'"):  # nothing of all that has been read
        assert time.monotonic() < end, "the console waits for its terminal"
        select.select([], [], [], 0.05)
    terminal.until("assigned to ana")  # and what is painted in the end is how it stands now
    assert len(terminal.sent) - before < PAGES * 3000
    terminal.type("Q")
    assert terminal.end() == 0


def test_a_console_that_is_told_to_end_does_not_wait_for_its_terminal_either(terminal: Terminal) -> None:
    terminal.type((PAGE_DOWN + PAGE_UP) * (PAGES // 2))
    select.select([], [], [], 1.0)  # a terminal is full before that, or it ends as it should all the more
    terminal.process.terminate()
    assert terminal.process.wait(PATIENCE) == 0


def test_escape_and_a_key_that_begins_with_it_are_told_apart(terminal: Terminal) -> None:
    terminal.type("i")
    terminal.until("Note on INC-10001")
    terminal.type(ESCAPE)
    terminal.until("created, P5", "VPN drops on floor 0")  # the note is left
    terminal.type(ESCAPE)
    terminal.type("[B")
    terminal.until("INC-10002")
