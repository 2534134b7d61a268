"""What was planned, decided, withdrawn, and linked to tickets."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("change.entered", about="change")
class ChangeEntered(Event):
    """A change is planned so from now on: a new one, or one that was moved. Without a title it keeps the one it has.

    `services` are keys. `uid`, `instance` and `sequence` are what a calendar knows it by. `undecided`: what the board
    had decided was of another window.
    """

    at: Instant
    change: int
    number: str
    begin_at: int
    end_at: int
    risk: str
    title: Private | None = None
    services: tuple[str, ...] = ()
    uid: str | None = None
    instance: int = 0
    sequence: int = 0
    undecided: bool = False

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {
            "number": self.number, "begin_at": self.begin_at, "end_at": self.end_at, "risk": self.risk,
            "services": f" {' '.join(self.services)} ", "uid": self.uid, "instance": self.instance,
            "sequence": self.sequence, "state": "planned",
        }  # fmt: skip
        values |= {"title": self.title} if self.title else {}
        values |= {"decision": None, "decided_at": None, "note": None} if self.undecided else {}
        yield Set("change", self.change, values)


@event("change.decided", about="change")
class ChangeDecided(Event):
    """The board (CAB) decided: approved, rejected or deferred; the last word counts."""

    at: Instant
    change: int
    decision: str
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("change", self.change, {"decision": self.decision, "decided_at": self.at, "note": self.note})


@event("change.withdrawn", about="change")
class ChangeWithdrawn(Event):
    """It does not take place."""

    at: Instant
    change: int
    reason: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("change", self.change, {"state": "withdrawn", "note": self.reason})


@event("ticket.change_linked", about="ticket")
class TicketChangeLinked(Event):
    """A ticket has to do with a change: it was caused by it, is solved by it, or is related."""

    at: Instant
    ticket: int
    link: int
    change: int
    number: str
    relation: str

    def changes(self) -> Iterator[Set]:
        yield Set("change_link", self.link, {"ticket": self.ticket, "change": self.change, "relation": self.relation})
