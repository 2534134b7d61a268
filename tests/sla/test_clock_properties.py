"""What holds for all clocks, whatever happened; and agreement with the engine that steps through minutes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import HOUR, MINUTE, Instant, from_iso
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.calendars import compile_calendar
from deskconsole.sla.clocks import elapsed_us, fold, is_breached, left_us, passed, paused_us, share
from deskconsole.sla.facts import Fact
from tests.sla.reference import Minutes, resolution
from tests.sla.worlds import FIRSTS, UTC_OFFICE, versions

sla = settings.get_profile("sla")
SECONDS = {1: 1800, 2: 4 * 3600, 3: 8 * 3600, 4: 30 * 3600}
RESOLUTION = Target("resolution", SECONDS, pauses=frozenset({"caller", "vendor"}))
AGREEMENT = Agreement(7, "silver", 1, 1, (RESOLUTION,))


@st.composite
def lives(draw: st.DrawFn, first: Instant) -> list[Fact]:
    """Facts of a ticket on whole minutes, without reopening."""
    t = Instant(first + draw(st.integers(0, 3 * 1440)) * MINUTE)
    facts = [Fact(t, "opened"), Fact(t, "priority", (draw(st.integers(1, 4)), "correction"))]
    for _ in range(draw(st.integers(0, 7))):
        t = Instant(t + draw(st.integers(0, 900)) * MINUTE)
        reason = draw(st.sampled_from(["caller", "vendor", "window"]))
        limit = draw(st.none() | st.integers(1, 900).map(lambda n, t=t: Instant(t + n * MINUTE)))  # type: ignore[misc]
        why = draw(st.sampled_from(["correction", "change"]))
        facts.append(
            draw(
                st.sampled_from([
                    Fact(t, "held", (reason, limit)), Fact(t, "resumed", reason),
                    Fact(t, "priority", (draw(st.integers(1, 4)), why)), Fact(t, "asked"),
                ])
            )
        )  # fmt: skip
    if draw(st.booleans()):
        facts.append(Fact(Instant(t + draw(st.integers(0, 2000)) * MINUTE), "resolved"))
    return facts


@settings(sla, max_examples=60)
@given(st.data())
def test_clock_agrees_with_stepping_through_minutes(data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(FIRSTS))
    begin = from_iso(first.isoformat())
    made, facts = data.draw(versions(first)), data.draw(lives(begin))
    now = Instant(facts[-1].at + data.draw(st.integers(0, 3 * 1440)) * MINUTE)
    calendar = compile_calendar(made)
    (clock,) = fold(facts, AGREEMENT, RESOLUTION, calendar)
    counted, allowed, breach, state = resolution(facts, RESOLUTION, Minutes(made, begin, 20), now)
    assert elapsed_us(clock, calendar, now) == counted
    assert clock.allowed == allowed
    assert is_breached(clock, now) == (breach is not None)
    assert (clock.state == "stopped") == (state == "stopped")


@settings(sla)
@given(lives(from_iso("2017-03-06")), st.integers(0, 4000))
def test_counted_and_paused_are_the_whole(facts: list[Fact], more: int) -> None:
    (clock,) = fold(facts, AGREEMENT, RESOLUTION, UTC_OFFICE)
    now = Instant(facts[-1].at + more * MINUTE)
    used = elapsed_us(clock, UTC_OFFICE, now)
    until = now if clock.stopped is None else clock.stopped
    assert used + paused_us(clock, UTC_OFFICE, now) == UTC_OFFICE.elapsed(clock.start, until)
    assert left_us(clock, UTC_OFFICE, now) == clock.allowed - used
    assert share(clock, UTC_OFFICE, now) == used * 100 // clock.allowed


@settings(sla)
@given(lives(from_iso("2017-03-06")), st.integers(0, 4000), st.integers(0, 4000))
def test_thresholds_rise_and_are_told_once(facts: list[Fact], soon: int, later: int) -> None:
    target = replace(RESOLUTION, thresholds=(25, 50, 80, 90, 100, 150))
    (clock,) = fold(facts, AGREEMENT, target, UTC_OFFICE)
    now = Instant(facts[-1].at + soon * MINUTE)
    end = Instant(now + later * MINUTE)
    found, whole = passed(clock, UTC_OFFICE, now), passed(clock, UTC_OFFICE, end)
    assert whole[: len(found)] == found
    assert whole == sorted(whole, key=lambda one: (one[1], one[0]))
    told = [Fact(at, "told", (7, "resolution", 1, clock.target_s, percent)) for percent, at in found]
    (after,) = fold(sorted([*facts, *told], key=lambda one: one.at), AGREEMENT, target, UTC_OFFICE)
    assert found + passed(after, UTC_OFFICE, end) == whole
    assert [percent for percent, _ in whole] == [
        percent for percent in target.thresholds if elapsed_us(clock, UTC_OFFICE, end) * 100 >= percent * clock.allowed
    ]


@settings(sla)
@given(lives(from_iso("2017-03-06")), st.data())
def test_a_fact_of_no_matter_changes_nothing(facts: list[Fact], data: st.DataObject) -> None:
    k = data.draw(st.integers(0, len(facts) - 1))
    more = [*facts[:k], Fact(facts[k].at, "asked"), *facts[k:]]
    assert fold(more, AGREEMENT, RESOLUTION, UTC_OFFICE) == fold(facts, AGREEMENT, RESOLUTION, UTC_OFFICE)


@settings(sla)
@given(lives(from_iso("2017-03-06")), st.data())
def test_a_pause_may_be_cut_anywhere(facts: list[Fact], data: st.DataObject) -> None:
    """Ending a hold and beginning it again at once is the same hold."""
    plain = [one for one in facts if one.what in ("opened", "priority", "resolved")]
    begin = data.draw(st.integers(0, 3000)) * MINUTE + plain[0].at
    cut = begin + data.draw(st.integers(0, 30)) * HOUR
    end = cut + data.draw(st.integers(0, 30)) * HOUR
    whole = [Fact(Instant(begin), "held", ("caller", None)), Fact(Instant(end), "resumed", "caller")]
    parts = [Fact(Instant(cut), "resumed", "caller"), Fact(Instant(cut), "held", ("caller", None))]

    def folded(holds: list[Fact]) -> tuple[object, ...]:
        (clock,) = fold(sorted([*plain, *holds], key=lambda one: one.at), AGREEMENT, RESOLUTION, UTC_OFFICE)
        return clock.counted, clock.paused, clock.due, clock.breached_at, clock.reached, clock.state

    assert folded(whole) == folded([whole[0], *parts, whole[1]])
