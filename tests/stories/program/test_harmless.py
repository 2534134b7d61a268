"""No title reaches the terminal as a command."""

from __future__ import annotations

import re

import pytest

from deskconsole.features.tickets import commands as c
from tests.stories.desk import StoryDesk
from tests.stories.terminal import Terminal

HOSTILE = ("A\x1b[2JB", "\x1b]52;c;cm0gLXJmIC8=\x07", "invoice \u202egnp.exe \u2066hidden\u2069", "[red]x[/]")

NEVER = re.compile("A\x1b|\x1b\\]52|[\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_no_title_reaches_the_terminal_as_a_command(desk: StoryDesk, size: tuple[int, int]) -> None:
    for title in HOSTILE:
        ticket = desk.ticket(title, requester=title)
        desk.do("ana", c.note(ticket, f"says\n{title}"))
    terminal = Terminal(size, "console", "--store", str(desk.path), "--as", "ana")
    try:
        terminal.until("INC-10001", "A␛[2JB", "␛]52;c;cm0gLXJmIC8=␇", "invoice gnp.exe hidden", "[red]x[/]")
        terminal.type("\r")
        terminal.until("newest last")
        terminal.type("q")
        terminal.until("SLA ▾")
        terminal.type("x")
        terminal.until("Answer", "next clock")
        terminal.type("q")
        terminal.until("SLA ▾")
        terminal.type("h")
        terminal.until("What it does")
        terminal.type("\x1b")
        terminal.until("nothing has happened", "help")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert NEVER.findall(terminal.text) == []
