"""The wall as lines: figures to be read across a room, and what it says where there is nothing to show."""

from __future__ import annotations

from typing import Any

import pytest

from deskconsole.console.desk.wall import Beside, Breaches, Group, Load, Wall
from deskconsole.console.pages import wallpage
from deskconsole.console.pages.wallfeet import many, marks, spark
from deskconsole.console.painting.digits import HEIGHT, SHAPES, drawn
from deskconsole.console.painting.glyphs import ASCII
from deskconsole.console.painting.lines import plain, width
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.wall.views import Coming, Flow, Hand, Many
from tests.console import story


def wall(**more: Any) -> Wall:
    """The story’s desk by service: two in trouble, with tickets of its queue."""
    rows = story.rows()
    groups = [
        Group("vpn", "VPN", 1, 0, Many(3), 0, [rows[0], rows[11], rows[12]]),
        Group("mail", "Mail", 0, 1, Many(1000, True), 1, [rows[4], *rows[13:16]]),
    ]
    hands = [
        Load(Hand("ana", frozenset(), frozenset(), "available", None, Many(5), 17), 1, 1),
        Load(Hand("ben", frozenset(), frozenset(), "call", Instant(story.NOW - 720_000_000), Many(16), 60), 0, 12),
    ]
    nobody = Load(Hand("", frozenset(), frozenset(), None, None, Many(9), 0), 1, 2)
    made = Wall(
        "service", "EMEA desk", "", story.NOW, groups, 0, 3, 7, 2, [Beside("hw", "Hardware", Many(3))], 2, rows[3],
        rows[0], Many(28), Coming(2, 7, 10), Flow(9, 31), Flow(7, 20),
        Breaches(Instant(story.NOW - DAY), [0, 0, 1, *[0] * 19, 2, 3], 41, 1, 6), hands, nobody,
    )  # fmt: skip
    return made._replace(**more)


def page(room: int, height: int | None, of: Wall | None = None, **more: Any) -> list[str]:
    made = wallpage.page(of or wall(), story.HOURS.get, story.scene(**more), room, height, lambda _: "O t")
    lines = [*made.above, *(each.line for each in made.lines), *made.below]
    assert {width(line) for line in lines} == {room}
    return [plain(line).rstrip() for line in lines]


@pytest.mark.parametrize("room", [1, 10, 40, 69, 70, 80, 109, 110, 120, 149, 150, 160, 300])
@pytest.mark.parametrize("height", [None, 1, 7, 12, 21, 37, 47])
def test_every_line_is_as_wide_as_the_screen(room: int, height: int | None) -> None:
    assert page(room, height)
    assert all(line.isascii() for line in page(room, height, g=ASCII))


def test_figures_as_large_as_they_go_say_how_many_how_long_and_whose() -> None:
    text = "\n".join(page(160, 47))
    assert "██████  ██████" not in text.splitlines()[0]
    for words in ("◆ breached", "since 09:30", "oldest −12m", "▲ at risk", "2 due in 30m", "2 nobody owns"):
        assert words in text
    assert "INC-10398 ▆P2" in text
    assert "1 000+ open" in text
    assert "◆■■ " in text
    assert "▲■■■■■■■■■■■■■■…" in text
    assert "held" not in text
    assert " 2 more services, none at risk: Hardware 3, …" in text


def test_two_columns_say_when_it_broke_what_comes_and_who_has_how_much() -> None:
    text = "\n".join(page(160, 47))
    assert "last 24 hours, 41 in 7 days" in text
    assert "▁▁▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▃▄   now 3   same hour last week 1" in text
    assert "arrivals 9 an hour, resolved 7 an hour: backlog grows by 2" in text
    assert "today 31 new · 20 resolved · 6 breached · 28 open now" in text
    assert "ana     ━━━━━─────    5   17   ◆1 ▲1     available" in text
    assert "ben     ━━━━━━━━━━   16   60   ▲12       on a call, 12m" in text
    assert "nobody  ━━━━━━━━━─    9        ◆1 ▲2" in text


def test_in_little_room_a_line_each_says_the_same() -> None:
    lines = page(80, 21)
    assert lines[0] == " ◆ 3 breached, oldest −12m   ▲ 7 at risk, 2 due in 30m, 2 nobody owns"
    assert lines[1] == " next breach ▲ 8m53s  INC-10398 Payroll export stuck at 62 %, nobody owns it"
    assert " nobody 9 ◆1 ▲2   ana 5 ◆1 ▲1   ben 16 ▲12" in lines
    assert page(40, 7)[0] == " ◆ 3 breached, oldest −12m"


def test_where_nothing_is_shown_it_says_why() -> None:
    nothing = {"groups": [], "breached": 0, "at_risk": 0, "alone": 0}
    assert " Nothing is breached or at risk." in page(80, 21, wall(**nothing))
    assert " No ticket is open." in page(80, 21, wall(**nothing, first=None, next=None))
    mine = wall(**nothing, first=None, next=None, scope="customer:acme")
    assert " No ticket of customer:acme is open." in page(80, 21, mine)
    unmeasured = story.rows()[0]._replace(metric=None)
    told = page(160, 47, wall(**nothing, first=unmeasured, next=None))
    assert " No clock runs on what is open, so nothing can be at risk." in told
    assert any("no breach soon" in line for line in told)
    assert page(80, 21, wall(**nothing, first=unmeasured, next=None))[0] == " 28 open"


def test_more_than_a_wall_can_show_is_said_in_words() -> None:
    assert any("7 more services have something breached" in line for line in page(120, 37, wall(more=7)))
    many_hands = [load._replace(hand=load.hand._replace(handle=f"op{n}")) for n in range(6) for load in wall().loads]
    told = page(120, 37, wall(loads=many_hands))
    assert any("6 more" in line for line in told)
    assert any("nobody  " in line for line in told)


def test_digits_are_five_lines_of_square_pixels() -> None:
    for sign, shape in SHAPES.items():
        lines = drawn(sign, "#")
        assert len(lines) == HEIGHT == len(shape)
        assert len(set(map(len, lines))) == 1
    assert drawn("8m", "█")[1] == "██  ██  ██████████"
    assert drawn("", "#") == [""] * HEIGHT


def test_a_column_an_hour_grows_with_what_broke_in_it() -> None:
    scene = story.scene()
    assert spark([0, 1, 3, 7], scene) == "▁▂▄█"
    assert spark([0, 1, 50, 100], scene) == "▁▂▅█"
    assert spark([0, 2, 10], story.scene(ASCII)) == ".2+"
    assert spark([], scene) == ""


def test_counts_say_where_they_ended() -> None:
    assert (many(Many(3)), many(Many(1000, True))) == ("3", "1 000+")
    assert plain(marks(2, 0, story.scene())) == "◆2"
    assert plain(marks(0, 0, story.scene())) == ""
