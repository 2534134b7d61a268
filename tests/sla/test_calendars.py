"""Business time: what is open, how it adds up, and that it does not matter in which order one asks."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant, from_iso, to_iso
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import compile_calendar
from deskconsole.sla.hours import Spans
from tests.sla.reference import Minutes
from tests.sla.worlds import (
    ALWAYS,
    FIRSTS,
    OFFICE,
    ROUND_THE_CLOCK,
    UTC_OFFICE,
    WORKLOADS,
    at,
    minutes_from,
    version,
    versions,
)

sla = settings.get_profile("sla")
few = settings(sla, max_examples=30)


def hours_on(day: str, weekly: tuple[Spans, ...], zone: str, **more: object) -> float:
    calendar = compile_calendar(version(weekly, zone, **more))  # type: ignore[arg-type]
    return calendar.elapsed(from_iso(f"{day}T00:00Z"), from_iso(f"{day}T23:59:59Z")) / HOUR


class TestOpenTime:
    def test_a_target_ends_at_closing_time_not_at_the_next_opening(self) -> None:
        assert UTC_OFFICE.add(at("04-05 09:00"), 8 * HOUR) == at("04-05 17:00")
        assert UTC_OFFICE.add(at("04-05 09:00"), 8 * HOUR + 1) == at("04-06 09:00") + 1

    def test_nothing_to_add_stays_where_it_is_even_when_closed(self) -> None:
        assert UTC_OFFICE.add(at("04-09 12:00"), 0) == at("04-09 12:00")

    def test_over_a_weekend(self) -> None:
        assert UTC_OFFICE.elapsed(at("04-08 16:00"), at("04-11 10:00")) == 2 * HOUR
        assert UTC_OFFICE.elapsed(at("04-11 10:00"), at("04-08 16:00")) == 0

    def test_what_opens_and_closes_next(self) -> None:
        noon, saturday = at("04-05 12:00"), at("04-09 12:00")
        assert (UTC_OFFICE.opens(noon), UTC_OFFICE.closes(noon)) == (noon, at("04-05 17:00"))
        assert (UTC_OFFICE.opens(saturday), UTC_OFFICE.closes(saturday)) == (at("04-11 09:00"), saturday)
        assert UTC_OFFICE.is_open(at("04-05 09:00"))
        assert not UTC_OFFICE.is_open(at("04-05 17:00"))

    def test_round_the_clock_is_real_time_in_any_year(self) -> None:
        early, late = from_iso("1871-01-01"), from_iso("2999-01-01")
        assert ALWAYS.elapsed(early, late) == late - early
        assert ALWAYS.add(early, late - early) == late
        assert ALWAYS.is_open(late)
        assert ALWAYS.opens(late) == late
        assert ALWAYS.closes(late) is None

    def test_round_the_clock_with_a_holiday_is_one_span_between_holidays(self) -> None:
        calendar = compile_calendar(version(ROUND_THE_CLOCK, holidays=frozenset({"2019-05-01", "2024-05-01"})))
        assert calendar.closes(from_iso("2019-05-02")) == from_iso("2024-05-01")
        assert calendar.opens(from_iso("2019-05-01 10:00")) == from_iso("2019-05-02")
        assert calendar.closes(from_iso("2024-05-02")) is None


class TestOrderOfForce:
    """Holiday > break > dated hours > weekly hours (rule 1)."""

    monday = "2016-04-04"

    def test_dated_hours_replace_the_weekly_ones(self) -> None:
        assert hours_on(self.monday, OFFICE, "UTC") == 8
        assert hours_on(self.monday, OFFICE, "UTC", dated={self.monday: ((600, 720),)}) == 2
        assert hours_on(self.monday, OFFICE, "UTC", dated={self.monday: ()}) == 0

    def test_a_break_cuts_dated_hours(self) -> None:
        dated, breaks = {self.monday: ((600, 720),)}, {self.monday: ((660, 1000),)}
        assert hours_on(self.monday, OFFICE, "UTC", dated=dated, breaks=breaks) == 1

    def test_a_dated_entry_does_not_open_a_holiday(self) -> None:
        holiday = frozenset({self.monday})
        assert hours_on(self.monday, OFFICE, "UTC", dated={self.monday: ((0, 1440),)}, holidays=holiday) == 0

    def test_a_holiday_closes_its_local_date_and_no_more(self) -> None:
        nights: tuple[Spans, ...] = (((22 * 60, 30 * 60),),) * 7
        calendar = compile_calendar(version(nights, holidays=frozenset({"2016-04-05"})))
        assert calendar.closes(at("04-04 23:00")) == at("04-05 00:00")
        assert calendar.opens(at("04-05 00:00")) == at("04-06 00:00")
        assert calendar.closes(at("04-06 00:00")) == at("04-06 06:00")

    def test_a_night_written_as_one_span_or_as_two_is_the_same_night(self) -> None:
        whole = version((((22 * 60, 30 * 60),),) * 7, "Europe/Berlin", frozenset({"2016-03-27"}))
        parts = version((((0, 360), (1320, 1440)),) * 7, "Europe/Berlin", frozenset({"2016-03-27"}))
        one, two = compile_calendar(whole), compile_calendar(parts)
        for n in range(24 * 60):
            t = Instant(at("03-15 00:00") + n * 30 * MINUTE)
            assert one.add(t, 5 * HOUR) == two.add(t, 5 * HOUR)

    def test_a_break_over_midnight_goes_on_where_it_began_on_a_holiday(self) -> None:
        breaks: dict[str, Spans] = {self.monday: ((22 * 60, 30 * 60),)}
        calendar = compile_calendar(version(ROUND_THE_CLOCK, holidays=frozenset({self.monday}), breaks=breaks))
        assert calendar.last_close(at("04-06 00:00")) == at("04-06 00:00")
        assert calendar.opens(at("04-04 12:00")) == at("04-05 06:00")


class TestLookingBack:
    def test_what_is_subtracted_begins_at_an_opening_not_at_the_closing_before_it(self) -> None:
        assert UTC_OFFICE.subtract(at("04-05 17:00"), 8 * HOUR) == at("04-05 09:00")
        assert UTC_OFFICE.subtract(at("04-11 10:00"), 2 * HOUR) == at("04-08 16:00")
        assert UTC_OFFICE.subtract(at("04-09 12:00"), 1) == at("04-08 17:00") - 1
        assert UTC_OFFICE.subtract(at("04-09 12:00"), 0) == at("04-09 12:00")
        assert ALWAYS.subtract(at("04-09 12:00"), 36 * HOUR) == at("04-08 00:00")

    def test_the_closing_before(self) -> None:
        for moment, closing in (
            ("04-05 12:00", "04-05 12:00"), ("04-05 17:00", "04-05 17:00"), ("04-05 09:00", "04-04 17:00"),
            ("04-09 12:00", "04-08 17:00"), ("04-11 08:00", "04-08 17:00"),
        ):  # fmt: skip
            assert UTC_OFFICE.last_close(at(moment)) == at(closing)
        assert ALWAYS.last_close(at("04-09 12:00")) == at("04-09 12:00")

    def test_the_spans_between_two_instants_are_cut_off_at_both(self) -> None:
        assert list(UTC_OFFICE.spans(at("04-08 16:00"), at("04-11 10:00"))) == [
            (at("04-08 16:00"), at("04-08 17:00")),
            (at("04-11 09:00"), at("04-11 10:00")),
        ]
        assert list(UTC_OFFICE.spans(at("04-08 17:00"), at("04-11 09:00"))) == []
        assert list(ALWAYS.spans(at("04-08 17:00"), at("04-11 09:00"))) == [(at("04-08 17:00"), at("04-11 09:00"))]

    def test_looking_back_compiles_what_it_needs(self) -> None:
        calendar = compile_calendar(version())
        long = 30 * 250 * 8 * HOUR
        start = calendar.subtract(at("04-05 12:00"), long)
        assert to_iso(start)[:4] == "1987"
        assert calendar.elapsed(start, at("04-05 12:00")) == long


class TestWorkingDays:
    def test_a_day_without_open_time_is_none_whatever_closes_it(self) -> None:
        calendar = compile_calendar(
            version(
                holidays=frozenset({"2016-04-05"}),
                dated={"2016-04-06": (), "2016-04-09": ((600, 720),)},
                breaks={"2016-04-07": ((0, 1440),)},
            )
        )
        monday = date(2016, 4, 4)
        assert [calendar.working_day(monday, n).day for n in (0, 1, 2, 3)] == [4, 8, 9, 11]
        assert [calendar.working_day(date(2016, 4, 11), n).day for n in (-1, -2, -3, -4)] == [9, 8, 4, 1]
        assert [calendar.working_day(date(2016, 4, 6), n).day for n in (0, 1, -1)] == [8, 8, 4]

    def test_the_time_of_day_is_kept_by_the_local_clock(self) -> None:
        calendar = compile_calendar(version(zone="Europe/Berlin"))
        friday = from_iso("2016-03-25T10:30:00.25Z")
        assert to_iso(calendar.add_days(friday, 1)) == "2016-03-28T09:30:00.250000Z"
        assert calendar.add_days(calendar.add_days(friday, 250), -250) == friday
        assert calendar.add_days(friday, 0) == friday

    def test_a_time_that_the_day_does_not_have_is_the_first_after_it(self) -> None:
        calendar = compile_calendar(version(ROUND_THE_CLOCK, "Europe/Berlin", frozenset({"2016-03-26"})))
        assert to_iso(calendar.add_days(from_iso("2016-03-25T01:30:30Z"), 1)) == "2016-03-27T01:00:00Z"

    def test_round_the_clock_every_day_that_was_is_one(self) -> None:
        for made in (
            version(ROUND_THE_CLOCK, "Pacific/Apia"),
            version(ROUND_THE_CLOCK, "Pacific/Apia", frozenset({"2001-01-01"})),
        ):
            calendar = compile_calendar(made)
            assert calendar.working_day(date(2011, 12, 29), 1) == date(2011, 12, 31)
            assert calendar.working_day(date(2012, 1, 1), -2) == date(2011, 12, 29)
            assert calendar.working_day(date(2011, 12, 30), 0) == date(2011, 12, 31)


class TestDaylightSaving:
    def test_a_night_shift_counts_real_hours(self) -> None:
        nights: tuple[Spans, ...] = (((22 * 60, 30 * 60),),) * 7
        calendar = compile_calendar(version(nights, "Europe/Berlin"))
        assert calendar.elapsed(from_iso("2016-03-26 12:00"), from_iso("2016-03-27 12:00")) == 7 * HOUR
        assert calendar.elapsed(from_iso("2016-10-29 12:00"), from_iso("2016-10-30 12:00")) == 9 * HOUR

    def test_an_end_point_in_the_gap_is_the_first_instant_after_it(self) -> None:
        sundays: tuple[Spans, ...] = ((),) * 6 + (((150, 195),),)
        assert hours_on("2016-03-27", sundays, "Europe/Berlin") == 0.25  # 02:30-03:15 becomes 03:00-03:15
        swallowed: tuple[Spans, ...] = ((),) * 6 + (((125, 170),),)
        assert hours_on("2016-03-27", swallowed, "Europe/Berlin") == 0

    def test_an_ambiguous_end_point_is_the_first_of_the_two(self) -> None:
        sundays: tuple[Spans, ...] = ((),) * 6 + (((60, 150),),)
        calendar = compile_calendar(version(sundays, "Europe/Berlin"))
        start = calendar.opens(from_iso("2016-10-29 12:00"))
        assert to_iso(start) == "2016-10-29T23:00:00Z"
        assert calendar.closes(start) == from_iso("2016-10-30T00:30Z")

    def test_a_day_that_never_was_has_no_hours(self) -> None:
        calendar = compile_calendar(version(OFFICE, "Pacific/Apia"))  # 30 December 2011, a Friday, was left out
        thursday_noon = from_iso("2011-12-29T22:00Z")
        assert to_iso(calendar.add(thursday_noon, 6 * HOUR)) == "2012-01-01T20:00:00Z"

    def test_midnight_itself_may_be_missing(self) -> None:
        calendar = compile_calendar(version(ROUND_THE_CLOCK, "America/Sao_Paulo", frozenset({"2017-10-15"})))
        assert calendar.elapsed(from_iso("2017-10-13"), from_iso("2017-10-18")) == 5 * DAY - 23 * HOUR


@few
@given(st.data())
def test_calendar_agrees_with_stepping_through_minutes(data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(FIRSTS))
    made = data.draw(versions(first))
    calendar = compile_calendar(made)
    reference = Minutes(made, from_iso(first.isoformat()), 36)
    a, b = sorted([data.draw(minutes_from(first, 35)), data.draw(minutes_from(first, 35))])
    assert calendar.is_open(a) == reference.is_open(a)
    assert calendar.elapsed(a, b) == (used := reference.elapsed(a, b))
    assert calendar.add(a, used) == reference.add(a, used)


@settings(sla)
@given(st.data())
def test_add_and_elapsed_are_each_others_inverse(data: st.DataObject) -> None:
    calendar = compile_calendar(data.draw(versions(FIRSTS[0])))
    t, work = data.draw(minutes_from(FIRSTS[0], 30)), data.draw(WORKLOADS)
    due = calendar.add(t, work)
    assert calendar.elapsed(t, due) == work
    assert calendar.elapsed(t, Instant(due - 1)) == work - 1  # no earlier instant would do
    assert calendar.add(calendar.add(t, work // 3), work - work // 3) == due


@settings(sla)
@given(st.data())
def test_subtract_is_the_mirror_of_add(data: st.DataObject) -> None:
    calendar = compile_calendar(data.draw(versions(FIRSTS[3])))
    t, work = data.draw(minutes_from(FIRSTS[3], 30)), data.draw(WORKLOADS)
    start = calendar.subtract(t, work)
    assert calendar.elapsed(start, t) == work
    assert calendar.elapsed(Instant(start + 1), t) == work - 1  # no later instant would do
    assert calendar.subtract(calendar.subtract(t, work // 3), work - work // 3) == start
    assert calendar.add(start, work) == calendar.last_close(t)
    assert calendar.subtract(calendar.add(t, work), work) == calendar.opens(t)


@settings(sla)
@given(st.data())
def test_elapsed_adds_up_over_split_points(data: st.DataObject) -> None:
    calendar = compile_calendar(data.draw(versions(FIRSTS[1])))
    points = sorted(data.draw(st.lists(minutes_from(FIRSTS[1], 40), min_size=3, max_size=3)))
    parts = [calendar.elapsed(a, b) for a, b in pairwise(points)]
    assert sum(parts) == calendar.elapsed(points[0], points[-1])


@settings(sla)
@given(st.data())
def test_what_was_asked_before_does_not_matter(data: st.DataObject) -> None:
    made = data.draw(versions(FIRSTS[2]))
    asked = compile_calendar(made)
    for year in data.draw(st.lists(st.integers(1990, 2045), max_size=5)):
        asked.is_open(from_iso(f"{year}-12-31T23:30Z"))
    t = Instant(data.draw(st.integers(from_iso("1995-01-01"), from_iso("2035-01-01"))))
    work = data.draw(WORKLOADS)
    fresh = compile_calendar(made)
    assert asked.add(t, work) == fresh.add(t, work)
    assert asked.opens(t) == compile_calendar(made).opens(t)
    assert asked.closes(t) == compile_calendar(made).closes(t)


class TestRefused:
    @pytest.mark.parametrize(
        ("weekly", "complaint"),
        [
            (((),) * 7, "no open time; give it weekly hours"),
            ((((540, 720), (700, 800)), *((),) * 6), "Mon: 09:00-12:00 and 11:40-13:20 overlap; join them"),
            (((), ((1320, 1800),), ((300, 400),), *((),) * 4), "Tue 22:00-30:00 overlaps Wed 05:00-06:40"),
            ((((10, 20),), *((),) * 5, ((1320, 1460),)), "Sun 22:00-24:20 overlaps Mon 00:10-00:20"),
            ((((720, 540),), *((),) * 6), "12:00-09:00 is no span"),
            (((),) * 6, "give seven, Monday first"),
        ],
    )
    def test_weeks(self, weekly: tuple[Spans, ...], complaint: str) -> None:
        with pytest.raises(BadInput, match="calendar “desk”") as refused:
            version(weekly)
        assert complaint in str(refused.value)

    @pytest.mark.parametrize("zone", ["Europe/Brlin", "", "../etc/passwd", "Mars"])
    def test_zones(self, zone: str) -> None:
        with pytest.raises(BadInput, match=r"time zone; write an IANA name such as Europe/Berlin"):
            version(zone=zone)

    def test_dates(self) -> None:
        with pytest.raises(BadInput, match=r"“25\.12\.2016” is no date; write 2016-12-25"):
            version(holidays=frozenset({"25.12.2016"}))
        with pytest.raises(BadInput, match="2016-04-05: 09:00-10:00 and 09:30-11:00 overlap"):
            version(dated={"2016-04-05": ((540, 600), (570, 660))})

    def test_a_target_no_calendar_can_reach(self) -> None:
        with pytest.raises(BadInput, match="give a shorter time"):
            compile_calendar(version()).add(from_iso("2390-01-01"), 99_999 * HOUR)
        with pytest.raises(BadInput, match="knows the years 1800 to 2399"):
            compile_calendar(version()).is_open(from_iso("9996-01-01"))
        for ask in (ALWAYS.add, ALWAYS.subtract):
            with pytest.raises(BadInput, match="give a shorter time"):
                ask(from_iso("2016-04-05"), 1 << 63)
        with pytest.raises(BadInput, match="knows the years 1800 to 2399, and 1745-01-01 is none of them"):
            compile_calendar(version()).working_day(date(1745, 1, 1), 1)

    def test_what_is_no_stored_calendar(self) -> None:
        with pytest.raises(BadInput, match="calendar “desk” cannot be read"):
            CalendarVersion.from_dict({"name": "desk"})


@settings(sla)
@given(versions(date(2017, 3, 6)))
def test_a_version_survives_json(made: CalendarVersion) -> None:
    assert CalendarVersion.from_dict(json.loads(json.dumps(made.to_dict()))) == made
