"""Spans of a day as people write them: checked, and named in complaints."""

from __future__ import annotations

from itertools import pairwise

from deskconsole.core.errors import BadInput

Span = tuple[int, int]
"""(start, end): minutes from local midnight of the day the span begins; an end over 1440 is on the next day."""
Spans = tuple[Span, ...]

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY, _WEEK = 1440, 7 * 1440


def written(span: Span) -> str:
    """`09:00-17:00`; hours over midnight go on counting: `22:00-30:00`."""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


def check_day(spans: Spans, where: str) -> None:
    """Refuse spans that are no spans of one day, or overlap; raises BadInput naming `where`."""
    for begin, end in spans:
        if not 0 <= begin < _DAY or not begin < end <= begin + _DAY:
            raise BadInput(
                f"{where}: {written((begin, end))} is no span; it begins between 00:00 and 23:59 and "
                "ends later, within 24 hours"
            )
    ordered = sorted(spans)
    if tuple(ordered) != tuple(spans):
        raise BadInput(f"{where}: {', '.join(map(written, spans))} are out of order; write the earliest first")
    for before, after in pairwise(ordered):
        if after[0] < before[1]:
            raise BadInput(f"{where}: {written(before)} and {written(after)} overlap; join them or move one")


def check_week(weekly: tuple[Spans, ...], thing: str) -> None:
    """Refuse a week that is not one: wrong length, overlaps (also over midnight), no open time (rule 1)."""
    if len(weekly) != 7:
        raise BadInput(f"{thing}: {len(weekly)} days of weekly hours; give seven, Monday first, empty where closed")
    for name, spans in zip(DAY_NAMES, weekly, strict=True):
        check_day(spans, f"{thing}, {name}")
    week = [(d * _DAY + begin, d * _DAY + end, d) for d, spans in enumerate(weekly) for begin, end in spans]
    if not week:
        raise BadInput(f"{thing} has no open time; give it weekly hours, for instance Mon 09:00-17:00")
    first = week[0]
    for before, after in zip(week, [*week[1:], (first[0] + _WEEK, first[1] + _WEEK, first[2])], strict=True):
        if after[0] < before[1]:
            ends = written((before[0] % _DAY, before[1] - before[2] * _DAY))
            begins = written((after[0] % _DAY, after[0] % _DAY + after[1] - after[0]))
            raise BadInput(
                f"{thing}: {DAY_NAMES[before[2]]} {ends} overlaps {DAY_NAMES[after[2]]} {begins}; "
                "end the first before the second begins"
            )
