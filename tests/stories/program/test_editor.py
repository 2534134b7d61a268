"""An editor of one's own has the terminal and gives the text back."""

from __future__ import annotations

from pathlib import Path

from tests.stories.desk import StoryDesk
from tests.stories.terminal import Terminal


def test_an_editor_of_ones_own_has_the_terminal_and_gives_the_text_back(desk: StoryDesk, tmp_path: Path) -> None:
    ticket = desk.ticket("VPN drops")
    program = tmp_path / "my editor"
    program.write_text('#!/bin/sh\nstat -c "mode %a" "$1"\nprintf "second line\\033[2J\\n" >> "$1"\n')
    program.chmod(0o755)
    terminal = Terminal(
        (120, 40), "console", "--store", str(desk.path), "--as", "ana", EDITOR=f"'{program}'", VISUAL=""
    )
    try:
        terminal.until("INC-10001", "help")
        terminal.type("i")
        terminal.until("Note on INC-10001")
        terminal.type("first line")
        terminal.until("draft ")
        terminal.type("\x05")
        terminal.until("mode ", "second line\u241b[2J")
        terminal.type("\x07")
        terminal.until("note written on INC-10001")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    texts = desk.all("select text from private_text where about = 'ticket' and subject = :t order by id", t=ticket)
    assert texts[-1] == ("first line\nsecond line\u241b[2J",)
