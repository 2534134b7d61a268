"""Whose a ticket is, how urgent, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Private, Set, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


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
    rule: str | None = None
    why: tuple[str, ...] = ()
    """Where the desk chose: by which rule, who, and why not the others."""

    def columns(self) -> Mapping[str, object]:
        return {"owner": self.owner, "touched_at": self.at} | ({"state": self.state} if self.state else {})


@event("ticket.started", about="ticket")
class TicketStarted(TicketEvent):
    """Somebody works on it."""

    at: Instant
    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {"state": "open", "touched_at": self.at}


@event("ticket.acknowledged", about="ticket")
class TicketAcknowledged(TicketEvent):
    """Somebody has seen it and says so. `late`: entered afterwards, on `evidence` (rule 27)."""

    at: Instant
    ticket: int
    evidence: Private | None = None
    late: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"acknowledged_at": self.at, "touched_at": self.at}


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


@event("ticket.reclassified", about="ticket")
class TicketReclassified(TicketEvent):
    """Customer, service, category or type were wrong and are these (rule 10); what is absent stays.

    `tier` is the new customer's at that instant. `was` are the attributes that agreements matched by before.
    """

    at: Instant
    ticket: int
    reason: Private
    was: dict[str, str]
    customer: int | None = None
    tier: str | None = None
    service: int | None = None
    category: str | None = None
    type: str | None = None

    def columns(self) -> Mapping[str, object]:
        said = {name: getattr(self, name) for name in ("service", "category", "type")}
        changed = {name: value for name, value in said.items() if value is not None}
        if self.customer is not None:
            changed |= {"customer": self.customer, "tier": self.tier}
        return changed | {"touched_at": self.at}


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


@event("ticket.redone", about="ticket")
class TicketRedone(TicketEvent):
    """What was undone was done again: the undoing (`of`, by number) counts as if it had not been."""

    at: Instant
    ticket: int
    of: tuple[int, ...]
    command: str

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


@event("ticket.breach_explained", about="ticket")
class BreachExplained(TicketEvent):
    """Why a promise was broken, and who answers for it (rule 35): the clock, a cause code, and the layer.

    `party` is the key of the team (ola) or the vendor (uc). Said again, the later one counts.
    """

    at: Instant
    ticket: int
    number: int
    agreement: int
    metric: str
    cycle: int
    cause: str
    layer: str
    party: str | None = None
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "breach_cause",
            self.number,
            {
                "ticket": self.ticket, "agreement": self.agreement, "metric": self.metric, "cycle": self.cycle,
                "cause": self.cause, "layer": self.layer, "party": self.party, "note": self.note,
                "explained_at": self.at,
            },
        )  # fmt: skip
