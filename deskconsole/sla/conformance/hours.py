"""The calendar of a vector, as a calendar version: pieces over midnight, dated hours, breaks, holidays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.conformance.nodes import Node
from deskconsole.sla.hours import DAY_NAMES, Span, Spans

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::00)?")
_DAY = 1440


class Hours(NamedTuple):
    """What a vector says of its calendar, read but not yet judged: it may be one that the desk refuses."""

    zone: str
    weekly: tuple[Spans, ...]
    holidays: frozenset[str]
    dated: tuple[tuple[str, Spans], ...]
    breaks: tuple[tuple[str, Spans], ...]

    def version(self) -> CalendarVersion:
        """As the desk keeps it; raises BadInput with the reason where it is none (rule 1)."""
        return CalendarVersion(
            1, "of the vector", 1, self.zone, self.weekly, self.holidays, dict(self.dated), breaks=dict(self.breaks)
        )

    @property
    def local(self) -> tzinfo:
        """Its zone; UTC where there is no such zone, which is for `version` to complain of."""
        try:
            return ZoneInfo(self.zone)
        except (OSError, ValueError, KeyError):
            return UTC


@lru_cache(maxsize=512)
def compiled(hours: Hours) -> Calendar:
    """Its calendar; the vectors of a project share a few. Raises BadInput where the desk would refuse it."""
    return compile_calendar(hours.version())


def read_hours(calendar: Node) -> Hours:
    """The calendar of a vector; raises BadInput where it cannot be read."""
    week = calendar.node("hours", {})
    days = {name.lower()[:3]: _spans(week, name) for name in week.value}
    if unknown := days.keys() - {name.lower() for name in DAY_NAMES}:
        raise week.wrong(min(unknown), f"is no day: {', '.join(DAY_NAMES).lower()}")
    weekly = tuple(days.get(name.lower(), ()) for name in DAY_NAMES)
    return Hours(
        zone=calendar.of(str, "tz"),
        weekly=weekly,
        holidays=frozenset(_date(calendar, "holidays", day) for day in calendar.texts("holidays")),
        dated=_dated(calendar, weekly),
        breaks=_breaks(calendar),
    )


def _dated(calendar: Node, weekly: tuple[Spans, ...]) -> tuple[tuple[str, Spans], ...]:
    """Dates with hours of their own: instead of the weekday's, or (`replaces_day` false) on top of them."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for entry in calendar.nodes("extra_open"):
        day = _date(entry, "date", entry.of(str, "date"))
        found[day] += _spans(entry, "hours")
        if not entry.of(bool, "replaces_day", True):
            found[day] += weekly[date.fromisoformat(day).weekday()]
    return tuple((day, _joined(spans)) for day, spans in found.items())


def _breaks(calendar: Node) -> tuple[tuple[str, Spans], ...]:
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for entry in calendar.nodes("breaks"):
        day = _date(entry, "date", entry.of(str, "date"))
        found[day].append(_span(entry, "to", entry.of(str, "from"), entry.of(str, "to")))
    return tuple((day, _joined(spans)) for day, spans in found.items())


def _spans(node: Node, key: str) -> Spans:
    found = []
    for piece in node.of(list, key, []):
        if not isinstance(piece, list) or len(piece) != 2 or not all(isinstance(end, str) for end in piece):
            raise node.wrong(key, 'a piece is written ["09:00", "17:00"]')
        found.append(_span(node, key, *piece))
    return _joined(found)


def _span(node: Node, key: str, begin: str, end: str) -> Span:
    """Minutes from midnight; one that ends at or before its begin reaches into the next day."""
    first, last = _minute(node, key, begin), _minute(node, key, end)
    if first == last:
        raise node.wrong(key, f"{begin}-{end} is empty; a whole day is 00:00-24:00")
    return first, last if last > first else last + _DAY


def _minute(node: Node, key: str, text: str) -> int:
    found = _CLOCK.fullmatch(text)
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not found or int(found[2]) > 59 or minute > _DAY:
        raise node.wrong(key, f"“{text[:20]}” is no time of day; write 09:00, or 24:00 for the end of the day")
    return minute


def _joined(spans: Iterable[Span]) -> Spans:
    """In order; what overlaps or touches is one span, as far as a span may reach: a day."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1] and end <= joined[-1][0] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def _date(node: Node, key: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise node.wrong(key, f"“{text[:20]}” is no date; write 2016-12-25") from None
