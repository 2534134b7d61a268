"""What other systems say of their tickets."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.imported", about="ticket")
class TicketImported(TicketEvent):
    """A ticket of another system, taken over with its history. It rings nobody about what was before `rings_from`.

    `state`: how it stood until a row says it, where the first rows say nothing of it.
    """

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
    state: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "number": self.number, "source": self.source, "type": "incident", "title": self.title,
            "requester": self.requester, "channel": self.channel, "category": self.category,
            "opened_at": self.at, "rings_from": self.rings_from,
        } | ({"state": self.state} if self.state else {})  # fmt: skip


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
    """A row of another system's log: how the ticket stood from then on.

    `more` are further columns of the log, or those of them that changed. `keeps` names what the row says nothing of:
    it stays as it was. `offset` is how the row's own clock stood to UTC, in minutes, where it says so. A `copy` is the
    very same row of its log once more, the second or third time: it is counted, and sets nothing.
    """

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
    keeps: tuple[str, ...] | None = None
    offset: int | None = None
    copy: int | None = None

    def columns(self) -> Mapping[str, object]:
        if self.copy:
            return {}
        told: dict[str, object] = {
            "label": self.label, "state": self.state, "held_for": self.held_for, "priority": self.priority,
            "priority_label": self.priority_label, "team": self.team, "owner": self.owner,
            "reopened": self.reopened, "touched_at": self.at,
        }  # fmt: skip
        for name in self.keeps or ():
            told.pop(name, None)
        return told


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


@event("ticket.fact_reported", about="ticket")
class FactReported(TicketEvent):
    """Another system says that this was so then: what clocks know as `replied`, `asked`, `reopened`, `cancelled` ….

    `first`: of its kind. `times`: how often by then.
    """

    at: Instant
    ticket: int
    what: str
    first: bool | None = None
    times: int | None = None

    def columns(self) -> Mapping[str, object]:
        if self.what == "reopened":
            return {"resolved_at": None, "closed_at": None, "reopened": self.times}
        if self.what == "cancelled":
            return {"closed_at": self.at}
        return {"responded_at": self.at} if self.what == "replied" and self.first else {}


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
    FactReported,
    ReportWithdrawn,
)
"""What other systems say."""
