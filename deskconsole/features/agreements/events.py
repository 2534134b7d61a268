"""What was agreed, what a calendar says, and what the desk noticed and told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Set, event
from deskconsole.core.instants import Instant


def json_of(body: dict[str, Any]) -> str:
    """A version's body as its row holds it: canonical, so that equal bodies are equal text."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@event("calendar.versioned", about="calendar")
class CalendarVersioned(Event):
    """A calendar says this from now on; holidays are resolved, so that no library rewrites the past."""

    at: Instant
    calendar: int
    name: str
    version: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        values = {"name": self.name, "version": self.version, "body": json_of(self.body)}
        yield Set("calendar_version", self.calendar, values)


@event("calendar.retired", about="calendar")
class CalendarRetired(Event):
    """No new agreement names this calendar version."""

    at: Instant
    calendar: int

    def changes(self) -> Iterator[Set]:
        yield Set("calendar_version", self.calendar, {"retired_at": self.at})


@event("agreement.versioned", about="agreement")
class AgreementVersioned(Event):
    """A version of an agreement holds from `effective_at` on; None: from the beginning, also for what is there.

    `after` is the number of the last ticket that came before it: a day that is over concerns only what we learn from
    now on, such as history of another system. A first version measures those before it too, but takes no promise of
    another agreement from them. `existing` is `move` where open clocks of the version before shall go over to this one,
    once it holds (rule 11).
    """

    at: Instant
    agreement: int
    name: str
    version: int
    calendar: int
    body: dict[str, Any]
    effective_at: int | None = None
    after: int | None = None
    existing: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "agreement_version",
            self.agreement,
            {
                "name": self.name, "version": self.version, "calendar": self.calendar,
                "effective_at": self.effective_at, "after_ticket": self.after, "body": json_of(self.body),
            },
        )  # fmt: skip


@event("agreement.took_over", about="agreement")
class AgreementTookOver(Event):
    """Open clocks of the version before have gone over to this one: it is in force (rule 11)."""

    at: Instant
    agreement: int

    def changes(self) -> Iterator[Set]:
        yield Set("agreement_version", self.agreement, {"took_over_at": self.at})


@event("agreement.retired", about="agreement")
class AgreementRetired(Event):
    """Tickets opened from `from_at` on are not measured by this version; the clocks it has go on."""

    at: Instant
    agreement: int
    from_at: int
    until: int | None = None
    """Number of the last ticket that it may measure of those of that instant."""

    def changes(self) -> Iterator[Set]:
        yield Set("agreement_version", self.agreement, {"retired_at": self.from_at, "until_ticket": self.until})


@event("clock.threshold_reached", about="ticket")
class ThresholdReached(Event):
    """We noticed that a clock used a share of its target, at the instant it was due (rule 28)."""

    at: Instant
    ticket: int
    agreement: int
    metric: str
    cycle: int
    target_s: int
    share: int


@event("clock.breached", about="ticket")
class ClockBreached(ThresholdReached):
    """We noticed that a promise was broken, at the instant it was due."""
