"""What belongs together: a parent, a known outage, tickets that are merged into one and split again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Private, Set, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.parented", about="ticket")
class TicketParented(TicketEvent):
    """It is a part of another ticket, or (None) of none any more; both keep their own clocks (rule 25)."""

    at: Instant
    ticket: int
    parent: int | None = None
    number: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("ticket_parent", self.ticket, {"parent": self.parent})


@event("ticket.outage_declared", about="ticket")
class OutageDeclared(TicketEvent):
    """It is a known outage from now on; `say` is the sentence for whoever calls about it, said anew each time."""

    at: Instant
    ticket: int
    say: Private
    since: int

    def columns(self) -> Mapping[str, object]:
        return {"outage_at": self.since, "outage_say": self.say, "touched_at": self.at}


@event("ticket.outage_withdrawn", about="ticket")
class OutageWithdrawn(TicketEvent):
    """It is no known outage after all; who is attached stays so."""

    at: Instant
    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {"outage_at": None, "outage_say": None, "touched_at": self.at}


@event("ticket.merged", about="ticket")
class TicketMerged(TicketEvent):
    """Another ticket stands for it from now on; its requester waits until they are answered (rule 24)."""

    at: Instant
    ticket: int
    survivor: int
    number: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        yield Set(
            "ticket",
            self.ticket,
            {
                "state": "merged", "outcome": "merged", "held_for": None, "held_until": None, "outage_at": None,
                "outage_say": None, "touched_at": self.at,
            },
        )  # fmt: skip
        yield Set("ticket_merge", self.ticket, {"survivor": self.survivor, "merged_at": self.at})


@event("ticket.absorbed", about="ticket")
class TicketAbsorbed(TicketEvent):
    """It stands for another ticket too, and takes the earliest start (rule 24): when that one was opened, and what
    was so before. `waiting`: its requester had no answer yet."""

    at: Instant
    ticket: int
    other: int
    number: str
    opened_at: int
    reported_at: int | None = None
    detected_at: int | None = None
    impact_at: int | None = None
    waiting: bool = False

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at}


@event("ticket.split", about="ticket")
class TicketSplit(TicketEvent):
    """It stands for itself again: the merge (`of`, by number) counts as if it had not been (rule 24)."""

    at: Instant
    ticket: int
    of: tuple[int, ...]
    survivor: int
    number: str
    reason: Private

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


@event("ticket.released", about="ticket")
class TicketReleased(TicketEvent):
    """It no longer stands for another ticket, which was split off: its start is its own again."""

    at: Instant
    ticket: int
    of: tuple[int, ...]
    other: int
    number: str

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of
