"""Times of a handover in words, for who reads it then and there."""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

from deskconsole.core.instants import Instant, to_datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Eyes(NamedTuple):
    """When and where it is read."""

    now: Instant
    zone: tzinfo

    def at(self, at: Instant) -> str:
        """`14:05` today, else `Wed 15 Apr 14:05`"""
        then, today = to_datetime(at, self.zone), to_datetime(self.now, self.zone)
        if then.date() == today.date():
            return f"{then:%H:%M}"
        year = "" if then.year == today.year else f" {then.year}"
        return f"{_DAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]}{year} {then:%H:%M}"

    def turn(self, shift: str, begin: Instant, end: Instant) -> str:
        """`Early 06–14`"""
        first, last = to_datetime(begin, self.zone), to_datetime(end, self.zone)
        hours = "–".join(f"{each:%H}" if each.minute == 0 else f"{each:%H:%M}" for each in (first, last))
        return f"{shift.capitalize()} {hours}"


def minutes(seconds: int) -> str:
    """`6m`, `1h05m`, `40s`: cut, not rounded."""
    if seconds < 60:
        return f"{seconds}s"
    hours, rest = divmod(seconds // 60, 60)
    return f"{hours}h{rest:02}m" if hours else f"{rest}m"
