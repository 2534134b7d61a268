"""A week of hours without its breaks."""

from __future__ import annotations

from deskconsole.features.deskfile.spec import DAY_MINUTES, Day, Span, Week

_WEEK = 7 * DAY_MINUTES


def without(weekly: Week, breaks: Week) -> Week:
    """What is left of a week; a piece that begins after midnight belongs to the day it begins on."""
    cuts = [(start + turn, end + turn) for start, end in _spread(breaks) for turn in (-_WEEK, 0, _WEEK)]
    days: list[list[Span]] = [[] for _ in range(7)]
    for span in _spread(weekly):
        for start, end in _minus(span, cuts):
            day, minute = divmod(start % _WEEK, DAY_MINUTES)
            days[day].append((minute, minute + end - start))
    return tuple(tuple(sorted(day)) for day in days)


def _spread(week: Week) -> list[Span]:
    """Minutes from Monday's midnight."""
    return [
        (start + place * DAY_MINUTES, end + place * DAY_MINUTES) for place, day in enumerate(week) for start, end in day
    ]


def _minus(span: Span, cuts: list[Span]) -> Day:
    left = [span]
    for low, high in cuts:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return tuple(left)
