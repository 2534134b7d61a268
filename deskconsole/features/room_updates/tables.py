"""Messages from war rooms, when the next are due, and what agents say on the phone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_WAITING = text("state = 'to approve'")
_OWED = text("due_at is not null")


class CommsRules(SQLModel, table=True):
    """How the desk speaks, calls in and looks back, as JSON, as the desk file states it: one row."""

    __tablename__ = "comms_rules"

    id: int = Field(sa_column=number())
    body: str = Field(sa_column=Column(Text, nullable=False))


class RoomUpdate(SQLModel, table=True):
    """A message; what columns mean is in `events.py`. `state`: draft · to approve · sent · withdrawn."""

    __tablename__ = "room_update"
    __table_args__ = (
        Index("room_update_room", "room", "place"),
        Index("room_update_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=Column(BigInteger, ForeignKey("war_room.id"), nullable=False))
    place: int
    audience: str
    phase: str
    severity: int
    text: int | None = Field(default=None, sa_column=big())
    written_by: str
    written_at: int = Field(sa_column=big(nullable=False))
    state: str
    decided_by: str | None = None
    decided_at: int | None = Field(default=None, sa_column=big())
    reason: int | None = Field(default=None, sa_column=big())
    sent_at: int | None = Field(default=None, sa_column=big())
    late_s: int | None = Field(default=None, sa_column=big())
    next_at: int | None = Field(default=None, sa_column=big())
    first_notification: int | None = Field(default=None, sa_column=big())
    last_notification: int | None = Field(default=None, sa_column=big())
    first_mail: int | None = Field(default=None, sa_column=big())
    last_mail: int | None = Field(default=None, sa_column=big())
    nobody: str | None = None


class RoomCadence(SQLModel, table=True):
    """When an audience hears of a room next; `due_at` is empty once no more is owed.

    `missed_at` is when the one that is late was due, `step` how many times somebody was told so.
    """

    __tablename__ = "room_cadence"
    __table_args__ = (
        Index("room_cadence_room", "room", "audience", unique=True),
        Index("room_cadence_owed", "due_at", sqlite_where=_OWED, postgresql_where=_OWED),
    )

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=Column(BigInteger, ForeignKey("war_room.id"), nullable=False))
    audience: str
    due_at: int | None = Field(default=None, sa_column=big())
    every_s: int
    chosen: int = 0
    missed_at: int | None = Field(default=None, sa_column=big())
    step: int = 0


class RoomSentence(SQLModel, table=True):
    """What agents say on the phone of a room, and what callers can do; its number is that of the room."""

    __tablename__ = "room_sentence"

    id: int = Field(sa_column=number())
    text: int | None = Field(default=None, sa_column=big())
    workaround: int | None = Field(default=None, sa_column=big())
    said_by: str
    said_at: int = Field(sa_column=big(nullable=False))
