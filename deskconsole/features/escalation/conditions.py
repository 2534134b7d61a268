"""Whether what a step asks of the circumstances is so: pure."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from deskconsole.core.instants import SECOND, Instant, to_datetime
from deskconsole.features.escalation.policies import Conditions
from deskconsole.features.escalation.views import Facts
from deskconsole.features.escalation.words import MoreThan

Count = Callable[[Instant, Instant], int]
"""How many other tickets of its service came to an escalation after one instant and up to another."""


def against(when: Conditions, facts: Facts, at: Instant, count: Count) -> str | None:
    """Why a condition does not hold; None where all of them do."""
    for key, wanted in when:
        match key:
            case "hours":
                minute = minute_of(facts.zone, at)
                if not any(within(span, minute) for span in wanted):
                    return f"it is not {' or '.join(wanted)}"
            case "more_than":
                asked = MoreThan.read(wanted[0])
                found = 1 + count(Instant(at - asked.within * SECOND), at)
                if found <= asked.many:
                    return f"{found} in {wanted[0].partition(' in ')[2]}, the rule wants more than {asked.many}"
            case "category":
                if not any(f"{facts.category}/".startswith(f"{branch}/") for branch in wanted):
                    return f"category is {facts.category or 'not known'}"
            case _:
                if str(getattr(facts, key)) not in wanted:
                    shown = getattr(facts, key)
                    return f"{key} is {'not known' if shown is None else f'P{shown}' if key == 'priority' else shown}"
    return None


def minute_of(zone: str, at: Instant) -> int:
    """The minute of the desk's day."""
    local = to_datetime(at, ZoneInfo(zone))
    return local.hour * 60 + local.minute


def within(span: str, minute: int) -> bool:
    """Whether a minute of the day lies in hours such as `08-18` or, over midnight, `22-06`."""
    first, last = (_minutes(part) for part in span.split("-"))
    return first <= minute < last if first < last else minute >= first or minute < last


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)
