"""A ticket comes in."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.created", about="ticket")
class TicketCreated(TicketEvent):
    """A ticket was taken in; its clocks start (rule 5). `tier` is the customer's at that instant: pinned (rule 7).

    `at` is when it was logged; `reported_at`, `detected_at` and `impact_at` are used as they stand here, none of them
    later than that. `said` are those a source had said otherwise, as said: from the future, or too long ago.
    `person` is who asks, where the desk knows them.
    """

    at: Instant
    ticket: int
    number: str
    type: str
    title: Private
    priority: int
    impact: int | None = None
    urgency: int | None = None
    stated_priority: int | None = None
    priority_why: str | None = None
    requester: Private | None = None
    channel: str | None = None
    category: str | None = None
    environment: str | None = None
    customer: int | None = None
    tier: str | None = None
    service: int | None = None
    intake: str | None = None
    reported_at: int | None = None
    detected_at: int | None = None
    impact_at: int | None = None
    said: dict[str, str] | None = None
    person: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "number": self.number, "type": self.type, "title": self.title, "priority": self.priority,
            "impact": self.impact, "urgency": self.urgency, "stated_priority": self.stated_priority,
            "requester": self.requester, "channel": self.channel, "category": self.category,
            "environment": self.environment, "customer": self.customer, "tier": self.tier,
            "service": self.service, "state": "new", "opened_at": self.at, "touched_at": self.at, "reopened": 0,
            "intake": self.intake, "reported_at": self.reported_at, "detected_at": self.detected_at,
            "impact_at": self.impact_at, "clamped": " ".join(sorted(self.said)) if self.said else None,
            "person": self.person,
        }  # fmt: skip
