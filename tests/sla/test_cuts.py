"""Spans that do not count: the calendar without them reads as any other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.sla.cuts import COUNTED, BusinessTime, Cut, without
from tests.sla.worlds import ALWAYS, UTC_OFFICE, at


def cut(begin: str, end: str, metrics: tuple[str, ...] = ()) -> Cut:
    return Cut(at(begin), at(end), "granted", "maintenance MW-1", at("04-01 00:00"), metrics)


def test_an_hour_of_maintenance_makes_it_due_an_hour_later() -> None:
    time = without(UTC_OFFICE, [cut("04-05 10:00", "04-05 11:00")], "resolution")
    assert time.add(at("04-05 09:00"), 2 * HOUR) == at("04-05 12:00")
    assert time.add(at("04-05 09:00"), HOUR) == at("04-05 10:00")  # the earliest instant (rule 2)
    assert time.elapsed(at("04-05 09:30"), at("04-05 11:30")) == HOUR
    assert time.opens(at("04-05 10:20")) == at("04-05 11:00")
    assert time.closes(at("04-05 09:20")) == at("04-05 10:00")
    assert time.closes(at("04-05 10:20")) == at("04-05 10:20")


def test_what_lies_outside_business_hours_cuts_nothing() -> None:
    time = without(UTC_OFFICE, [cut("04-05 17:00", "04-06 09:00")], "resolution")
    assert time.add(at("04-05 16:00"), 2 * HOUR) == UTC_OFFICE.add(at("04-05 16:00"), 2 * HOUR)


def test_overlapping_spans_count_once_and_only_for_their_metrics() -> None:
    both = [cut("04-05 10:00", "04-05 12:00"), cut("04-05 11:00", "04-05 13:00", ("resolution",))]
    assert without(UTC_OFFICE, both, "resolution").elapsed(at("04-05 09:00"), at("04-05 17:00")) == 5 * HOUR
    assert without(UTC_OFFICE, both, "response").elapsed(at("04-05 09:00"), at("04-05 17:00")) == 6 * HOUR
    assert without(UTC_OFFICE, [], "response") is UTC_OFFICE


def test_the_three_figures_count_ever_more_of_them() -> None:
    assert COUNTED["raw"] < COUNTED["contractual"] < COUNTED["internal"]


spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=5)


@settings(max_examples=150)
@given(spans, st.sampled_from([ALWAYS, UTC_OFFICE]), st.integers(0, 200), st.integers(1, 90))
def test_it_agrees_with_counting_every_half_hour(
    drawn: list[tuple[int, int]], calendar: BusinessTime, start: int, length: int
) -> None:
    zero = at("04-04 00:00")
    cuts = [
        Cut(Instant(zero + b * 30 * MINUTE), Instant(zero + (b + n) * 30 * MINUTE), "customer", "", zero)
        for b, n in drawn
    ]
    time = without(calendar, cuts, "resolution")
    begin = Instant(zero + start * 30 * MINUTE)

    def counts(slot: int) -> bool:
        at_ = Instant(begin + slot * 30 * MINUTE)
        return calendar.opens(at_) == at_ and not any(c.begin <= at_ < c.end for c in cuts)

    counted = sum(counts(slot) for slot in range(length))
    end = Instant(begin + length * 30 * MINUTE)
    assert time.elapsed(begin, end) == counted * 30 * MINUTE
    if counted:
        due = time.add(begin, counted * 30 * MINUTE)
        assert due <= end
        assert time.elapsed(begin, due) == counted * 30 * MINUTE
        assert time.elapsed(begin, Instant(due - 1)) == counted * 30 * MINUTE - 1
