"""What a calendar says, before it is compiled: resolved, frozen, and stored as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from deskconsole.core.errors import BadInput
from deskconsole.sla.hours import Spans, check_day, check_week


@dataclass(frozen=True)
class CalendarVersion:
    """What a calendar says, resolved and frozen; clocks name it by `id`, it is stored as JSON.

    Spans are minutes from local midnight of the day they begin; an end over 1440 reaches into the next day.
    A holiday closes its local date from midnight to midnight, whatever began the evening before.
    """

    id: int
    name: str
    version: int
    zone: str
    weekly: tuple[Spans, ...]
    """Seven days, Monday first."""
    holidays: frozenset[str] = frozenset()
    """ISO dates; they close what weekly and dated hours open (rule 1)."""
    dated: Mapping[str, Spans] = field(default_factory=dict)
    """ISO date → hours in place of that weekday's; none: closed."""
    tzdata: str = ""
    """Release of the time zone data the version was made with."""
    breaks: Mapping[str, Spans] = field(default_factory=dict)
    """ISO date → spans cut out of whatever is open; stronger than dated hours, weaker than a holiday (rule 1)."""

    def __post_init__(self) -> None:
        thing = f"calendar “{self.name}”"
        _zone(self.zone, thing)
        check_week(self.weekly, thing)
        for kind in (self.dated, self.breaks):
            for day, spans in kind.items():
                ordinal(day, thing)
                check_day(spans, f"{thing}, {day}")
        for day in self.holidays:
            ordinal(day, thing)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, in one stable order."""
        return {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "zone": self.zone,
            "weekly": [[list(span) for span in spans] for spans in self.weekly],
            "holidays": sorted(self.holidays),
            "dated": {day: [list(span) for span in spans] for day, spans in sorted(self.dated.items())},
            "tzdata": self.tzdata,
            "breaks": {day: [list(span) for span in spans] for day, spans in sorted(self.breaks.items())},
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> CalendarVersion:
        """Read what `to_dict` wrote; raises BadInput where it is something else."""
        try:
            return cls(
                id=int(stored["id"]),
                name=str(stored["name"]),
                version=int(stored["version"]),
                zone=str(stored["zone"]),
                weekly=tuple(_spans(day) for day in stored["weekly"]),
                holidays=frozenset(map(str, stored.get("holidays", ()))),
                dated={str(day): _spans(spans) for day, spans in stored.get("dated", {}).items()},
                tzdata=str(stored.get("tzdata", "")),
                breaks={str(day): _spans(spans) for day, spans in stored.get("breaks", {}).items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            name = stored.get("name", "?") if isinstance(stored, Mapping) else "?"
            raise BadInput(
                f"calendar “{name}” cannot be read: {type(wrong).__name__} {wrong}; "
                "it needs id, name, version, zone and weekly, spans as [start minute, end minute]"
            ) from None


def _zone(name: str, thing: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError, but not for every wrong name
        raise BadInput(f"{thing}: “{name}” is no time zone; write an IANA name such as Europe/Berlin") from None
    except KeyError:
        raise BadInput(f"{thing}: “{name}” is no known time zone; write an IANA name such as Europe/Berlin") from None


def ordinal(day: str, thing: str = "calendar") -> int:
    """The number of an ISO date; `thing` is what a mistake is told of."""
    try:
        return date.fromisoformat(day).toordinal()
    except (TypeError, ValueError):
        raise BadInput(f"{thing}: “{day}” is no date; write 2016-12-25") from None


def _spans(stored: Iterable[Iterable[int]]) -> Spans:
    return tuple((int(begin), int(end)) for begin, end in stored)
