"""Durations, promised amounts and hours of a day, as people write them in a desk file."""

from __future__ import annotations

from deskconsole.features.deskfile.spec import DAY_MINUTES, Span


def written(seconds: int) -> str:
    """A duration as people write it, without days: a business day may have 8 hours or 24."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{amount}{unit}" for amount, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if amount]
    return "".join(parts) or "0s"


def amount(seconds: int | str) -> str:
    """What is promised, as people write it."""
    return seconds if isinstance(seconds, str) else written(seconds)


def clock(span: Span) -> str:
    """`22:00-06:00`; an end at midnight is 24:00."""
    start, end = span
    end = end - DAY_MINUTES if end > DAY_MINUTES else end
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
