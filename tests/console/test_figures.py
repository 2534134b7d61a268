"""Numbers and times, as the floor reads them."""

from __future__ import annotations

import pytest

from deskconsole.console.painting import figures
from deskconsole.console.painting.glyphs import ASCII, UNICODE
from deskconsole.console.painting.layout import cells, columns, cut, cut_middle, fit, wrap
from deskconsole.core.instants import DAY, HOUR, MINUTE, SECOND, from_iso
from tests.console import story


@pytest.mark.parametrize(
    ("us", "shown"),
    [
        (0, "0s"),
        (59 * SECOND + 999_999, "59s"),
        (8 * MINUTE + 53 * SECOND, "8m53s"),
        (10 * MINUTE - 1, "9m59s"),
        (10 * MINUTE, "10m"),
        (HOUR + 4 * MINUTE + 59 * SECOND, "1h04m"),
        (38 * HOUR + 20 * MINUTE, "38h20m"),
        (100 * HOUR - 1, "99h59m"),
        (112 * HOUR, "112h"),
        (9_999 * HOUR, "9999h"),
        (87_600 * HOUR, "87kh"),
    ],
)
def test_durations_are_cut_and_carry_units(us: int, shown: str) -> None:
    assert figures.duration(us) == shown
    assert cells(shown) <= 6


@pytest.mark.parametrize(
    ("us", "shown"),
    [
        (45 * SECOND, "−45s"),
        (12 * MINUTE + 7 * SECOND, "−12m"),
        (4 * HOUR + 12 * MINUTE, "−4h12m"),
        (14 * HOUR + 20 * MINUTE, "−14h"),
        (112 * HOUR, "−112h"),
        (87_600 * HOUR, "−87kh"),
    ],
)
def test_past_the_target_a_minus_says_so(us: int, shown: str) -> None:
    assert figures.beyond(us, UNICODE) == shown
    assert figures.beyond(us, ASCII) == shown.replace("−", "-")
    assert cells(shown) <= 6


@pytest.mark.parametrize(
    ("us", "shown"),
    [
        (-DAY, "now"),
        (59 * SECOND, "now"),
        (38 * MINUTE, "38m"),
        (72 * MINUTE, "1h12m"),
        (3 * HOUR + 59 * MINUTE, "3h"),
        (18 * HOUR, "18h"),
        (2 * DAY + 23 * HOUR, "2d"),
        (4_000 * DAY, "4000d"),
    ],
)
def test_waiting_has_days(us: int, shown: str) -> None:
    assert figures.waits(us) == shown
    assert cells(shown) <= 5


def test_due_says_the_hour_today_the_day_this_week_and_the_month_in_words() -> None:
    def due(text: str) -> str:
        day, _, hour = text.partition(" ")
        return figures.due(from_iso(f"{day}T{hour}", story.ZONE), story.NOW, story.ZONE, UNICODE)

    assert due("2026-04-14 10:15") == "10:15"
    assert due("2026-04-15 10:02") == "Wed 10:02"
    assert due("2026-04-20 10:02") == "Mon 10:02"
    assert due("2026-04-21 10:02") == "21 Apr"
    assert due("2016-04-14 10:02") == "Apr 2016"
    assert figures.due(None, story.NOW, story.ZONE, UNICODE) == "–"


def test_a_hold_says_when_it_ends() -> None:
    assert figures.hold_end(story.local("15:30"), story.NOW, story.ZONE) == "to 15:30"
    assert figures.hold_end(story.local("15 09:00"), story.NOW, story.ZONE) == "to Wed 09"
    assert figures.hold_end(story.local("28 09:00"), story.NOW, story.ZONE) == "to 28 Apr"
    assert figures.hold_end(None, story.NOW, story.ZONE) == "no end"


def test_a_bar_is_full_only_when_all_is_used() -> None:
    assert figures.bar(0.999, 6, UNICODE) == "━━━━━─"
    assert figures.bar(1.0, 6, UNICODE) == "━━━━━━"
    assert figures.bar(7.5, 6, UNICODE) == "━━━━━━"
    assert figures.bar(0.0, 6, UNICODE) == "──────"
    assert figures.bar(0.67, 6, UNICODE, paused=True) == "╍╍╍╍──"
    assert figures.bar(0.67, 6, ASCII, paused=True) == "::::--"


def test_whole_instants_name_day_and_zone() -> None:
    assert figures.full(story.NOW, story.ZONE) == "Tue 14 Apr 2026 09:42:07 CEST"
    assert figures.percent(0.9496) == "94 %"
    assert figures.thousands(100_000) == "100 000"
    assert [figures.count(n) for n in (999, 1_250, 12_500)] == ["999", "1.2k", "12k"]
    assert [figures.target(s) for s in (900, 3600, 7200, 90)] == ["15m", "60m", "2h00m", "1m30s"]


def test_text_is_cut_between_cells_never_through_one() -> None:
    assert cut("会議室の画面", 5, "…") == "会議…"
    assert cut("会議室の画面", 6, "…") == "会議 …"
    assert fit("ab", 4, "…", right=True) == "  ab"
    assert cut_middle("network/remote/gateway/drop", 15, "…") == "network…ay/drop"
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("会議室の画面", 4) == ["会議", "室の", "画面"]


@pytest.mark.parametrize("room", range(30, 200))
def test_columns_fill_every_width_exactly(room: int) -> None:
    chosen = columns(room)
    names = [column.name for column in chosen]
    assert {"mark", "sla", "p", "ticket", "title"} <= set(names)
    taken = sum(column.width + column.gap for column in chosen) + 1
    assert taken == room or chosen[names.index("title")].width == 0


def test_long_ticket_numbers_widen_their_column_and_are_never_cut() -> None:
    chosen = {column.name: column.width for column in columns(120, 16)}
    assert chosen["ticket"] == 16
    assert chosen["title"] == 29
