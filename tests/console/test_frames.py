"""The drawn frames, cell by cell, from the same story."""

from __future__ import annotations

import pytest

from deskconsole.console.desk.source import Counts
from deskconsole.console.pages import chrome, helptext, pane, rows, show
from deskconsole.console.pages.chrome import Key, Message, Tab
from deskconsole.console.pages.helptext import Group, HelpKey
from deskconsole.console.painting.glyphs import ASCII, UNICODE, Glyphs
from deskconsole.console.painting.layout import cells, columns
from deskconsole.console.painting.lines import Line, as_text, plain, width
from tests.console import story
from tests.console.golden import holds

TABS = [
    Tab("EMEA desk", Counts(28, 3, 7)),
    Tab("Mine", Counts(5, 1)),
    Tab("Unassigned", Counts(9, 1)),
    Tab("P1–P2", Counts(8, 2)),
    Tab("Waiting", Counts(5)),
    Tab("VPN", Counts(3, 1)),
]
KEYS = [
    Key(*words.split(" ", 1))
    for words in ("n new", "a assign", "m take", "r reply", "h hold", "s state", "/ filter", "g go", "i note")
]
SAID = [Message("risk", "09:41 INC-10398 passed 80 % of next response · P2 Civita · nobody owns it")]


def queue(room: int, height: int, g: Glyphs = UNICODE, old: int = 0) -> list[Line]:
    marks = {int(number.removeprefix("INC-")): mark for number, mark in story.MARKS.items()}
    return show.queue_screen(
        story.rows(), TABS, "team:emea is:open", story.HOURS.get, story.scene(g, old=old), room, height,
        detail=story.detail(), said=SAID, keys=KEYS, marks=marks,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "room", "height", "g", "old"),
    [
        ("queue-120x40", 120, 40, UNICODE, 0),
        ("queue-80x24", 80, 24, UNICODE, 0),
        ("queue-160x50", 160, 50, UNICODE, 0),
        ("queue-40x10", 40, 10, UNICODE, 0),
        ("queue-ascii-80x24", 80, 24, ASCII, 0),
        ("queue-stale-80x24", 80, 24, UNICODE, 12),
    ],
)
def test_the_queue_is_drawn_to_the_cell(name: str, room: int, height: int, g: Glyphs, old: int) -> None:
    lines = queue(room, height, g, old)
    assert len(lines) == height
    assert {width(line) for line in lines} == {room}
    holds(name, as_text(lines))


def test_in_ascii_no_sign_is_left_that_an_old_terminal_cannot_draw() -> None:
    assert as_text(queue(160, 50, ASCII)).isascii()


def test_beside_an_open_pane_the_list_has_101_cells_and_no_customer() -> None:
    heads = plain(rows.head(columns(101), story.scene()))
    assert cells(heads) == 101
    assert "customer" not in heads
    assert "used" in heads


def test_the_pane_tells_everything_about_the_ticket() -> None:
    lines = pane.ticket(story.detail(), story.HOURS.get, story.scene(), show.PANE)
    assert {width(line) for line in lines} == {show.PANE}
    holds("pane-58", as_text(lines))


def test_an_empty_desk_says_what_to_do() -> None:
    ways = [("n", "write the first ticket"), (":import", "take over a log"), ("?", "all keys")]
    holds("empty-desk-80", as_text(helptext.empty_desk(ways, 80)))


GROUPS = [
    Group("Move", [HelpKey("↑ ↓ j k", "", "one row", "list.up"), HelpKey("home end", "", "first, last", "list.first")]),
    Group("Find", [HelpKey("/", "", "filter", "filter.open"), HelpKey("1 … 9", "", "saved views", "view.1")]),
    Group(
        "s  State of the ticket",
        [HelpKey("s w", "", "in work", "ticket.work"), HelpKey("s r", "", "resolve", "ticket.resolve")],
    ),
]


def test_the_help_lists_keys_and_how_to_read_a_row() -> None:
    lines = helptext.help_page(GROUPS, [("p:1-2", "priority: one, or a range")], 120, story.scene(), "ticket.resolve")
    holds("help-120", as_text(lines))


def test_typing_in_the_help_finds_a_key_by_what_it_does() -> None:
    found = helptext.found(GROUPS, "state resolve")
    assert found == [Group("s  State of the ticket", [HelpKey("s r", "", "resolve", "ticket.resolve")])]


def test_the_active_view_is_always_in_sight() -> None:
    line = plain(chrome.views(TABS, 5, 60, story.scene()))
    assert "[6 VPN 3 ◆1]" in line
    assert line.rstrip().endswith("+3 ›")


def test_counts_of_zero_are_not_shown() -> None:
    line = plain(chrome.header(["Queue", "Mine"], Counts(5), 120, story.scene()))
    assert line.split() == ["Queue", "›", "Mine", "ana", "09:42:07"]


def test_several_messages_share_the_line() -> None:
    shown = plain(chrome.message([Message("met", "held", "z undo, 9m left"), *SAID], 80, story.scene(), "M"))
    assert shown.startswith(" ✓ held   z undo, 9m left   +1")
    assert shown.endswith(" M ")


def test_a_short_screen_drops_footer_keys_from_the_right_and_keeps_help() -> None:
    shown = plain(chrome.footer(KEYS, [Key("?", "help")], 40, story.scene()))
    assert shown == " n new  a assign  m take         ? help "
