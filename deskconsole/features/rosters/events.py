"""What happens to a roster: it is written, people stand in for each other, go on leave, swap, and take the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.events import json_of

# --- what the desk file says -----------------------------------------------------------------------------------------


@event("roster.versioned", about="roster_version")
class RosterVersioned(Event):
    """The shifts are these from now on; who was on until now stays as it was."""

    at: Instant
    roster_version: int
    version: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        values = {"version": self.version, "since": self.at, "body": json_of(self.body)}
        yield Set("roster_version", self.roster_version, values)


@event("oncall.listed", about="on_call")
class OnCallListed(Event):
    """Who is on call on which days, beside the shifts: the whole list, as it is from now on."""

    at: Instant
    on_call: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        yield Set("on_call", self.on_call, {"body": json_of(self.body)})


# --- what people change of it ----------------------------------------------------------------------------------------


@event("booking.made", about="roster_booking")
class BookingMade(Event):
    """Somebody is on in a turn, or in a part of it, from now on; the same row again is one that was moved.

    `despite` is what a lead went over: a double booking, or too little rest. `uid` is what files know it by.
    """

    at: Instant
    roster_booking: int
    uid: str
    shift: str
    begin_at: int
    end_at: int
    operator: str
    by: str
    team: str | None = None
    instead_of: str | None = None
    leads: bool = False
    layer: str | None = None
    reason: Private | None = None
    swap: int | None = None
    despite: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "roster_booking",
            self.roster_booking,
            {
                "uid": self.uid, "team": self.team or "", "shift": self.shift, "begin_at": self.begin_at,
                "end_at": self.end_at, "operator": self.operator, "instead_of": self.instead_of,
                "leads": int(self.leads), "layer": self.layer, "reason": self.reason, "made_by": self.by,
                "made_at": self.at, "swap": self.swap, "despite": self.despite, "withdrawn_at": None,
                "withdrawn_by": None,
            },
        )  # fmt: skip


@event("booking.withdrawn", about="roster_booking")
class BookingWithdrawn(Event):
    """It is as the shifts say again."""

    at: Instant
    roster_booking: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("roster_booking", self.roster_booking, {"withdrawn_at": self.at, "withdrawn_by": self.by})


@event("absence.entered", about="absence")
class AbsenceEntered(Event):
    """Somebody is on leave from an instant until another."""

    at: Instant
    absence: int
    operator: str
    begin_at: int
    end_at: int
    by: str
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "absence",
            self.absence,
            {
                "operator": self.operator, "begin_at": self.begin_at, "end_at": self.end_at, "note": self.note,
                "entered_by": self.by, "entered_at": self.at,
            },
        )  # fmt: skip


@event("absence.withdrawn", about="absence")
class AbsenceWithdrawn(Event):
    """They are here after all."""

    at: Instant
    absence: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("absence", self.absence, {"withdrawn_at": self.at})


@event("swap.asked", about="roster_swap")
class SwapAsked(Event):
    """Somebody asks another to take a turn of theirs; the `back` ones are what they take of the other's."""

    at: Instant
    roster_swap: int
    asker: str
    other: str
    shift: str
    begin_at: int
    end_at: int
    team: str | None = None
    back_team: str | None = None
    back_shift: str | None = None
    back_begin_at: int | None = None
    back_end_at: int | None = None
    reason: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "roster_swap",
            self.roster_swap,
            {
                "asker": self.asker, "other": self.other, "team": self.team or "", "shift": self.shift,
                "begin_at": self.begin_at, "end_at": self.end_at, "back_team": self.back_team,
                "back_shift": self.back_shift, "back_begin_at": self.back_begin_at, "back_end_at": self.back_end_at,
                "reason": self.reason, "state": "asked", "asked_at": self.at,
            },
        )  # fmt: skip


@event("swap.accepted", about="roster_swap")
class SwapAccepted(Event):
    """The other agrees; a lead has the last word."""

    at: Instant
    roster_swap: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("roster_swap", self.roster_swap, {"state": "accepted", "accepted_at": self.at})


@event("swap.decided", about="roster_swap")
class SwapDecided(Event):
    """It is over: approved, refused (by the other, or by a lead) or withdrawn by who asked."""

    at: Instant
    roster_swap: int
    by: str
    state: str
    why: Private | None = None

    def changes(self) -> Iterator[Set]:
        values = {"state": self.state, "decided_at": self.at, "decided_by": self.by, "why": self.why}
        yield Set("roster_swap", self.roster_swap, values)


# --- the desk itself -------------------------------------------------------------------------------------------------


@event("desk.taken", about="desk_holder")
class DeskTaken(Event):
    """Somebody holds a desk from now on; `how` says by what: accepted, accepted with exceptions, taken."""

    at: Instant
    desk_holder: int
    operator: str
    how: str
    team: str | None = None

    def changes(self) -> Iterator[Set]:
        values = {"team": self.team or "", "operator": self.operator, "since": self.at, "how": self.how}
        yield Set("desk_holder", self.desk_holder, values)
