"""Somebody else has the ball, and gives it back, or is reminded of it."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


@event("ticket.held", about="ticket")
class TicketHeld(TicketEvent):
    """Somebody else has the ball; clocks that name the reason pause (rule 13).

    `since` is from when that counts, where it is not from now on: when the question was sent (rule 14).
    """

    at: Instant
    ticket: int
    reason: str
    until: int | None = None
    note: Private | None = None
    since: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {"state": "held", "held_for": self.reason, "held_until": self.until, "touched_at": self.at}


@event("ticket.resumed", about="ticket")
class TicketResumed(TicketEvent):
    """A hold has ended: `reason` is which one, `still` for what else it is held on (rule 15)."""

    at: Instant
    ticket: int
    reason: str
    why: str | None = None
    still: str | None = None
    still_until: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {
            "state": "held" if self.still else "open", "held_for": self.still, "held_until": self.still_until,
            "touched_at": self.at,
        }  # fmt: skip


@event("ticket.chase_planned", about="ticket")
class ChasePlanned(TicketEvent):
    """How a silent caller is chased: when each reminder goes out, and when the ticket is resolved (rule 16).

    It holds as it stands, whatever becomes of the desk file; a later one for the same reason takes its place.
    """

    at: Instant
    ticket: int
    reason: str
    reminders: tuple[int, ...] = ()
    resolves_at: int | None = None
