"""The ticket workspace as lines, cell by cell, from the story of the frames (frame 05)."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.console.desk.source import Entry, Workspace
from deskconsole.console.pages import workspace
from deskconsole.console.pages.sections import SECTIONS, Look, Section, draw
from deskconsole.console.painting.glyphs import ASCII, UNICODE, Glyphs
from deskconsole.console.painting.lines import Line, as_text, width
from tests.console import story
from tests.console.golden import holds

ENTRIES = [
    Entry(story.at(5, 30), "desk", "created from a call, P1: whole site × cannot work", None, 1),
    Entry(story.at(5, 34), "eli", "they called us, phone, reached", "“All users are thrown out after 90 s.”", 2, "in"),
    Entry(story.at(7, 5), "ana", "assigned to ana", None, 3),
    Entry(story.at(7, 22), "ana", "internal", "sessions leak since firmware 9.1.4\n会議室の画面が映らない", 4),
    Entry(story.at(8, 42), "desk", "▲ 80 % of resolution", None, 5),
    Entry(story.at(8, 55), "mail-intake", "the customer wrote", "Is there an estimate? Trucks wait here.", 6, "in"),
    Entry(story.at(9, 12), "ana", "public answer", "Node 2 is being restarted, next news by 10:00.", 7, "out"),
    Entry(story.at(9, 30), "desk", "◆ resolution breached", None, 8),
    Entry(story.at(9, 40), "ana", "internal", "my card is 4111 1111 1111 1111 \x1b[2J[red]x[/]", 9),
]  # fmt: skip
FOUND = Workspace(story.detail()._replace(timeline=[]), ENTRIES, False)


def page(room: int, g: Glyphs = UNICODE) -> list[Line]:
    return workspace.printed(FOUND, story.HOURS.get, story.scene(g), room)


@pytest.mark.parametrize(
    ("name", "room", "g"),
    [
        ("ticket-80", 80, UNICODE), ("ticket-120", 120, UNICODE), ("ticket-160", 160, UNICODE),
        ("ticket-ascii-120", 120, ASCII), ("ticket-40", 40, UNICODE),
    ],
)  # fmt: skip
def test_a_ticket_is_drawn_to_the_cell(name: str, room: int, g: Glyphs) -> None:
    lines = page(room, g)
    assert {width(line) for line in lines} == {room}
    holds(name, as_text(lines))


def test_in_ascii_no_sign_is_left_that_an_old_terminal_cannot_draw() -> None:
    assert as_text(page(160, ASCII)).isascii()


@given(st.text(max_size=200), st.text(max_size=30), st.integers(24, 170))
def test_whatever_somebody_wrote_stays_within_its_cells(body: str, who: str, room: int) -> None:
    entry = Entry(story.at(9, 0), who, f"internal {who}", body, 1, "in")
    lines = workspace.entry_lines(entry, story.scene(), room)
    assert {width(line) for line in lines} == {room}
    assert not {category(char) for line in lines for text, _ in line for char in text} & {"Cc", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("body", ["x" * 9_234, "会" * 9_234, "word " * 2_000, "a\n" * 5_000])
def test_a_book_is_cut_and_says_how_much_of_it_is_left(body: str) -> None:
    lines = workspace.entry_lines(Entry(story.at(9, 0), "ana", "internal", body, 1), story.scene(), 80)
    assert len(lines) <= workspace.MOST_LINES + 2
    assert " more characters" in as_text(lines[-1:])


def test_an_entry_is_laid_out_once_for_a_width() -> None:
    told = workspace.Told()
    first, again = (told.lines(ENTRIES, False, story.scene(later=later), 70) for later in (0, 1))
    assert all(a is b for a, b in zip(first, again, strict=True))
    assert {width(line) for line in told.lines(ENTRIES, False, story.scene(), 90)} == {90}


def test_a_section_that_has_nothing_to_say_is_not_there() -> None:
    quiet = Section("Quiet", lambda told, look: [])
    loud = Section("Loud", lambda told, look: [[(f" {told}", "")]], key="clock.explain", word="explain")
    look = Look(FOUND.detail, story.HOURS.get, story.scene(), 48)
    drawn = draw({"Loud": "heard"}, look, lambda name: "x", sections=[quiet, loud])
    assert [each.title for each in drawn] == ["Loud"]
    assert as_text(drawn[0].lines) == " ─ Loud ─────────────────────────── x explain ─\n heard\n"
    assert [section.title for section in SECTIONS][:3] == ["Clocks", "Escalation", "Ticket"]


@pytest.mark.parametrize("active", [0, 1, 2])
def test_where_there_is_room_for_one_they_are_tabs(active: int) -> None:
    line = workspace.tabs(["Conversation", "Clocks", "Ticket"], active, 80, story.scene())
    assert width(line) == 80
    assert f"[{active + 1} {('Conversation', 'Clocks', 'Ticket')[active]}]" in as_text([line])


def test_the_whole_timeline_is_text_for_an_editor() -> None:
    text = workspace.plain_text(ENTRIES, story.scene())
    assert "Tue 14 Apr 2026 09:40:00 CEST  ana: internal" in text
    assert "    my card is **** **** **** 1111" in text
