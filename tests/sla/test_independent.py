"""Business time against engines that share nothing with it, around changes of offset in sixteen zones."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import fold
from deskconsole.sla.facts import Fact
from tests.sla.changes import CHANGES, SPAN, worlds

EACH = [4, pytest.param(40, marks=pytest.mark.soak)]
"""Calendars for every change of offset; 25 questions of each kind are put to each."""
ASKED = 25


@pytest.mark.parametrize("each", EACH)
def test_open_and_elapsed(each: int) -> None:
    asked: Counter[str] = Counter()
    for world in worlds(1, each):
        chance, reference = Random(each), world.cells or world.minutes
        assert reference is not None
        asked["by membership" if world.cells else "by end points"] += ASKED
        for _ in range(ASKED):
            a, b = sorted([world.instant(chance), world.instant(chance)])
            assert world.calendar.is_open(a) == reference.is_open(a), (world.version, a)
            assert world.calendar.elapsed(a, b) == reference.elapsed(a, b), (world.version, a, b)
            assert world.calendar.elapsed(b, a) == 0
    assert asked["by membership"] > len(CHANGES) * each * ASKED // 2
    assert asked["by end points"] > 0
    assert asked.total() == len(CHANGES) * each * ASKED


@pytest.mark.parametrize("each", EACH)
def test_add_and_its_mirror(each: int) -> None:
    reached = 0
    for world in worlds(2, each):
        if world.cells is None:
            continue
        chance, cells = Random(each), world.cells
        for _ in range(ASKED):
            at = world.instant(chance)
            micros = chance.choice([1, MINUTE, HOUR, 8 * HOUR, chance.randrange(1, 2 * DAY)])
            due = cells.add(at, micros)
            if due is not None:
                reached += 1
                assert world.calendar.add(at, micros) == due, (world.version, at, micros)
            if micros <= cells.elapsed(world.first, at):
                start = world.calendar.subtract(at, micros)
                assert cells.elapsed(start, at) == micros, (world.version, at, micros)
                assert cells.elapsed(Instant(start + 1), at) == micros - 1, (world.version, at, micros)
    assert reached > len(CHANGES) * each * 3


@pytest.mark.parametrize("each", EACH)
def test_what_opens_and_closed_and_the_spans_between(each: int) -> None:
    for world in worlds(3, each):
        if world.cells is None:
            continue
        chance, cells, calendar = Random(each), world.cells, world.calendar
        for _ in range(ASKED):
            a, b = sorted([world.instant(chance), world.instant(chance)])
            spans = list(calendar.spans(a, b))
            assert sum(end - begin for begin, end in spans) == cells.elapsed(a, b)
            for begin, end in spans:
                assert a <= begin < end <= b
                assert cells.elapsed(begin, end) == end - begin
            for (_, end), (begin, _) in pairwise(spans):
                assert end < begin
            if (opens := calendar.opens(a)) < cells.end:
                assert cells.is_open(opens)
                assert cells.elapsed(a, opens) == 0
            if (close := calendar.last_close(b)) > cells.first:
                assert cells.is_open(Instant(close - 1))
                assert cells.elapsed(close, b) == 0


@pytest.mark.parametrize("each", EACH)
def test_working_days(each: int) -> None:
    counted = 0
    for world in worlds(4, each):
        if world.cells is None:
            continue
        chance, calendar = Random(each), world.calendar
        whole = sorted(set(world.cells.dates))[1:-1]  # the first and the last may be cut
        working = [day for day in world.cells.working() if day in whole]
        for _ in range(ASKED // 5):
            day, count = chance.choice(whole), chance.randint(-3, 3)
            later, earlier = [d for d in working if d > day], [d for d in working if d < day]
            here = [day] if day in working else []
            line = here + later if count == 0 else later if count > 0 else earlier[::-1]
            place = max(abs(count) - 1, 0)
            if place < len(line):
                counted += 1
                assert calendar.working_day(day, count) == line[place], (world.version, day, count)
    assert counted > len(CHANGES) * each


@pytest.mark.parametrize("each", EACH)
def test_pauses_cut_anywhere(each: int) -> None:
    """What a clock has counted is what the minutes between its holds add up to, and it is due that much later."""
    target = Target("resolution", {1: 8 * 3600}, pauses=frozenset({"caller", "vendor"}))
    agreement = Agreement(1, "any", 1, 1, (target,))
    for world in worlds(5, each):
        if world.cells is None:
            continue
        chance, cells = Random(each), world.cells
        for _ in range(ASKED // 5):
            points = sorted({world.instant(chance, SPAN - 1) for _ in range(chance.randint(1, 8))})
            facts = [Fact(points[0], "priority", (1, "correction")), Fact(points[0], "opened")]
            running, held, at = 0, set[str](), points[0]
            for point in points[1:]:
                running += 0 if held else cells.elapsed(at, point)
                reason, at = chance.choice(["caller", "vendor"]), point
                facts.append(Fact(point, "resumed", reason) if reason in held else Fact(point, "held", (reason, None)))
                held ^= {reason}
            (clock,) = fold(facts, agreement, target, world.calendar)
            counted = clock.counted + (0 if held else world.calendar.elapsed(clock.since, at))
            assert counted == running, (world.version, facts)
            left = 8 * HOUR - running
            if held and left > 0:
                assert clock.due is None
            elif left > 0 and (due := cells.add(at, left)) is not None:
                assert clock.due == due


def test_a_calendar_that_never_opens_again_says_so_in_both_directions() -> None:
    world = next(worlds(1, 1))
    with pytest.raises(BadInput, match="cannot look before the year 1800; give a shorter time"):
        world.calendar.subtract(world.first, 10**6 * DAY)
    with pytest.raises(BadInput, match="cannot look beyond the year 2400; give a shorter time"):
        world.calendar.add(world.first, 10**6 * DAY)
