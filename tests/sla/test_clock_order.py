"""Facts that arrive late, shares that a new target arms again, and pauses cut at any µs, in zones that change."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import DAY, MINUTE, SECOND, Instant, from_iso
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import Clock, elapsed_us, fold, passed, paused_us
from deskconsole.sla.facts import Fact
from tests.sla.changes import worlds
from tests.sla.worlds import UTC_OFFICE

sla = settings.get_profile("sla")
FIRST = from_iso("2017-03-06")
SECONDS = {1: 1800, 2: 4 * 3600, 3: 8 * 3600, 4: 30 * 3600}
TARGETS = (
    Target("resolution", SECONDS, pauses=frozenset({"caller", "vendor"})),
    Target("resolution", SECONDS, pauses=frozenset({"caller"}), reopen="continue"),
    Target("resolution", SECONDS, reopen="restart"),
    Target("response", SECONDS),
    Target("next", SECONDS, pauses=frozenset({"vendor"})),
    Target("closure", SECONDS, priority="final"),
)


def agreement(target: Target) -> Agreement:
    return Agreement(7, "silver", 1, 1, (target,))


@st.composite
def courses(draw: st.DrawFn) -> list[Fact]:
    """Whatever may happen to a ticket, each at an instant of its own, the opening first."""
    t = Instant(FIRST + draw(st.integers(0, 2 * 1440)) * MINUTE)
    facts = [Fact(t, "opened"), Fact(Instant(t + 1), "priority", (draw(st.integers(1, 4)), "correction"))]
    for _ in range(draw(st.integers(0, 9))):
        t = Instant(t + draw(st.integers(2, 900 * MINUTE)))
        reason = draw(st.sampled_from(["caller", "vendor"]))
        limit = draw(st.none() | st.just(Instant(t + 300 * MINUTE)))
        why = draw(st.sampled_from(["correction", "change"]))
        facts.append(
            draw(
                st.sampled_from([
                    Fact(t, "held", (reason, limit)), Fact(t, "resumed", reason), Fact(t, "asked"), Fact(t, "replied"),
                    Fact(t, "priority", (draw(st.integers(1, 4)), why)), Fact(t, "resolved"), Fact(t, "reopened"),
                    Fact(t, "closed"), Fact(t, "cancelled"),
                ])
            )
        )  # fmt: skip
    return facts


@settings(sla, max_examples=120)
@given(courses(), st.sampled_from(TARGETS), st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_facts_arrive(facts: list[Fact], target: Target, chance: Random) -> None:
    """Every arrival is folded; whatever was thought in between leaves no trace."""
    arriving = chance.sample(facts, len(facts))
    found: list[Clock] = []
    for count in range(1, len(arriving) + 1):
        found = fold(sorted(arriving[:count]), agreement(target), target, UTC_OFFICE)
    assert found == fold(facts, agreement(replace(target)), replace(target), UTC_OFFICE)


@settings(sla, max_examples=120)
@given(courses(), st.sampled_from(TARGETS), st.integers(0, 5 * DAY), st.integers(0, 5 * DAY))
def test_shares_rise_come_once_and_do_not_depend_on_when_one_looks(
    facts: list[Fact], target: Target, soon: int, later: int
) -> None:
    target = replace(target, thresholds=(10, 50, 90, 100, 120))
    now, end = Instant(facts[-1].at + soon), Instant(facts[-1].at + soon + later)
    for clock in fold(facts, agreement(target), target, UTC_OFFICE):
        early, whole = passed(clock, UTC_OFFICE, now), passed(clock, UTC_OFFICE, end)
        assert whole[: len(early)] == early
        assert [share for share, _ in whole] == sorted({share for share, _ in whole})
        assert [at for _, at in whole] == sorted(at for _, at in whole)
        for share, at in whole:
            assert clock.start <= at <= end
            assert 100 * elapsed_us(clock, UTC_OFFICE, end) >= share * clock.allowed


@settings(sla, max_examples=120)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 30 * 3600), st.sampled_from(["correction", "change"]))
def test_a_new_target_arms_again_what_is_not_reached_under_it(before: int, after: int, used: int, why: str) -> None:
    """Rule 9: shares passed at once are recorded each at the change, and none twice under the same target."""
    target = replace(TARGETS[0], thresholds=(25, 50, 80, 100))
    opened = from_iso("2017-03-06T09:00")
    change = UTC_OFFICE.add(opened, used * SECOND + 1)
    first = [Fact(opened, "opened"), Fact(opened, "priority", (before, "correction"))]
    (clock,) = fold(first, agreement(target), target, UTC_OFFICE)
    told = passed(clock, UTC_OFFICE, change)
    facts = [*first, *(Fact(at, "told", (7, "resolution", 1, SECONDS[before], share)) for share, at in told)]
    facts.append(Fact(change, "priority", (after, why)))
    (moved,) = fold(facts, agreement(target), target, UTC_OFFICE)
    shares = dict(passed(moved, UTC_OFFICE, Instant(change + 60 * DAY)))
    if moved.target_s == SECONDS[before]:
        assert set(shares) == {25, 50, 80, 100} - {share for share, _ in told}
        return
    assert set(shares) == {25, 50, 80, 100}
    for share, at in shares.items():
        assert at >= change
        assert (at == change) == (-(-moved.allowed * share // 100) <= moved.counted)


def test_counted_and_paused_are_the_whole_in_every_zone() -> None:
    target = TARGETS[0]
    for world in worlds(6, 2):
        chance = Random(world.first)
        points = sorted({Instant(world.first + chance.randrange(8 * DAY)) for _ in range(7)})
        reasons = [chance.choice(["caller", "vendor"]) for _ in points]
        facts = [Fact(points[0], "opened"), Fact(points[0], "priority", (4, "correction"))]
        for at, reason in zip(points[1:], reasons[1:], strict=True):
            facts.append(Fact(at, "held", (reason, None)) if chance.random() < 0.5 else Fact(at, "resumed", reason))
        (clock,) = fold(facts, agreement(target), target, world.calendar)
        now = Instant(points[-1] + chance.randrange(DAY))
        used, paused = elapsed_us(clock, world.calendar, now), paused_us(clock, world.calendar, now)
        assert used + paused == world.calendar.elapsed(points[0], now)
        cut = Instant(chance.randrange(points[0] + 1, points[-1]))
        place = sum(fact.at <= cut for fact in facts)
        again = [*facts[:place], Fact(cut, "held", ("caller", None)), Fact(cut, "resumed", "caller"), *facts[place:]]
        if not any(fact.what == "held" and fact.value == ("caller", None) for fact in facts[:place]):
            (same,) = fold(again, agreement(target), target, world.calendar)
            assert elapsed_us(same, world.calendar, now) == used
