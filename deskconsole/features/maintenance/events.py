"""What was announced, withdrawn, begun and ended."""

from __future__ import annotations

import json
from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("maintenance.ruled", about="maintenance_rules")
class MaintenanceRuled(Event):
    """Windows that are announced from now on need this notice and fall under this cap a month, in seconds."""

    at: Instant
    maintenance_rules: int
    notice_s: int
    cap_s: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("maintenance_rules", self.maintenance_rules, {"notice_s": self.notice_s, "cap_s": self.cap_s})


@event("maintenance.planned", about="maintenance")
class MaintenancePlanned(Event):
    """A window is planned so from now on: a new one, or one that was moved.

    `announced` are its parts, each as begin, end, when it was announced, and the notice then in force (see
    `rules.Announced`). Without a title it keeps the one it has. `first_at` and `last_at` reach from the earliest that
    was ever planned to the end of the month of the latest: what it may concern. `uid` and `instance` are what
    calendars know it by; the instance is 0 where it is the only one. `sequence` is that of its own event there,
    `series` that of the event that repeats.
    """

    at: Instant
    maintenance: int
    begin_at: int
    end_at: int
    announced: tuple[int, ...]
    announced_at: int
    first_at: int
    last_at: int
    zone: str
    uid: str
    instance: int = 0
    sequence: int = 0
    series: int | None = None
    title: Private | None = None
    service: int | None = None
    item: str | None = None
    cap_s: int | None = None
    rescoped: bool = False

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {
            "begin_at": self.begin_at, "end_at": self.end_at, "announced": json.dumps(self.announced),
            "announced_at": self.announced_at, "first_at": self.first_at, "last_at": self.last_at, "zone": self.zone,
            "uid": self.uid, "instance": self.instance, "sequence": self.sequence, "series": self.series,
            "service": self.service, "item": self.item, "cap_s": self.cap_s, "withdrawn_at": None, "reason": None,
        }  # fmt: skip
        values |= {"title": self.title} if self.title else {}
        yield Set("maintenance", self.maintenance, values | ({"rescoped": 1} if self.rescoped else {}))


@event("maintenance.begun", about="maintenance")
class MaintenanceBegun(Event):
    """Somebody says when it began; the last word counts."""

    at: Instant
    maintenance: int
    begun_at: int

    def changes(self) -> Iterator[Set]:
        yield Set("maintenance", self.maintenance, {"begun_at": self.begun_at})


@event("maintenance.ended", about="maintenance")
class MaintenanceEnded(Event):
    """Somebody says when it ended; the last word counts."""

    at: Instant
    maintenance: int
    ended_at: int

    def changes(self) -> Iterator[Set]:
        yield Set("maintenance", self.maintenance, {"ended_at": self.ended_at})


@event("maintenance.withdrawn", about="maintenance")
class MaintenanceWithdrawn(Event):
    """It does not take place, or did not: nothing of it is cut."""

    at: Instant
    maintenance: int
    reason: Private | None = None
    series: int | None = None

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {"withdrawn_at": self.at, "reason": self.reason}
        yield Set("maintenance", self.maintenance, values | ({"series": self.series} if self.series else {}))
