"""The clock on the wall of a zone: when it first shows a time (rule 1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskconsole.core.instants import SECOND

_EPOCH_DAY = date(1970, 1, 1).toordinal()


def first_showing(zone: ZoneInfo, day: int, micros: int) -> int:
    """The first instant at which the local clock shows so many µs after midnight of a day (its ordinal), or later.

    So what lies in a gap is the first instant after the gap, and what is ambiguous the first of the two.
    """
    wall = datetime.fromordinal(day) + timedelta(microseconds=micros)
    whole, rest = divmod(micros, SECOND)
    seconds = (day - _EPOCH_DAY) * 86_400 + whole
    early = seconds - _seconds(zone.utcoffset(wall.replace(fold=1)))
    late = seconds - _seconds(zone.utcoffset(wall))
    if late <= early:
        return late * SECOND + rest
    after = datetime.fromtimestamp(late, zone).utcoffset()
    while late - early > 1:  # in a gap: look for its end
        middle = (early + late) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late * SECOND


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset.days * 86_400 + offset.seconds
