"""Instants and lengths of time in words, as sentences about clocks have them."""

from __future__ import annotations

from datetime import date, tzinfo

from deskconsole.core.instants import SECOND, Instant, to_datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def column(at: Instant, zone: tzinfo, now: Instant, *, seconds: bool) -> str:
    """`Tue 14 Apr 12:06`, with the year where it is another one than now; days stand below each other."""
    then = to_datetime(at, zone)
    year = "" if then.year == to_datetime(now, zone).year else f" {then.year}"
    hour = f"{then:%H:%M:%S}" if seconds else f"{then:%H:%M}"
    return f"{weekday(then)}{year} {hour}"


def moment(at: Instant, zone: tzinfo, now: Instant) -> str:
    """The same in a sentence, to the second."""
    return " ".join(column(at, zone, now, seconds=True).split())


def near(at: Instant, zone: tzinfo, now: Instant) -> str:
    """`12:06:00` on the day of `now`, else the whole moment."""
    then = to_datetime(at, zone)
    if then.date() == to_datetime(now, zone).date():
        return f"{then:%H:%M:%S}"
    return moment(at, zone, now)


def weekday(on: date) -> str:
    """`Tue 14 Apr`"""
    return f"{_DAYS[on.weekday()]} {on.day:>2} {_MONTHS[on.month - 1]}"


def day(at: Instant, zone: tzinfo) -> str:
    """`1 Jan 2026`"""
    then = to_datetime(at, zone)
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year}"


def zone_word(at: Instant, zone: tzinfo) -> str:
    return to_datetime(at, zone).tzname() or ""


def alike(one: tzinfo, other: tzinfo, *moments: Instant) -> bool:
    """Whether clocks of two zones show the same at these instants."""
    return all(to_datetime(at, one).utcoffset() == to_datetime(at, other).utcoffset() for at in moments)


def length(micros: int, used: int = 0) -> str:
    """`5h36m`, `12m30s`, `−4m`: business time to the second; less what was `used`, in whole seconds that add up."""
    seconds = abs(micros) // SECOND - used // SECOND
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes:02}m" if hours else f"{minutes}m" if minutes else ""]
    parts.append(f"{rest:02}s" if rest and (hours or minutes) else f"{rest}s" if rest else "")
    return ("−" if micros < 0 else "") + ("".join(parts) or "0m")


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")
