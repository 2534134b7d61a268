"""What the desk file says of shifts, and what people have changed of it. All columns are set by events."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_STANDS = text("withdrawn_at is null")
_OPEN = text("decided_at is null")


class RosterVersion(SQLModel, table=True):
    """Shifts as the desk file says them, in force from `since` until the next version; `body` never changes."""

    __tablename__ = "roster_version"

    id: int = Field(sa_column=number())
    version: int
    since: int = Field(sa_column=big(nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


class OnCall(SQLModel, table=True):
    """Who is on call when, as the desk file lists it day by day: one row."""

    __tablename__ = "on_call"

    id: int = Field(sa_column=number())
    body: str = Field(sa_column=Column(Text, nullable=False))


class RosterBooking(SQLModel, table=True):
    """Somebody is on in a turn, or in a part of it, other than the shifts say: taken over, swapped or imported.

    `team` is empty for a desk without teams. With `instead_of` they stand in for that person; `leads`: they lead.
    """

    __tablename__ = "roster_booking"
    __table_args__ = (
        Index("roster_booking_uid", "uid", unique=True),
        Index("roster_booking_end", "end_at", sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: int = Field(sa_column=number())
    uid: str
    team: str
    shift: str
    begin_at: int = Field(sa_column=big(nullable=False))
    end_at: int = Field(sa_column=big(nullable=False))
    operator: str
    instead_of: str | None = None
    leads: int
    layer: str | None = None
    reason: int | None = Field(default=None, sa_column=big())
    made_by: str
    made_at: int = Field(sa_column=big(nullable=False))
    swap: int | None = Field(default=None, sa_column=big())
    despite: str | None = None
    """What a lead went over: a double booking, too little rest."""
    withdrawn_at: int | None = Field(default=None, sa_column=big())
    withdrawn_by: str | None = None


class Absence(SQLModel, table=True):
    """Somebody is on leave: they are in no turn, whatever else is said."""

    __table_args__ = (Index("absence_end", "end_at", sqlite_where=_STANDS, postgresql_where=_STANDS),)

    id: int = Field(sa_column=number())
    operator: str
    begin_at: int = Field(sa_column=big(nullable=False))
    end_at: int = Field(sa_column=big(nullable=False))
    note: int | None = Field(default=None, sa_column=big())
    entered_by: str
    entered_at: int = Field(sa_column=big(nullable=False))
    withdrawn_at: int | None = Field(default=None, sa_column=big())


class RosterSwap(SQLModel, table=True):
    """Somebody asks another to take a turn of theirs, perhaps for one of the other's.

    `state`: asked · accepted (by the other) · approved · refused · withdrawn.
    """

    __tablename__ = "roster_swap"
    __table_args__ = (Index("roster_swap_open", "asked_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: int = Field(sa_column=number())
    asker: str
    other: str
    team: str
    shift: str
    begin_at: int = Field(sa_column=big(nullable=False))
    end_at: int = Field(sa_column=big(nullable=False))
    back_team: str | None = None
    back_shift: str | None = None
    back_begin_at: int | None = Field(default=None, sa_column=big())
    back_end_at: int | None = Field(default=None, sa_column=big())
    reason: int | None = Field(default=None, sa_column=big())
    state: str
    asked_at: int = Field(sa_column=big(nullable=False))
    accepted_at: int | None = Field(default=None, sa_column=big())
    decided_at: int | None = Field(default=None, sa_column=big())
    decided_by: str | None = None
    why: int | None = Field(default=None, sa_column=big())


class DeskHolder(SQLModel, table=True):
    """Somebody has taken a desk: it is theirs until the next one takes it. `team` is empty for a desk without teams."""

    __tablename__ = "desk_holder"
    __table_args__ = (Index("desk_holder_team", "team", "since", "id"),)

    id: int = Field(sa_column=number())
    team: str
    operator: str
    since: int = Field(sa_column=big(nullable=False))
    how: str
