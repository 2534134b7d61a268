"""A call is taken down without a colour."""

from __future__ import annotations

import re
from pathlib import Path

from tests.stories.desk import StoryDesk
from tests.stories.terminal import Terminal

COLOURS = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def test_a_call_is_taken_down_without_a_colour_and_its_long_text_in_an_editor_of_ones_own(
    desk: StoryDesk, tmp_path: Path
) -> None:
    desk.ticket("VPN drops", impact="1", urgency="1")
    program = tmp_path / "editor"
    program.write_text('#!/bin/sh\nprintf "token accepted,\\nthen it drops\\n" >> "$1"\n')
    program.chmod(0o755)
    argv = ("console", "--store", str(desk.path), "--as", "ana")
    terminal = Terminal((80, 24), *argv, EDITOR=str(program), VISUAL="", NO_COLOR="1")
    try:
        terminal.until("INC-10001", "help")
        terminal.type("n")
        terminal.until("on a call", "required: caller, title")
        terminal.type("Kim Berg 0176 5550142\r")
        terminal.until("is added with the call")
        terminal.type("Badge does not open gate B")
        terminal.until("gate B")
        terminal.type("\x05")
        terminal.until("oken accepted,", "then it drops")  # the cursor stands on the first letter
        terminal.type("\x07")
        terminal.until("INC-10002 written")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert [terminal.text[at.start() - 60 : at.end() + 40] for at in COLOURS.finditer(terminal.text)] == []
    texts = desk.all("select text from private_text where about = 'ticket' and subject = 2 order by id")
    assert ("token accepted,\nthen it drops",) in texts
