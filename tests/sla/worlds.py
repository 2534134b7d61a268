"""Calendars, agreements and facts that the tests of the clock engine share, and strategies that make them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from deskconsole.core.instants import HOUR, MINUTE, Instant, from_iso
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.clocks import Clock, fold
from deskconsole.sla.facts import Fact, What
from deskconsole.sla.hours import Spans

settings.register_profile("sla", derandomize=True, deadline=None, max_examples=40, database=None)

OFFICE: tuple[Spans, ...] = (((9 * 60, 17 * 60),),) * 5 + ((), ())
ROUND_THE_CLOCK: tuple[Spans, ...] = (((0, 1440),),) * 7
ZONES = (
    "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Tehran", "Asia/Kolkata",
    "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "Africa/Casablanca", "Africa/El_Aaiun", "Europe/Dublin",
    "America/St_Johns", "America/Los_Angeles",
)  # fmt: skip
# A Sunday of change in Europe, and in the same weeks of autumn and spring also in the other zones.
FIRSTS = tuple(date.fromisoformat(day) for day in ("2017-03-06", "2017-10-09", "2018-02-12", "2018-10-29"))


def version(
    weekly: tuple[Spans, ...] = OFFICE,
    zone: str = "UTC",
    holidays: frozenset[str] = frozenset(),
    dated: dict[str, Spans] | None = None,
    breaks: dict[str, Spans] | None = None,
) -> CalendarVersion:
    return CalendarVersion(1, "desk", 1, zone, weekly, holidays, dated or {}, "2026a", breaks or {})


UTC_OFFICE: Calendar = compile_calendar(version())
ALWAYS: Calendar = compile_calendar(version(ROUND_THE_CLOCK))


def at(text: str) -> Instant:
    """`04-05 09:00` of 2016, a Tuesday; or a full instant."""
    return from_iso(text if len(text) > 11 else f"2016-{text}")


def fact(when: str, what: What, value: object = None) -> Fact:
    return Fact(at(when), what, value)


def clocks(target: Target, *facts: Fact, calendar: Calendar = UTC_OFFICE) -> list[Clock]:
    return fold(facts, Agreement(7, "silver", 1, 1, (target,)), target, calendar)


def clock(target: Target, *facts: Fact, calendar: Calendar = UTC_OFFICE) -> Clock:
    (only,) = clocks(target, *facts, calendar=calendar)
    return only


@st.composite
def spans_of_a_day(draw: st.DrawFn, over_midnight: bool = True) -> Spans:
    """Up to three spans that do not overlap; the last may end on the next day before 05:00."""
    points = draw(st.lists(st.integers(5 * 12, 24 * 12 - 1), min_size=0, max_size=6, unique=True).map(sorted))
    points = [5 * point for point in points]
    if len(points) % 2:
        points.append(draw(st.integers(288, 345)) * 5 if over_midnight else 1440)
    return tuple(zip(points[::2], points[1::2], strict=True))


@st.composite
def versions(draw: st.DrawFn, first: date) -> CalendarVersion:
    """Calendars whose holidays, dated hours and breaks lie within five weeks of `first`."""
    days = st.integers(0, 34).map(lambda n: (first + timedelta(days=n)).isoformat())
    weekly = draw(st.tuples(*[spans_of_a_day()] * 7).filter(any) | st.sampled_from([OFFICE, ROUND_THE_CLOCK]))
    return version(
        weekly,
        draw(st.sampled_from(ZONES)),
        draw(st.frozensets(days, max_size=4)),
        draw(st.dictionaries(days, spans_of_a_day(), max_size=4)),
        draw(st.dictionaries(days, spans_of_a_day(over_midnight=False), max_size=3)),
    )


def minutes_from(first: date, days: int) -> st.SearchStrategy[Instant]:
    """Instants on whole minutes within some days of a date."""
    start = from_iso(first.isoformat())
    return st.integers(0, days * 1440).map(lambda n: Instant(start + n * MINUTE))


WORKLOADS = st.sampled_from([MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 40 * HOUR]) | st.integers(1, 60 * HOUR)
