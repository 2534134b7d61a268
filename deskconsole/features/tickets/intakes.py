"""How a ticket comes in: over which class of channel, and at which instants it was so (rule 5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from deskconsole.core.instants import SECOND, Instant, to_iso

Intake = Literal["people", "alerts", "automation"]
"""Who told us: what is counted apart in figures (rule 33)."""

_BY_CHANNEL: Mapping[str, Intake] = {"alert": "alerts", "api": "automation"}


def intake_of(channel: str | None) -> Intake:
    """The class of a channel; whatever is not known to be a machine's is people's."""
    return _BY_CHANNEL.get((channel or "").strip().lower(), "people")


class Starts(NamedTuple):
    """When it was so, as it is used; and what had been said instead, where that cannot be."""

    reported_at: Instant | None
    detected_at: Instant | None
    impact_at: Instant | None
    said: dict[str, str] | None


def starts(
    intake: Intake, now: Instant, oldest: int, reported: int | None, detected: int | None, impact: int | None
) -> Starts:
    """The instants of a ticket logged `now`: nothing is in the future, nothing longer ago than `oldest` seconds.

    What people tell us is reported when it is logged unless they say when; what a monitor sees is detected then.
    """
    told = {"reported": reported, "detected": detected, "impact": impact}
    used = {name: clamped(at, Instant(now - oldest * SECOND), now) for name, at in told.items() if at is not None}
    said = {name: written(at) for name, at in told.items() if at is not None and used[name] != at}
    default = {"people": "reported", "alerts": "detected"}.get(intake)
    if default:
        used.setdefault(default, now)
    return Starts(used.get("reported"), used.get("detected"), used.get("impact"), said or None)


def clamped(at: int, low: int, high: int) -> Instant:
    """The nearest instant that can be."""
    return Instant(min(max(at, low), high))


def written(at: int) -> str:
    """An instant as it was said, also one that no calendar reaches."""
    try:
        return to_iso(Instant(at))
    except (ValueError, OverflowError, OSError):
        return f"{at} µs"
