"""What people and machines send us is shown, never obeyed."""

from __future__ import annotations

import pytest

from deskconsole.console.pages import pane, rows
from deskconsole.console.painting.glyphs import ASCII, UNICODE
from deskconsole.console.painting.layout import columns
from deskconsole.console.painting.lines import as_text, plain, width
from tests.console import story

HOSTILE = [
    "A\x1b[2JB",
    "\x1b]52;c;cm0gLXJmIC8=\x07clip",
    "\x9b31mred\x9d0;title\x9c",
    "invoice \u202egnp.exe \u2066hidden\u2069",
    "two\nlines\r\nand\ttabs",
    "[red]x[/] [@click=app.quit]free money[/]",
    "zero\u200bwidth\ufeff and \ud800 halves",
    "👩‍🚒 🇫🇷 👍🏽 ❤️",
    "Z̷̡̛̀̈a̸l̵g̶o̷" * 40,
    "会" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("g", [UNICODE, ASCII])
def test_a_row_stays_one_harmless_line_of_its_width(text: str, g: object) -> None:
    scene = story.scene(ASCII if g is ASCII else UNICODE)
    row = story.rows()[0]._replace(title=text, customer=text, owner=text, tags=text, service=text, number=text[:9])
    line = rows.queue_line(row, columns(160), story.HOURS[1], scene)
    assert width(line) == 160
    assert not set(plain(line)) & {chr(code) for code in (*range(32), *range(127, 160), 0x202E, 0x2066)}


def test_markup_is_shown_whole() -> None:
    assert UNICODE.outside("[red]x[/]") == "[red]x[/]"


def test_a_control_character_shows_its_picture() -> None:
    assert UNICODE.outside("A\x1b[2JB") == "A␛[2JB"


def test_pictures_are_parted_so_that_every_terminal_agrees_on_their_width() -> None:
    assert UNICODE.outside("🇫🇷 ❤️ 👩‍🚒") == "FR ❤ 👩🚒"


def test_in_ascii_accents_fall_off() -> None:
    assert ASCII.outside("Müller – “Größe” … 会") == 'Muller - "Grosse" ... ?'


def test_the_pane_keeps_every_line_of_a_message_harmless() -> None:
    detail = story.detail()
    evil = detail.timeline[0]._replace(body="first\n\x1b[2Jsecond", who="\x1b]0;x\x07", what="\u202ework")
    lines = pane.ticket(detail._replace(timeline=[evil]), story.HOURS.get, story.scene(), 58)
    text = as_text(lines)
    assert "first\n" in text
    assert "␛[2Jsecond" in text
    assert "\x1b" not in text
