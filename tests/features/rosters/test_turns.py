"""Turns as shifts expand to: exact in the nights in which the clocks change, of the version that was in force."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant, from_iso, to_datetime
from deskconsole.features.rosters.shifts import RosterSpec, ShiftSpec
from deskconsole.features.rosters.turns import Absence, Booking, Listed, Roster, Turn, Version

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
"""The third puts its clocks forward by half an hour."""


def shift(key: str, hours: tuple[int, int], zone: str = BERLIN, *groups: tuple[str, ...], **more: object) -> ShiftSpec:
    anchor = "2026-01-05" if len(groups) > 1 else None
    spec = ShiftSpec(key, key.capitalize(), zone, hours, tuple(range(7)), groups or ((key,),), anchor=anchor)
    return replace(spec, **more)  # type: ignore[arg-type]


def around_the_clock(zone: str, *cuts: int) -> list[ShiftSpec]:
    """Shifts that follow each other from one of these minutes to the next, the last over midnight."""
    marks = sorted({*cuts})
    ends = [*marks[1:], marks[0] + 1440]
    return [shift(f"s{begin}", (begin, end), zone) for begin, end in zip(marks, ends, strict=True)]


def roster(*shifts: ShiftSpec, **more: object) -> Roster:
    return Roster([Version(Instant(0), RosterSpec(tuple(shifts)))], **more)  # type: ignore[arg-type]


def at(text: str, zone: str = BERLIN) -> Instant:
    return from_iso(text, ZoneInfo(zone))


def hours(turn: Turn) -> float:
    return (turn.end - turn.begin) / HOUR


YEAR = from_iso("2026-01-01T00:00Z")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE]),
    st.sets(st.integers(0, 95).map(lambda quarter: quarter * 15), min_size=2, max_size=4),
    st.integers(0, 364),
)
def test_every_instant_of_a_covered_desk_is_in_one_turn(zone: str, cuts: set[int], day: int) -> None:
    """Also where a shift begins in an hour that a night skips, or has twice."""
    begin = Instant(YEAR + day * DAY)
    found = roster(*around_the_clock(zone, *cuts)).turns(begin, Instant(begin + 3 * DAY))
    assert found[0].begin <= begin
    assert found[-1].end >= begin + 3 * DAY
    for before, after in pairwise(found):
        assert before.end == after.begin


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE])
def test_a_year_has_no_gap_and_no_overlap_but_what_the_file_says(zone: str) -> None:
    early, late, night = around_the_clock(zone, 6 * 60, 14 * 60, 22 * 60)
    whole = roster(early, late, night).turns(YEAR, Instant(YEAR + 365 * DAY))
    assert all(before.end == after.begin for before, after in pairwise(whole))
    assert sum(turn.end - turn.begin for turn in whole[1:-1]) == whole[-1].begin - whole[0].end
    for turn in whole:
        local = to_datetime(turn.begin, ZoneInfo(zone))
        assert (local.hour, local.minute) == divmod(int(turn.shift[1:]), 60)
    without_late = roster(early, night).turns(YEAR, Instant(YEAR + 365 * DAY))
    gaps = [after.begin - before.end for before, after in pairwise(without_late)]
    assert set(gaps) <= {0, 8 * HOUR}


def test_a_night_has_seven_hours_or_nine_when_the_clocks_change() -> None:
    found = roster(shift("night", (22 * 60, 30 * 60)))
    by_day = {
        to_datetime(turn.begin, ZoneInfo(BERLIN)).date().isoformat(): hours(turn)
        for turn in found.turns(YEAR, Instant(YEAR + 365 * DAY))
    }
    assert by_day["2026-03-28"] == 7
    assert by_day["2026-10-24"] == 9
    assert set(by_day.values()) == {7, 8, 9}


def test_a_turn_within_the_hour_that_is_skipped_is_none() -> None:
    found = roster(shift("small", (2 * 60, 3 * 60))).turns(at("2026-03-28"), at("2026-03-31"))
    assert [f"{to_datetime(turn.begin, ZoneInfo(BERLIN)):%d %H:%M}" for turn in found] == ["28 02:00", "30 02:00"]


def test_sites_follow_the_sun_each_by_its_own_clock() -> None:
    sites = roster(
        shift("asia", (8 * 60, 16 * 60), "Asia/Singapore"),
        shift("europe", (8 * 60, 16 * 60), BERLIN),
        shift("america", (8 * 60, 16 * 60), NEW_YORK),
    )
    (turn,) = sites.turns(from_iso("2026-07-01T10:00Z"), from_iso("2026-07-01T10:01Z"))
    assert (turn.shift, turn.zone, hours(turn)) == ("europe", BERLIN, 8)
    both = sites.turns(from_iso("2026-07-01T13:00Z"), from_iso("2026-07-01T13:01Z"))
    assert [turn.shift for turn in both] == ["europe", "america"]


def test_groups_take_turns_by_the_week_and_by_the_day() -> None:
    weekly = roster(shift("early", (360, 840), BERLIN, ("ana",), ("ben", "chidi"), leads=("ana", "ben")))
    found = weekly.turns(at("2026-01-11T06:00"), at("2026-01-13T00:00"))
    assert [turn.people for turn in found] == [("ana",), ("ben", "chidi")]  # it changes on Monday
    assert [turn.lead for turn in found] == ["ana", "ben"]
    daily = roster(shift("early", (360, 840), BERLIN, ("ana",), ("ben",), ("chidi",), turning="day"))
    found = daily.turns(at("2026-03-27T06:00"), at("2026-03-31T00:00"))
    assert [turn.people for turn in found] == [("ana",), ("ben",), ("chidi",), ("ana",)]  # also over the short day


def test_before_its_first_day_and_after_its_last_a_shift_has_no_turn() -> None:
    found = roster(shift("early", (360, 840), first="2026-05-04", last="2026-05-05"))
    days = {f"{to_datetime(turn.begin):%d}" for turn in found.turns(at("2026-05-01"), at("2026-05-10"))}
    assert days == {"04", "05"}


def test_an_instant_belongs_to_the_version_that_was_in_force() -> None:
    """A new file changes nothing of what was; who is on is another from that instant on."""
    since = at("2026-05-04T10:00")
    one, other = shift("early", (360, 840), BERLIN, ("ana",)), shift("early", (360, 840), BERLIN, ("ben",))
    longer = replace(other, hours=(360, 900))

    def both(later: ShiftSpec) -> Roster:
        return Roster([Version(Instant(0), RosterSpec((one,))), Version(since, RosterSpec((later,)))])

    day = at("2026-05-04"), at("2026-05-05")
    (same,) = both(other).turns(*day)
    assert (same.begin, same.end, same.people) == (at("2026-05-04T06:00"), at("2026-05-04T14:00"), ("ben",))
    before, after = both(longer).turns(*day)
    assert (before.end, before.people) == (since, ("ana",))
    assert (after.begin, after.end) == (since, at("2026-05-04T15:00"))


BEGIN, END = at("2026-05-04T06:00"), at("2026-05-04T14:00")
NOON = at("2026-05-04T12:00")


def booked(number: int, begin: Instant, end: Instant, who: str, instead: str | None = None) -> Booking:
    return Booking(number, f"b{number}", None, "early", begin, end, who, instead, False, None)


def people(found: Roster, at: Instant) -> tuple[str, ...]:
    (turn,) = found.turns(BEGIN, END)
    return turn.at(at).people


def test_somebody_takes_a_part_of_a_turn_and_leads_it_where_the_lead_is_gone() -> None:
    early = shift("early", (360, 840), BERLIN, ("ana", "ben"), leads=("ana",))
    found = roster(early, bookings=[booked(1, NOON, END, "eli", "ana"), booked(2, NOON, END, "flo", "eli")])
    (turn,) = found.turns(BEGIN, END)
    assert turn.at(BEGIN).people == ("ana", "ben")
    assert turn.at(NOON).people == ("ben", "flo")  # who stands in for eli, who stood in for ana
    assert turn.at(Instant(NOON - 1)).lead == "ana"
    assert turn.at(NOON).lead == "flo"
    assert turn.people == ("ana", "ben", "flo")


def test_who_is_on_leave_is_in_no_turn() -> None:
    early = shift("early", (360, 840), BERLIN, ("ana", "ben"), leads=("ana",))
    found = roster(early, absences=[Absence(1, "ana", Instant(BEGIN - DAY), Instant(BEGIN + 30 * MINUTE))])
    assert people(found, BEGIN) == ("ben",)
    assert people(found, NOON) == ("ana", "ben")
    (gone,) = roster(early, absences=[Absence(1, "ana", BEGIN, END)]).turns(BEGIN, END)
    assert (gone.people, gone.away, gone.lead) == (("ben",), ("ana",), None)


def test_a_desk_that_only_imports_has_turns_of_what_it_imported() -> None:
    found = Roster(bookings=[booked(1, BEGIN, END, "ana"), booked(2, BEGIN, END, "ben")])
    (turn,) = found.turns(BEGIN, END)
    assert (turn.name, turn.people) == ("Early", ("ana", "ben"))


def test_who_is_listed_day_by_day_is_called_first() -> None:
    found = Roster(listed=[Listed("desk", "eli", BEGIN, END)])
    (turn,) = found.turns(BEGIN, END)
    assert (turn.team, turn.layer, turn.people) == ("desk", "primary", ("eli",))
