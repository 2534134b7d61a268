"""What is said between the requester and us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.commented", about="ticket")
class TicketCommented(TicketEvent):
    """Something was written: to the requester (public) or among us. `responds`: it is the first public answer.

    `automatic`: by a machine, so that it neither answers nor asks anything. A message of the customer is so when it
    reached our server; `said` is what a source had said instead, where that cannot be. `person` is who of them wrote.
    One that chases a silent caller is `reminder` so many of the hold for the reason `chases` (rule 16). `keeps` is the
    promise that it keeps. `said_on`: the ticket that this one is merged into, on which it was said. `undelivered`:
    there was nowhere to send it, it answers nobody (rule 25).
    """

    at: Instant
    ticket: int
    text: Private
    public: bool = False
    by_customer: bool = False
    responds: bool = False
    automatic: bool = False
    said: str | None = None
    person: int | None = None
    chases: str | None = None
    reminder: int | None = None
    keeps: int | None = None
    said_on: int | None = None
    undelivered: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at}

    def crosses(self, other: Event) -> bool:
        """Whoever answers must have read what was said since between the customer and us."""
        said = isinstance(other, TicketCommented) and (other.public or other.by_customer) and not other.automatic
        return said and self.public and not self.by_customer and not self.automatic


@event("ticket.contacted", about="ticket")
class TicketContacted(TicketEvent):
    """We called them, or they us: whether they were reached. `late`: entered afterwards, on `evidence` (rule 27).

    `contact` is its number among contacts, `person` with whom, `duration` whole seconds, `keeps` the promise that it
    keeps.
    """

    at: Instant
    ticket: int
    reached: bool
    direction: str = "out"
    channel: str = "phone"
    note: Private | None = None
    responds: bool = False
    evidence: Private | None = None
    late: bool = False
    contact: int | None = None
    person: int | None = None
    duration: int | None = None
    keeps: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at}

    def changes(self) -> Iterator[Set]:
        yield from super().changes()
        if self.contact is not None:  # those before had no number
            yield Set(
                "contact",
                self.contact,
                {
                    "ticket": self.ticket, "person": self.person, "contacted_at": self.at, "channel": self.channel,
                    "direction": self.direction, "reached": self.reached, "duration": self.duration,
                    "note": self.note,
                },
            )  # fmt: skip


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
