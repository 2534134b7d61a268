"""The sheet for when the desk is down: what stands on it, where it is put, and what paper it makes."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import HOUR
from deskconsole.features.promises import commands as promises
from deskconsole.features.tickets import commands as c
from deskconsole.offline.paper import read_paper
from deskconsole.offline.placing import put
from deskconsole.offline.printed import as_html, as_text
from deskconsole.offline.sheet import read
from tests.features.desks import Door, TestDesk

BERLIN = ZoneInfo("Europe/Berlin")
HOSTILE = "VPN <script>alert(1)</script>\x1b[31m **down** | now"


@pytest.fixture
def urgent(desk: TestDesk) -> int:
    """A P1 with a promise, and a P3 that is nobody's hurry."""
    ticket = desk.new(HOSTILE, impact="1", urgency="1", customer="acme")
    desk.new("Chairs", impact="3", urgency="3")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", promises.make(ticket, "call back with news", desk.now + HOUR))
    return ticket


def test_it_says_who_is_reached_how_what_is_urgent_and_what_is_promised(desk: TestDesk, urgent: int) -> None:
    text = as_text(read(desk.store.read, desk.now), BERLIN)
    assert "Open P1 and P2: 1" in text
    assert "INC-10001  P1  VPN <script>" in text
    assert "Chairs" not in text
    assert "\x1b" not in text
    assert "call back with news, to the requester, by ana" in text
    assert "ana        Ana (agent): no contact is known" in text
    assert "Who holds the desk\n------------------\nno roster says so" in text
    assert "none" not in text.partition("Promised")[0].partition("Open P1")[2]


def test_as_a_page_it_is_harmless(desk: TestDesk, urgent: int) -> None:
    page = as_html(read(desk.store.read, desk.now), BERLIN)
    assert "<script>" not in page
    assert "VPN &lt;script&gt;" in page


def test_an_empty_form_is_no_entry_and_a_filled_one_is(desk: TestDesk, urgent: int) -> None:
    text = as_text(read(desk.store.read, desk.now), BERLIN)
    form = text[text.index("What was done meanwhile") :]
    assert read_paper(form, desk.now, BERLIN) == []
    filled = form + "09:00 | INC-10001 | called | all told\n"
    assert [entry.about for entry in read_paper(filled, desk.now, BERLIN)] == ["INC-10001"]


def test_it_is_put_in_a_second_place_whole_or_not_at_all(desk: TestDesk, urgent: int, tmp_path: Path) -> None:
    sheet = read(desk.store.read, desk.now)
    files = put(sheet, BERLIN, str(tmp_path / "usb"))
    assert [file.name for file in files] == ["offline-sheet.txt", "offline-sheet.html"]
    assert files[0].read_text(encoding="utf-8") == as_text(sheet, BERLIN)
    assert sorted(file.name for file in (tmp_path / "usb").iterdir()) == ["offline-sheet.html", "offline-sheet.txt"]
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BadInput, match="the offline sheet cannot be written there"):
        put(sheet, BERLIN, str(tmp_path / "file"))


def test_from_the_command_line(desk: TestDesk, desk_door: Door, urgent: int, tmp_path: Path) -> None:
    desk.show_time()
    assert "Open P1 and P2: 1" in desk_door("sheet").out
    assert desk_door("sheet", "--format", "html").out.startswith("<!doctype html>")
    assert str(tmp_path / "usb" / "offline-sheet.txt") in desk_door("sheet", "--out", tmp_path / "usb").out
    assert "it is for whoever sees all teams" in desk_door("sheet", "--as", "net").err
