"""Shifts as the desk file says them, frozen; two files that mean the same are equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

REST_S = 11 * 60 * 60
"""Rest between two turns where a desk file says nothing: eleven hours, in seconds."""

LAYERS = ("primary", "secondary", "tertiary")
"""Who is called: first, where they do not answer, and after that."""

ON_CALL = "on call"
"""The shift of what is listed day by day."""

Turning = Literal["day", "week"]


@dataclass(frozen=True)
class ShiftSpec:
    """Hours of the local day on some days of the week, and who is on: a group, or groups that take turns."""

    key: str
    name: str
    zone: str
    hours: tuple[int, int]
    """Minutes of the local day; an end beyond 1440 lies in the next one."""
    days: tuple[int, ...]
    """Monday is 0."""
    groups: tuple[tuple[str, ...], ...]
    leads: tuple[str, ...] = ()
    """One for all groups, or one each."""
    team: str | None = None
    duty_manager: str | None = None
    turning: Turning = "week"
    units: int = 1
    """Groups change after so many days, or weeks."""
    anchor: str | None = None
    """The first day of the first group; without it there is one group."""
    first: str | None = None
    last: str | None = None
    """The days on which it begins to be, and ends to be; None: no such day."""
    layer: str | None = None
    """Who is called, not who is here; None: they are here."""
    customers: bool = False
    """Duty before customers, which goes round."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> ShiftSpec:
        """The shift that a version's body holds."""
        known = {name: value for name, value in body.items() if name in cls.__dataclass_fields__}
        listed = {name: tuple(known[name]) for name in ("hours", "days", "leads") if name in known}
        return cls(**(known | listed | {"groups": tuple(map(tuple, body["groups"]))}))

    def group(self, day: date) -> int:
        """Which group is on in a turn that begins on a day."""
        if self.anchor is None or len(self.groups) < 2:
            return 0
        span = self.units * (7 if self.turning == "week" else 1)
        return (day - date.fromisoformat(self.anchor)).days // span % len(self.groups)

    def on(self, day: date) -> bool:
        """Whether a turn begins on a day."""
        text = day.isoformat()
        return day.weekday() in self.days and (self.first or text) <= text <= (self.last or text)

    def lead(self, group: int) -> str | None:
        """Who leads a group."""
        if not self.leads:
            return None
        return self.leads[group if len(self.leads) > 1 else 0]


@dataclass(frozen=True)
class RosterSpec:
    """All shifts of a desk, and the rest that people are owed between two turns."""

    shifts: tuple[ShiftSpec, ...] = ()
    rest: int = REST_S

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> RosterSpec:
        """The roster that a version's body holds."""
        return cls(tuple(map(ShiftSpec.of, body["shifts"])), int(body.get("rest", REST_S)))
