"""What is said between the requester and us."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.commented", about="ticket")
class TicketCommented(TicketEvent):
    """Something was written: to the requester (public) or among us. `responds`: it is the first public answer.

    `automatic`: by a machine, so that it neither answers nor asks anything. A message of the customer is so when it
    reached our server; `said` is what a source had said instead, where that cannot be.
    """

    at: Instant
    ticket: int
    text: Private
    public: bool = False
    by_customer: bool = False
    responds: bool = False
    automatic: bool = False
    said: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at}


@event("ticket.contacted", about="ticket")
class TicketContacted(TicketEvent):
    """We called them, or they us: whether they were reached. `late`: entered afterwards, on `evidence` (rule 27)."""

    at: Instant
    ticket: int
    reached: bool
    direction: str = "out"
    channel: str = "phone"
    note: Private | None = None
    responds: bool = False
    evidence: Private | None = None
    late: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at}


@event("ticket.bounced", about="ticket")
class TicketBounced(TicketEvent):
    """An answer of ours came back undelivered: it counts as if it had not been sent (rule 19).

    `of` is its number in the journal, with that of a hold that rested on it (rule 14).
    """

    at: Instant
    ticket: int
    of: tuple[int, ...]
    text: Private | None = None

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at}

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of
