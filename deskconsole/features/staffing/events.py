"""What happens to people and between them: they come and go, pull tickets, pass them on, spend time on them."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("operator.status_changed", about="operator")
class StatusChanged(Event):
    """Somebody says how they are: available, call, break, meeting or off."""

    at: Instant
    operator: int
    status: str

    def changes(self) -> Iterator[Set]:
        yield Set("operator_status", self.operator, {"status": self.status, "since": self.at})


@event("ticket.pulled", about="ticket")
class TicketPulled(Event):
    """Somebody asked for the next ticket and was given this one; `why` says why this one and not others, `although` why
    they work though they are not on by the roster."""

    at: Instant
    ticket: int
    pull: int
    operator: str
    why: tuple[str, ...] = ()
    although: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("ticket_pull", self.pull, {"ticket": self.ticket, "operator": self.operator, "at": self.at})


@event("ticket.skipped", about="ticket")
class TicketSkipped(Event):
    """Somebody gave back a ticket that they had pulled, and said why."""

    at: Instant
    ticket: int
    skip: int
    operator: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        values = {"ticket": self.ticket, "operator": self.operator, "at": self.at, "reason": self.reason}
        yield Set("ticket_skip", self.skip, values)


@event("transfer.offered", about="ticket")
class TransferOffered(Event):
    """A ticket is offered to a team or a person; nothing else changes until they accept (rule 7)."""

    at: Instant
    ticket: int
    transfer: int
    by: str
    to: str
    """The key of the team, or the handle."""
    from_team: int | None = None
    from_owner: str | None = None
    to_team: int | None = None
    to_owner: str | None = None
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "transfer",
            self.transfer,
            {
                "ticket": self.ticket, "from_team": self.from_team, "from_owner": self.from_owner,
                "to_team": self.to_team, "to_owner": self.to_owner, "offered_by": self.by, "offered_at": self.at,
                "note": self.note, "stage": "pending",
            },
        )  # fmt: skip


@event("transfer.accepted", about="ticket")
class TransferAccepted(Event):
    """Those it was offered to have accepted it: from now on it is theirs."""

    at: Instant
    ticket: int
    transfer: int
    by: str

    def changes(self) -> Iterator[Set]:
        values = {"stage": "accepted", "decided_by": self.by, "decided_at": self.at}
        yield Set("transfer", self.transfer, values)


@event("transfer.returned", about="ticket")
class TransferReturned(Event):
    """Those it was offered to do not take it, and say why."""

    at: Instant
    ticket: int
    transfer: int
    by: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        values = {"stage": "returned", "decided_by": self.by, "decided_at": self.at, "reason": self.reason}
        yield Set("transfer", self.transfer, values)


@event("transfer.lapsed", about="ticket")
class TransferLapsed(Event):
    """An offer stands no longer: the ticket was routed, offered to others, or ended meanwhile."""

    at: Instant
    ticket: int
    transfer: int
    why: str

    def changes(self) -> Iterator[Set]:
        yield Set("transfer", self.transfer, {"stage": "lapsed", "decided_at": self.at})


@event("unclaimed.watched", about="ticket")
class UnclaimedWatched(Event):
    """If nobody takes it, it goes to another team after a share of its clock; by which rule, and why not by others.

    What is watched is settled when it comes to a team: a desk file that is changed later moves none of it.
    """

    at: Instant
    ticket: int
    rule: str
    share: int
    team: int
    why: tuple[str, ...] = ()


@event("touch.recorded", about="ticket")
class TouchRecorded(Event):
    """Somebody had the ticket open before them for so many seconds."""

    at: Instant
    ticket: int
    touch: int
    operator: str
    seconds: int

    def changes(self) -> Iterator[Set]:
        values = {"ticket": self.ticket, "operator": self.operator, "seconds": self.seconds, "at": self.at}
        yield Set("touch", self.touch, values)


@event("touch.corrected", about="ticket")
class TouchCorrected(Event):
    """It was another time that somebody spent on it; `measured` is what the screen had counted."""

    at: Instant
    ticket: int
    touch: int
    seconds: int
    measured: int
    reason: Private

    def changes(self) -> Iterator[Set]:
        values = {"seconds": self.seconds, "measured": self.measured, "reason": self.reason}
        yield Set("touch", self.touch, values)
