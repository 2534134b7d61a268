"""How a log writes instants: ISO 8601, a pattern of its own, or seconds since 1970; with an offset, or in a zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache

from deskconsole.core.instants import MINUTE, SECOND, Instant, from_datetime, to_datetime

Reading = tuple[Instant, int]
"""An instant, and how the clock that it was written by stood to UTC, in minutes."""

NAMED: dict[str, str] = {"iso": "2016-03-05 12:00:00+01:00", "epoch": "1457175600", "epoch-ms": "1457175600000"}
"""Formats with a name, and how they look."""
_FARTHEST = 253_402_300_800
"""The end of the year 9999, in seconds."""

_strptime = datetime.strptime
"""Gives a time without a zone where the pattern has no %z: `_placed` puts it in one."""


class NoZone(ValueError):
    """A time without an offset where nobody has said whose clock it is."""


def is_format(text: str) -> bool:
    """Whether a pattern such as `%d/%m/%Y %H:%M` gives a day of a year back."""
    moment = datetime(2001, 12, 13, 14, 15, 16, tzinfo=UTC)
    try:
        read = _strptime(moment.strftime(text), text)
    except (ValueError, TypeError, re.error):
        return False
    return (read.year, read.month, read.day) == (2001, 12, 13)


def reader(form: str, zone: tzinfo | None, *, ignore_offset: bool = False) -> Callable[[str], Reading]:
    """Reads instants, remembering them. Raises ValueError with a reason, NoZone where only a zone is missing."""
    parse = _PARSERS.get(form) or (lambda text: _strptime(text, form))
    known: dict[str, Reading] = {}

    def read(text: str) -> Reading:
        found = known.get(text)
        if found is None:
            found = known[text] = _placed(parse(text), zone, ignore_offset)
        return found

    return read


def _placed(moment: datetime, zone: tzinfo | None, ignore_offset: bool) -> Reading:
    """The instant that a wall clock showed; of two in the night that has an hour twice, the first."""
    if ignore_offset or moment.tzinfo is None:
        if zone is None:
            raise NoZone("no offset")
        moment = moment.replace(tzinfo=zone)
    at = from_datetime(moment)
    shown = to_datetime(at, moment.tzinfo or UTC).utcoffset()  # not the moment's own: it may lie in no hour at all
    return at, (int(shown.total_seconds()) // 60 if shown else 0)


def _epoch(scale: int) -> Callable[[str], datetime]:
    def parse(text: str) -> datetime:
        try:
            seconds = Decimal(text) / scale
            near = -_FARTHEST < seconds < _FARTHEST
        except InvalidOperation:  # also what says of itself that it is no number
            raise ValueError("no number") from None
        if not near:
            raise ValueError("no such instant")
        return to_datetime(Instant(int(seconds * SECOND)))

    return parse


_PARSERS: dict[str, Callable[[str], datetime]] = {
    "iso": datetime.fromisoformat,
    "epoch": _epoch(1),
    "epoch-ms": _epoch(1000),
}


@cache
def written_offset(minutes: int) -> str:
    """`+02:00`."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def written_hour(at: Instant, minutes: int) -> str:
    """The hour that the clock showed, `07`."""
    return f"{to_datetime(Instant(at + minutes * MINUTE)).hour:02}"
