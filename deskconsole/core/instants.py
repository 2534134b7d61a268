"""Instants: integers of microseconds UTC, the only time the desk computes with."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import NewType

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00Z."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DURATION = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def from_datetime(moment: datetime) -> Instant:
    """The instant of an aware datetime."""
    gap = moment - _EPOCH
    return Instant((gap.days * 86_400 + gap.seconds) * SECOND + gap.microseconds)


def to_datetime(at: Instant, zone: tzinfo = UTC) -> datetime:
    """The wall clock of a zone at an instant."""
    seconds, micros = divmod(at, SECOND)
    return datetime.fromtimestamp(seconds, zone).replace(microsecond=micros)


def from_iso(text: str, zone: tzinfo = UTC) -> Instant:
    """Read an ISO 8601 instant; without an offset it is local time of `zone`.

    Raises ValueError, with the text, where it cannot be read.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}” is no instant: write 2016-04-05T09:00Z, or 2016-04-05 09:00") from None
    return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def to_iso(at: Instant) -> str:
    """ISO 8601 in UTC, to the second unless there is less: `2016-04-05T09:00:00Z`."""
    moment = to_datetime(at)
    return moment.replace(tzinfo=None).isoformat() + "Z"


def duration(text: str) -> int:
    """Seconds in a written duration: `90s`, `15m`, `1h30m`, `2d`; a day is 24 hours.

    Raises ValueError, with the text, where it cannot be read.
    """
    match = _DURATION.fullmatch(text.strip().replace(" ", ""))
    if not match or not any(match.groups()):
        raise ValueError(f"“{text}” is no duration: write 15m, 4h or 1h30m")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
