"""The program in a real terminal, as its config.toml says: every byte that it sends."""

from __future__ import annotations

import re
from pathlib import Path

from tests.stories.desk import StoryDesk
from tests.stories.terminal import Terminal

COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)(?:;\d+)*m")
MOUSE = "\x1b[?1000h"


def test_a_file_says_whose_desk_and_how_it_looks(desk: StoryDesk, tmp_path: Path) -> None:
    desk.ticket("VPN drops")
    desk.ticket("Printer jammed")
    config = tmp_path / "mine.toml"
    config.write_text(
        f'store = "{desk.path}"\nas = "ana"\ncolour = false\nmouse = false\nascii = true\ndensity = "airy"\n', "utf-8"
    )
    terminal = Terminal((80, 24), "--config", str(config))
    try:
        terminal.until("INC-10001", " help", "INC-10002", "VPN drops")
        terminal.type("?")
        terminal.until("Keys on this screen", "shift+tab")
        terminal.type("\x1b")
        terminal.until("INC-10001")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert MOUSE not in terminal.text
    assert COLOUR.search(terminal.text) is None
    assert re.search(r"\x1b\[(\d+;)*1(;\d+)*m", terminal.text)  # weight is left
    assert re.sub(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]", "", terminal.text).isascii()


def test_a_click_is_the_key_it_falls_on(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    terminal = Terminal((80, 24), "console", "--store", str(desk.path), "--as", "ana", "--theme", "day")
    try:
        terminal.until("INC-10001", "help", MOUSE)
        terminal.type("\x1b[<0;77;24M\x1b[<0;77;24m")  # “? help” at the end of the last line
        terminal.until("Keys on this screen")
        terminal.type("\x1b")
        terminal.until("INC-10001")
        terminal.type("Q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert "48;2;251;250;247" in terminal.text  # the ground of “day”
