"""An 8-hour target as other libraries reach it: the same days, the same hours, the same holidays, ten years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from importlib import import_module
from importlib.metadata import version
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.bench.figure import Figure, of_pairs, seconds, skipped
from deskconsole.bench.sizes import Sizes
from deskconsole.core.instants import HOUR, Instant, from_datetime, to_datetime
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar

_ZONE = ZoneInfo("America/New_York")
_YEARS = range(2016, 2026)
_TARGET = 8 * HOUR
_AGAIN = 20
"""How often ours is repeated within a measurement, so that it is one."""


class Other(NamedTuple):
    """Another library: its own moments from ours, and the target added to one of them."""

    moment: Callable[[datetime], Any]
    add: Callable[[Any], Any]
    datetime: Callable[[Any], datetime]
    rolls: bool
    """Whether a target used up at closing time ends at the next opening."""


def figures(sizes: Sizes) -> Iterator[Figure]:
    """Ours against theirs: the ratio is a share of their time, so its bound is the most it may be."""
    for name, make in (("businesstimedelta", _businesstimedelta), ("pandas", _pandas)):
        figure = f"sla.against_{name}"
        try:
            other = make(_holidays())
        except ImportError:
            for each in (figure, f"{figure}_datetimes"):
                yield skipped(each, "not measured: pip install deskconsole[bench]")
            continue
        yield from _against(figure, f"{name} {version(name)}", other, sizes)


def _against(figure: str, name: str, other: Other, sizes: Sizes) -> Iterator[Figure]:
    calendar, starts = _calendar(), _starts(sizes.times)
    integers = [from_datetime(at) for at in starts]
    theirs = [other.moment(at) for at in starts]
    differ = sum(
        other.datetime(other.add(at)) != to_datetime(_due(calendar, start, other.rolls), _ZONE)
        for at, start in zip(theirs, integers, strict=True)
    )

    def add_theirs() -> None:
        for at in theirs:
            other.add(at)

    def add_ours() -> None:
        add = calendar.add
        for at in integers:
            add(at, _TARGET)

    def through_theirs() -> None:
        for at in starts:
            other.datetime(other.add(other.moment(at)))

    def through_ours() -> None:
        for at in starts:
            to_datetime(calendar.add(from_datetime(at), _TARGET), _ZONE)

    said = f"{len(starts)} targets of 8 h, {differ} answers differ"
    yield _compared(figure, add_theirs, add_ours, name, f"{said}; integers in and out", sizes, len(starts))
    note = "datetimes in and out"
    yield _compared(f"{figure}_datetimes", through_theirs, through_ours, name, note, sizes, len(starts))


def _compared(
    figure: str, theirs: Callable[[], None], ours: Callable[[], None], name: str, note: str, sizes: Sizes, count: int
) -> Figure:
    theirs()
    ours()  # what is done once for all is no part of it
    pairs = [(seconds(theirs), seconds(ours, _AGAIN)) for _ in range(sizes.rounds)]
    made = of_pairs(figure, pairs, unit="µs", share=1 / count)
    assert made.ratio is not None
    return made._replace(note=f"{1 / made.ratio:,.0f} × as fast as {name}; {note}")


def _due(calendar: Calendar, start: Instant, rolls: bool) -> Instant:
    due = calendar.add(start, _TARGET)
    return calendar.opens(due) if rolls else due


def _holidays() -> dict[Any, str]:
    found: dict[Any, str] = import_module("holidays").country_holidays("US", years=_YEARS)
    return found


def _calendar() -> Calendar:
    """New York, nine to five on weekdays, public holidays of the country; compiled, as a desk has it."""
    week = (((9 * 60, 17 * 60),),) * 5 + ((), ())
    days = frozenset(day.isoformat() for day in _holidays())
    made = compile_calendar(CalendarVersion(1, "bench", 1, _ZONE.key, week, days))
    made.elapsed(_new_year(_YEARS[0]), _new_year(_YEARS[-1]))
    return made


def _starts(count: int) -> Sequence[datetime]:
    """Any instants of these years but the last."""
    chance = Random(1)
    first, last = _new_year(_YEARS[0]), _new_year(_YEARS[-1])
    return [to_datetime(Instant(chance.randrange(first, last, 1_000_000)), _ZONE) for _ in range(count)]


def _new_year(year: int) -> Instant:
    return from_datetime(datetime(year, 1, 1, tzinfo=_ZONE))


def _businesstimedelta(days: dict[Any, str]) -> Other:
    b = import_module("businesstimedelta")
    zone = import_module("pytz").timezone(_ZONE.key)
    work = b.WorkDayRule(start_time=time(9), end_time=time(17), working_days=[0, 1, 2, 3, 4], tz=zone)
    target = b.BusinessTimeDelta(b.Rules([work, b.HolidayRule(days, tz=zone)]), hours=8)
    return Other(lambda at: at.astimezone(zone), lambda at: at + target, lambda at: at.astimezone(_ZONE), rolls=False)


def _pandas(days: dict[Any, str]) -> Other:
    pandas = import_module("pandas")
    target = pandas.offsets.CustomBusinessHour(8, start="09:00", end="17:00", holidays=sorted(days))
    return Other(
        lambda at: pandas.Timestamp(at.replace(tzinfo=None)),  # the faster of its two ways; nine to five meets no gap
        lambda at: at + target,
        lambda at: at.to_pydatetime().replace(tzinfo=_ZONE),
        rolls=True,
    )
