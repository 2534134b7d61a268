"""Where a month begins and ends, in zones that skip midnights, show them twice, or leave out days (rules 1, 33)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, HOUR, SECOND, Instant, from_iso, to_datetime
from deskconsole.features.reports.months import Month, month_of

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "America/Havana",
    "Asia/Beirut", "America/Asuncion", "America/Sao_Paulo", "Asia/Amman", "Pacific/Apia", "Pacific/Kiritimati",
    "Asia/Kathmandu", "Africa/Monrovia", "America/St_Johns",
)  # fmt: skip
months = st.builds(Month, st.integers(1970, 2199), st.integers(1, 12))


@pytest.mark.parametrize(
    ("month", "zone", "begin", "end", "hours"),
    [
        ("2026-03", "Europe/Berlin", "2026-02-28T23:00Z", "2026-03-31T22:00Z", 31 * 24 - 1),
        ("2026-10", "Europe/Berlin", "2026-09-30T22:00Z", "2026-10-31T23:00Z", 31 * 24 + 1),
        ("2026-04", "Australia/Sydney", "2026-03-31T13:00Z", "2026-04-30T14:00Z", 30 * 24 + 1),
        ("2026-04", "Australia/Lord_Howe", "2026-03-31T13:00Z", "2026-04-30T13:30Z", 30 * 24 + 0.5),
        # The clocks went from 00:00 to 01:00 on the very first: the month began at 01:00.
        ("2016-04", "Asia/Amman", "2016-03-31T22:00Z", "2016-04-30T21:00Z", 30 * 24 - 1),
        ("2017-10", "America/Asuncion", "2017-10-01T04:00Z", "2017-11-01T03:00Z", 31 * 24 - 1),
        # Three hours were left out at once.
        ("1996-01", "America/Danmarkshavn", "1996-01-01T03:00Z", "1996-02-01T00:00Z", 31 * 24 - 3),
        # At 00:00 of the first they went back to 23:00: the last of February once more, the first an hour later.
        ("1998-03", "America/Asuncion", "1998-03-01T04:00Z", "1998-04-01T04:00Z", 31 * 24),
        # At 01:00 of the first they went back to 00:00: a midnight shown twice is the first of the two.
        ("2026-11", "America/Havana", "2026-11-01T04:00Z", "2026-12-01T05:00Z", 30 * 24 + 1),
        # A whole day that was left out.
        ("1995-01", "Pacific/Kiritimati", "1994-12-31T10:00Z", "1995-01-31T10:00Z", 31 * 24),
    ],
)
def test_where_months_begin(month: str, zone: str, begin: str, end: str, hours: float) -> None:
    span = Month.read(month).span(zone)
    assert (span.begin, span.end, span.zone) == (from_iso(begin), from_iso(end), zone)
    assert span.end - span.begin == hours * HOUR


@given(months, st.sampled_from(ZONES))
def test_months_follow_each_other_and_the_local_clock(month: Month, zone: str) -> None:
    span = month.span(zone)
    assert span.end == month.next.span(zone).begin if month.next.year < 2200 else True
    assert 27 * DAY < span.end - span.begin < 32 * DAY
    first = datetime(month.year, month.month, 1)  # noqa: DTZ001
    assert to_datetime(span.begin, ZoneInfo(zone)).replace(tzinfo=None) >= first
    assert to_datetime(Instant(span.begin - SECOND), ZoneInfo(zone)).replace(tzinfo=None) < first + timedelta(hours=1)


@given(st.integers(0, 7_000_000_000), st.sampled_from(ZONES))
def test_every_instant_is_of_exactly_one_month(seconds: int, zone: str) -> None:
    at = Instant(seconds * SECOND)
    month = month_of(at, zone)
    before = Month(month.year - (month.month == 1), (month.month - 2) % 12 + 1)
    holding = [each for each in (before, month, month.next) if each.span(zone).holds(at)]
    assert len(holding) == 1
    # Where clocks go back over midnight, what they show again is of the month that had begun.
    assert holding in ([month], [month.next])


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "march", "", "2026-03-01", "1969-12", "2200-01", "\uff12026-03"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(BadInput, match="is no month: write 2026-03"):
        Month.read(text)


def test_how_a_month_is_written() -> None:
    assert (str(Month.read(" 2026-03 ")), Month.read("2026-12").name) == ("2026-03", "December 2026")
    assert Month(2025, 12).next == Month(2026, 1)
