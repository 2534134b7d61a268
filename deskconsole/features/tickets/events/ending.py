"""The service works again, the ticket is resolved, confirmed, closed, opened again or cancelled."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.restored", about="ticket")
class TicketRestored(TicketEvent):
    """The service works again; the resolution may still be open. `late`: on `evidence`, afterwards (rule 27)."""

    at: Instant
    ticket: int
    note: Private | None = None
    evidence: Private | None = None
    late: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"restored_at": self.at, "touched_at": self.at}


@event("ticket.resolved", about="ticket")
class TicketResolved(TicketEvent):
    """Resolved, with code and cause, perhaps by an article. `late`: entered afterwards, on `evidence` (rule 27).

    Where nobody answered, clocks are judged at `judged_at`, when the hold for `silent` began (rule 16). `closes_at` is
    when it closes by itself. `broadcast`: with others, so that not this answers its requester but a notice that reached
    them (rule 25). `cause_said` are somebody's words, which can be erased; `cause` the desk's own, or of before 0.3.
    """

    at: Instant
    ticket: int
    code: str
    cause: str
    note: Private | None = None
    responds: bool = False
    evidence: Private | None = None
    late: bool = False
    judged_at: int | None = None
    silent: str | None = None
    closes_at: int | None = None
    article: int | None = None
    broadcast: bool = False
    cause_said: Private | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "state": "resolved", "resolved_at": self.at, "resolution_code": self.code,
            "cause": self.cause or None, "cause_said": self.cause_said, "held_for": None, "held_until": None,
            "touched_at": self.at, "article": self.article,
        }  # fmt: skip


@event("ticket.confirmed", about="ticket")
class TicketConfirmed(TicketEvent):
    """The requester agrees that it is resolved. `late`: entered afterwards, on `evidence` (rule 27).

    `closes_at` is when it closes by itself, where that is not when its resolution had said.
    """

    at: Instant
    ticket: int
    note: Private | None = None
    evidence: Private | None = None
    late: bool = False
    closes_at: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {"confirmed_at": self.at, "touched_at": self.at}


@event("ticket.closed", about="ticket")
class TicketClosed(TicketEvent):
    """Closed: nothing more is expected. `untold`: it ended with others, and its requester never heard of it (25)."""

    at: Instant
    ticket: int
    untold: bool = False

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
            "state": "open", "restored_at": None, "resolved_at": None, "confirmed_at": None, "closed_at": None,
            "resolution_code": None, "cause": None, "cause_said": None, "reopened": self.times, "touched_at": self.at,
        }  # fmt: skip


@event("ticket.cancelled", about="ticket")
class TicketCancelled(TicketEvent):
    """Ended without a result: no promise is measured on it. `outcome`: cancelled, duplicate or spam (rule 33)."""

    at: Instant
    ticket: int
    reason: Private
    outcome: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "state": "cancelled", "closed_at": self.at, "held_for": None, "held_until": None, "outcome": self.outcome,
            "touched_at": self.at,
        }  # fmt: skip
