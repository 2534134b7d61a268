"""Lengths of time in words."""

from __future__ import annotations

from deskconsole.core.instants import DAY, HOUR, MINUTE, SECOND


def said(us: int) -> str:
    """A length as people say it, in its two largest units: `40 min`, `72 h`, `5 d 6 h`."""
    if us < MINUTE:
        return f"{us // SECOND} s"
    large, big, small, little = (
        (DAY, "d", HOUR, "h")
        if us >= 4 * DAY
        else (HOUR, "h", MINUTE, "min")
        if us >= HOUR
        else (MINUTE, "min", SECOND, "s")
    )
    rest = us % large // small
    return f"{us // large} {big}" + (f" {rest} {little}" if rest else "")
