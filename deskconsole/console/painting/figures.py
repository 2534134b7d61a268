"""Numbers and times as people read them: always with a unit, cut and never rounded, at most six cells."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache

from deskconsole.console.painting.glyphs import Glyphs
from deskconsole.core.instants import DAY, MINUTE, SECOND, Instant, to_datetime

# In words whatever the locale of the process says.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def duration(us: int) -> str:
    """Business time, which has no days: `53s`, `8m53s`, `31m`, `1h04m`, `38h20m`, `112h`."""
    seconds = max(us, 0) // SECOND
    minutes, hours = seconds // 60, seconds // 3600
    if minutes < 1:
        return f"{seconds}s"
    if minutes < 10:
        return f"{minutes}m{seconds % 60:02}s"
    return _hours(hours, minutes)


def _hours(hours: int, minutes: int) -> str:
    if hours < 1:
        return f"{minutes}m"
    if hours < 100:
        return f"{hours}h{minutes % 60:02}m"
    return f"{hours}h" if hours < 10_000 else f"{hours // 1000}kh"


def beyond(us: int, g: Glyphs) -> str:
    """Business time past the target: `−45s`, `−12m`, `−4h12m`, `−14h`. Seconds no longer matter after a minute."""
    seconds = max(us, 0) // SECOND
    if seconds < 60:
        return f"{g.minus}{seconds}s"
    minutes, hours = seconds // 60, seconds // 3600
    return g.minus + (_hours(hours, minutes) if hours < 10 or hours >= 100 else f"{hours}h")


def used(us: int) -> str:
    """What a clock has taken, without seconds from a minute on: `4m`, `1h12m`."""
    minutes = max(us, 0) // MINUTE
    return _hours(minutes // 60, minutes) if minutes else f"{max(us, 0) // SECOND}s"


def target(seconds: int) -> str:
    """What was promised, as it is written in an agreement: `15m`, `60m`, `4h00m`."""
    if seconds % 60:
        return duration(seconds * SECOND)
    return f"{seconds // 60}m" if seconds <= 3600 else _hours(seconds // 3600, seconds // 60)


def waits(us: int) -> str:
    """A wall-clock age, which has days: `now`, `38m`, `1h12m`, `3h`, `2d`. Five cells."""
    minutes = max(us, 0) // MINUTE
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes}m"
    if minutes < 120:
        return f"{minutes // 60}h{minutes % 60:02}m"
    return f"{minutes // 60}h" if us < DAY else f"{us // DAY}d"


def clock(at: Instant, zone: tzinfo, *, seconds: bool = True) -> str:
    """`09:42:07`, or `09:42`"""
    return f"{to_datetime(at, zone):{'%H:%M:%S' if seconds else '%H:%M'}}"


def due(at: Instant | None, now: Instant, zone: tzinfo, g: Glyphs) -> str:
    """`10:15` today, `Wed 10:02` within six days, `21 Apr` beyond, `Apr 2016` in another year. Nine cells."""
    return g.nobody if at is None else _due(at, Instant(now // MINUTE * MINUTE), zone)


@lru_cache(maxsize=1024)
def _due(at: Instant, minute: Instant, zone: tzinfo) -> str:
    """Lines ask it every second, and it is another at midnight."""
    moment, today = to_datetime(at, zone), to_datetime(minute, zone)
    return _day(moment, today, f"{moment:%H:%M}", f"{_DAYS[moment.weekday()]} {moment:%H:%M}")


def hold_end(until: Instant | None, now: Instant, zone: tzinfo) -> str:
    """When a hold ends: `to 15:00`, `to Wed 09`, `to 21 Apr`, `no end`. Nine cells."""
    if until is None:
        return "no end"
    moment, today = to_datetime(until, zone), to_datetime(now, zone)
    if moment.year != today.year:
        return f"to {moment.year}"
    return "to " + _day(moment, today, f"{moment:%H:%M}", f"{_DAYS[moment.weekday()]} {moment:%H}")


def _day(moment: datetime, today: datetime, same: str, week: str) -> str:
    days = abs((moment.date() - today.date()).days)
    if days == 0:
        return same
    if days <= 6:
        return week
    month = _MONTHS[moment.month - 1]
    return f"{moment.day} {month}" if moment.year == today.year else f"{month} {moment.year}"


def moment(at: Instant, now: Instant, zone: tzinfo, *, seconds: bool = False) -> str:
    """When something was: `09:40` today, else `Mon 13 Apr 09:40`, with the year where it differs."""
    then, today = to_datetime(at, zone), to_datetime(now, zone)
    hour = f"{then:%H:%M:%S}" if seconds else f"{then:%H:%M}"
    return hour if then.date() == today.date() else f"{date(at, now, zone)} {hour}"


def date(at: Instant, now: Instant, zone: tzinfo) -> str:
    """`Mon 13 Apr`, with the year where it is not this one."""
    then, today = to_datetime(at, zone), to_datetime(now, zone)
    year = "" if then.year == today.year else f" {then.year}"
    return f"{_DAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]}{year}"


def full(at: Instant, zone: tzinfo) -> str:
    """The whole instant: `Tue 14 Apr 2026 12:06:00 CEST`."""
    then = to_datetime(at, zone)
    return f"{_DAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]} {then.year} {then:%H:%M:%S %Z}".rstrip()


def bar(share: float, width: int, g: Glyphs, *, paused: bool = False) -> str:
    """How much of a target is used: `━━━━━─`; while paused dashed. It is full only when all of it is."""
    cells = min(max(int(share * width + 0.5), 0), width)
    if share < 1:
        cells = min(cells, width - 1)
    return (g.held if paused else g.used) * cells + g.left * (width - cells)


def percent(share: float) -> str:
    """Cut: 94.96 is not 95."""
    return f"{int(share * 100)} %"


def thousands(number: int) -> str:
    """`100 000`"""
    return f"{number:,}".replace(",", " ")


def count(number: int) -> str:
    """For tabs: `999`, `1.2k`, `12k`."""
    if number < 1000:
        return str(number)
    return f"{number // 100 / 10:.1f}k" if number < 10_000 else f"{number // 1000}k"


def size(octets: int) -> str:
    """`812 B`, `12 kB`, `3.4 MB`: cut down, not rounded."""
    if octets < 1000:
        return f"{octets} B"
    return f"{octets // 1000} kB" if octets < 1_000_000 else f"{octets // 100_000 / 10} MB"
