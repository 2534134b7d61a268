"""A week of cover as lines: every hour there is stands in one day, also in the weeks in which the clocks change."""

from __future__ import annotations

from collections import Counter

import pytest

from deskconsole.console.desk.covers import NoCovers
from deskconsole.console.pages import coverpage
from deskconsole.console.painting.glyphs import ASCII
from deskconsole.console.painting.lines import Scene, plain, width
from deskconsole.core.instants import from_iso
from tests.console.cover_story import ZONE, CoversOf

NOW = from_iso("2026-10-24T10:00+02:00")


def scene(**more: object) -> Scene:
    return Scene(NOW, ZONE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("begin", "many"), [("2026-10-20", 169), ("2026-03-24", 167), ("2026-04-14", 168)])
def test_each_hour_stands_in_one_day(begin: str, many: int) -> None:
    cover = CoversOf().week("", from_iso(f"{begin}T12:00+01:00"))
    assert len(cover.hours) == many
    assert Counter(n for day in cover.days() for n in day) == Counter(range(many))


def test_the_hour_that_there_is_twice_can_be_asked_both_times() -> None:
    cover = CoversOf().week("", from_iso("2026-10-20T12:00+01:00"))
    twice = [n for n in cover.days()[5] if "02:00" in coverpage.hour_name(cover, cover.hours[n], scene())[:17]]
    assert len(twice) == 2
    for at in twice:
        drawn = coverpage.page(cover, scene(), 120, at, None, lambda _: "enter")
        assert plain(drawn.lines[drawn.marked]).count("[") == 1


@pytest.mark.parametrize("room", [40, 80, 96, 120, 160, 300])
def test_every_line_has_its_width_in_both_alphabets(room: int) -> None:
    cover = CoversOf().week("", NOW)
    for each in (scene(), scene(g=ASCII)):
        drawn = coverpage.page(cover, each, room, 30, 1, lambda _: "enter")
        assert {width(line) for line in drawn.lines} == {room}
        assert not each.g.ascii or all(plain(line).isascii() for line in drawn.lines)


def test_a_gap_is_told_where_its_hour_is_looked_at() -> None:
    cover = CoversOf().week("", from_iso("2026-04-14T12:00+02:00"))
    gap = next(each for each in cover.gaps if "oracle" in each.why)
    at = next(n for n, hour in enumerate(cover.hours) if hour.begin == gap.begin)
    assert "nobody who can oracle is on" in "".join(map(plain, coverpage.people(cover, cover.hours[at], scene(), 80)))
    assert "on leave: eli" in "".join(map(plain, coverpage.people(cover, cover.hours[at], scene(), 80)))


def test_where_nobody_says_who_is_on_it_says_how_to() -> None:
    assert NoCovers().week(None, None).desks == ()
    assert "no roster" in "".join(map(plain, coverpage.none(scene(), 80)))
