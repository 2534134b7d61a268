"""The clipboard of the terminal: key, link, text; what was tried is said, since no terminal answers."""

from __future__ import annotations

import base64
import re

import pytest

from deskconsole.console.terminal.clipboard import MOST, copied, too_long
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_key_link_and_text_of_a_ticket(desk: StoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        for keys, held, said in (
            ("yk", "INC-10001", "INC-10001 sent to the terminal’s clipboard; not every terminal takes it"),
            ("yl", "deskconsole:INC-10001", "deskconsole:INC-10001 sent to the terminal’s clipboard"),
        ):
            await ana.press(*keys)
            await ana.hears(said)
            assert ana.app.clipboard == held
        await ana.opens(ticket)
        await ana.press("y", "l")
        await ana.hears("deskconsole:INC-10001 sent")
        await ana.press("y", "t")
        await ana.hears("this ticket sent")
        assert "VPN drops" in ana.app.clipboard
        monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
        await ana.press("y", "k")
        await ana.hears("also past tmux, if its allow-passthrough is on")


async def test_where_there_is_no_ticket_there_is_no_link(desk: StoryDesk) -> None:
    async with sitting(desk) as ana:
        await ana.press("y", "l")
        await ana.hears("link: there is no ticket here")


def test_inside_tmux_and_screen_it_is_wrapped_so_that_it_gets_through() -> None:
    text = "schön " * 200
    tmux = copied(text, "it", {"TMUX": "x"})
    assert tmux is not None
    inner = re.fullmatch("\x1bPtmux;(.*)\x1b\\\\", tmux.beside, re.DOTALL)
    assert inner is not None
    assert _held(inner[1].replace("\x1b\x1b", "\x1b")) == text
    screen = copied(text, "it", {"STY": "x"})
    assert screen is not None
    parts = re.findall("\x1bP(.*?)\x1b\\\\", screen.beside, re.DOTALL)
    assert max(map(len, parts)) <= 250
    assert _held("".join(parts)) == text
    assert copied(text, "it", {}).beside == ""  # type: ignore[union-attr]


def _held(sequence: str) -> str:
    found = re.fullmatch("\x1b\\]52;c;(.*)\x07", sequence)
    assert found is not None
    return base64.b64decode(found[1]).decode()


def test_too_much_is_refused_in_bytes_not_letters() -> None:
    assert copied("x" * MOST, "it", {}) is not None
    assert copied("ü" * (MOST // 2 + 1), "it", {}) is None
    assert too_long("ü" * 40_000, "this page") == (
        "this page: 80 000 bytes, terminals take at most 74 994; nothing was sent"
    )
