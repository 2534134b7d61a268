"""War rooms, their tickets, roles and entries, and the rules that open them; what columns mean is in `events.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_LIVE = text("live = 1")
_THERE = text("until_at is null")
_TAKEN = text("state = 'taken'")
_DUE = text("due_at is not null and done_at is null")


def _room() -> Column[int]:
    return Column(BigInteger, ForeignKey("war_room.id"), nullable=False, index=True)


class WarRoomRule(SQLModel, table=True):
    """A version of a rule that proposes rooms; `body` is all of it as JSON and never changes."""

    __tablename__ = "war_room_rule"
    __table_args__ = (Index("war_room_rule_name", "name", "version", unique=True),)

    id: int = Field(sa_column=number())
    name: str
    version: int
    since: int = Field(sa_column=big(nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    retired_at: int | None = Field(default=None, sa_column=big())


class WarRoom(SQLModel, table=True):
    """A room; `live` while it is proposed, open, mitigated or restored. There is one live room for a cause."""

    __tablename__ = "war_room"
    __table_args__ = (
        Index("war_room_cause", "cause_kind", "cause", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("war_room_of_cause", "cause_kind", "cause", "id"),
        Index("war_room_live", "id", sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: int = Field(sa_column=number())
    number: str = Field(unique=True)
    cause_kind: str
    cause: str | None = None
    cause_said: int | None = Field(default=None, sa_column=big())
    title: int | None = Field(default=None, sa_column=big())
    state: str
    live: int = Field(nullable=False)
    rule: str | None = None
    why: str | None = None
    proposed_at: int = Field(sa_column=big(nullable=False))
    proposed_by: str
    confirmed_at: int | None = Field(default=None, sa_column=big())
    confirmed_by: str | None = None
    since: int = Field(sa_column=big(nullable=False))
    mitigated_at: int | None = Field(default=None, sa_column=big())
    restored_at: int | None = Field(default=None, sa_column=big())
    ended_at: int | None = Field(default=None, sa_column=big())
    ended_by: str | None = None
    reason: int | None = Field(default=None, sa_column=big())
    merged_into: int | None = Field(default=None, sa_column=big())
    bridge: int | None = Field(default=None, sa_column=big())
    parent: int | None = Field(default=None, sa_column=big())


class WarRoomTicket(SQLModel, table=True):
    """A ticket in a room, for as long as it is there: it is in one room at a time."""

    __tablename__ = "war_room_ticket"
    __table_args__ = (
        Index("war_room_ticket_there", "ticket", unique=True, sqlite_where=_THERE, postgresql_where=_THERE),
    )

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=_room())
    number: str
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    attached_at: int = Field(sa_column=big(nullable=False))
    by: str
    how: str
    quiet: int = Field(nullable=False)
    until_at: int | None = Field(default=None, sa_column=big())


class WarRoomRole(SQLModel, table=True):
    """Somebody in a role of a room, or asked for it."""

    __tablename__ = "war_room_role"
    __table_args__ = (
        Index("war_room_role_taken", "room", "role", unique=True, sqlite_where=_TAKEN, postgresql_where=_TAKEN),
    )

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=_room())
    role: str
    operator: str
    state: str
    asked_at: int | None = Field(default=None, sa_column=big())
    asked_by: str | None = None
    since: int | None = Field(default=None, sa_column=big())
    until: int | None = Field(default=None, sa_column=big())
    double: int = Field(default=0, nullable=False)
    handing: int = Field(default=0, nullable=False)
    briefing: int | None = Field(default=None, sa_column=big())
    readback: int | None = Field(default=None, sa_column=big())


class WarRoomEntry(SQLModel, table=True):
    """What was written in a room: a note, a decision and what is said against it, a task, a question, a hypothesis."""

    __tablename__ = "war_room_entry"
    __table_args__ = (
        Index("war_room_entry_of", "room", "kind", "at"),
        Index("war_room_entry_due", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=Column(BigInteger, ForeignKey("war_room.id"), nullable=False))
    kind: str
    text: int | None = Field(default=None, sa_column=big())
    by: str
    at: int = Field(sa_column=big(nullable=False))
    owner: str | None = None
    due_at: int | None = Field(default=None, sa_column=big())
    done_at: int | None = Field(default=None, sa_column=big())
    done_by: str | None = None
    state: str | None = None
    outcome: int | None = Field(default=None, sa_column=big())
    backers: str | None = None
    of: int | None = Field(default=None, sa_column=big())
