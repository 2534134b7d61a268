"""What happens to tickets, with what each event sets from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


class TicketEvent(Event):
    """An event about a ticket that sets columns of its row."""

    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {}

    def changes(self) -> Iterator[Set]:
        if columns := self.columns():
            yield Set("ticket", self.ticket, columns)


@event("ticket.created", about="ticket")
class TicketCreated(TicketEvent):
    """A ticket was taken in; its clocks start (rule 5). `tier` is the customer's at that instant: pinned (rule 7)."""

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

    def columns(self) -> Mapping[str, object]:
        return {
            "number": self.number, "type": self.type, "title": self.title, "priority": self.priority,
            "impact": self.impact, "urgency": self.urgency, "stated_priority": self.stated_priority,
            "requester": self.requester, "channel": self.channel, "category": self.category,
            "environment": self.environment, "customer": self.customer, "tier": self.tier,
            "service": self.service, "state": "new", "opened_at": self.at, "touched_at": self.at, "reopened": 0,
        }  # fmt: skip


@event("ticket.routed", about="ticket")
class TicketRouted(TicketEvent):
    """It went to a team, by rule or by hand; `why` says which rule fired and why the others did not."""

    at: Instant
    ticket: int
    team: int | None = None
    rule: str | None = None
    why: tuple[str, ...] = ()

    def columns(self) -> Mapping[str, object]:
        return {"team": self.team}


@event("ticket.assigned", about="ticket")
class TicketAssigned(TicketEvent):
    """Somebody owns it, or nobody does again."""

    at: Instant
    ticket: int
    owner: str | None = None
    state: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {"owner": self.owner, "touched_at": self.at} | ({"state": self.state} if self.state else {})


@event("ticket.started", about="ticket")
class TicketStarted(TicketEvent):
    """Somebody works on it."""

    at: Instant
    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {"state": "open", "touched_at": self.at}


@event("ticket.commented", about="ticket")
class TicketCommented(TicketEvent):
    """Something was written: to the requester (public) or among us. `responds`: it is the first public answer."""

    at: Instant
    ticket: int
    text: Private
    public: bool = False
    by_customer: bool = False
    responds: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at} | ({"responded_at": self.at} if self.responds else {})


@event("ticket.held", about="ticket")
class TicketHeld(TicketEvent):
    """Somebody else has the ball; clocks that name the reason pause (rule 13)."""

    at: Instant
    ticket: int
    reason: str
    until: int | None = None
    note: Private | None = None

    def columns(self) -> Mapping[str, object]:
        return {"state": "held", "held_for": self.reason, "held_until": self.until, "touched_at": self.at}


@event("ticket.resumed", about="ticket")
class TicketResumed(TicketEvent):
    """The ball is ours again; `reason` is the hold that ended."""

    at: Instant
    ticket: int
    reason: str
    why: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {"state": "open", "held_for": None, "held_until": None, "touched_at": self.at}


@event("ticket.prioritised", about="ticket")
class TicketPrioritised(TicketEvent):
    """Another priority, with the why that decides what it does to the clocks (rule 8)."""

    at: Instant
    ticket: int
    priority: int
    why: str
    reason: Private
    overridden: bool = False
    agreed: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"priority": self.priority, "touched_at": self.at}


@event("ticket.resolved", about="ticket")
class TicketResolved(TicketEvent):
    """Resolved, with code and cause."""

    at: Instant
    ticket: int
    code: str
    cause: str
    note: Private | None = None
    responds: bool = False

    def columns(self) -> Mapping[str, object]:
        return {
            "state": "resolved", "resolved_at": self.at, "resolution_code": self.code, "cause": self.cause,
            "held_for": None, "held_until": None, "touched_at": self.at,
        } | ({"responded_at": self.at} if self.responds else {})  # fmt: skip


@event("ticket.closed", about="ticket")
class TicketClosed(TicketEvent):
    """Closed: nothing more is expected."""

    at: Instant
    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {"state": "closed", "closed_at": self.at, "touched_at": self.at}


@event("ticket.reopened", about="ticket")
class TicketReopened(TicketEvent):
    """It was not fixed (rule 22); `times` is how often by now."""

    at: Instant
    ticket: int
    times: int
    reason: Private

    def columns(self) -> Mapping[str, object]:
        return {
            "state": "open", "resolved_at": None, "closed_at": None, "resolution_code": None, "cause": None,
            "reopened": self.times, "touched_at": self.at,
        }  # fmt: skip


@event("ticket.cancelled", about="ticket")
class TicketCancelled(TicketEvent):
    """Ended without a result: no promise is measured on it."""

    at: Instant
    ticket: int
    reason: Private

    def columns(self) -> Mapping[str, object]:
        return {"state": "cancelled", "closed_at": self.at, "held_for": None, "held_until": None, "touched_at": self.at}


@event("ticket.tagged", about="ticket")
class TicketTagged(TicketEvent):
    """Its tags are these."""

    at: Instant
    ticket: int
    tags: tuple[str, ...] = ()

    def columns(self) -> Mapping[str, object]:
        return {"tags": f" {' '.join(self.tags)} " if self.tags else None}


@event("ticket.linked", about="ticket")
class TicketLinked(TicketEvent):
    """It stands in a relation to another ticket."""

    at: Instant
    ticket: int
    link: int
    other: int
    relation: str

    def changes(self) -> Iterator[Set]:
        yield Set("ticket_link", self.link, {"ticket": self.ticket, "other": self.other, "relation": self.relation})


@event("ticket.reverted", about="ticket")
class TicketReverted(TicketEvent):
    """A call was undone: its events (by number) count as if they had not been."""

    at: Instant
    ticket: int
    of: tuple[int, ...]
    command: str

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


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
