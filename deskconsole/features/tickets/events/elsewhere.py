"""What other systems say of their tickets."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.imported", about="ticket")
class TicketImported(TicketEvent):
    """A ticket of another system, taken over with its history. It rings nobody about what was before `rings_from`."""

    at: Instant
    ticket: int
    number: str
    source: str
    title: Private
    rings_from: int
    requester: Private | None = None
    channel: str | None = None
    category: str | None = None
    more: dict[str, str] | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "number": self.number, "source": self.source, "type": "incident", "title": self.title,
            "requester": self.requester, "channel": self.channel, "category": self.category,
            "opened_at": self.at, "rings_from": self.rings_from,
        }  # fmt: skip


@event("ticket.restated", about="ticket")
class TicketRestated(TicketEvent):
    """Title, requester, channel or category are these from now on; what is absent stays."""

    at: Instant
    ticket: int
    title: Private | None = None
    requester: Private | None = None
    channel: str | None = None
    category: str | None = None

    def columns(self) -> Mapping[str, object]:
        names = ("title", "requester", "channel", "category")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@event("ticket.observed", about="ticket")
class TicketObserved(TicketEvent):
    """A row of another system's log: how the ticket stood from then on. `more` are its columns that changed."""

    at: Instant
    ticket: int
    label: str
    state: str
    held_for: str | None = None
    priority: int | None = None
    priority_label: str | None = None
    team: int | None = None
    owner: str | None = None
    reopened: int | None = None
    more: dict[str, str] | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "label": self.label, "state": self.state, "held_for": self.held_for, "priority": self.priority,
            "priority_label": self.priority_label, "team": self.team, "owner": self.owner,
            "reopened": self.reopened, "touched_at": self.at,
        }  # fmt: skip


@event("ticket.resolution_reported", about="ticket")
class ResolutionReported(TicketEvent):
    """Another system says when it was resolved; its state is told by its rows alone."""

    at: Instant
    ticket: int
    more: dict[str, str] | None = None

    def columns(self) -> Mapping[str, object]:
        return {"resolved_at": self.at}


@event("ticket.closure_reported", about="ticket")
class ClosureReported(TicketEvent):
    """Another system says when it was closed."""

    at: Instant
    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {"closed_at": self.at}


@event("ticket.report_withdrawn", about="ticket")
class ReportWithdrawn(TicketEvent):
    """Another system says otherwise now: what it had reported (by number) counts as if it had not."""

    at: Instant
    ticket: int
    of: tuple[int, ...] = ()

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


TOLD_ELSEWHERE = (
    TicketImported,
    TicketRestated,
    TicketObserved,
    ResolutionReported,
    ClosureReported,
    ReportWithdrawn,
)
"""What other systems say."""
