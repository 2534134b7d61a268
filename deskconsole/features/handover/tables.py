"""Handovers as they stand, with what people wrote, read back and asked. Columns are set by events."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_OF_AGENT = text("agent is not null")


def _of() -> Column[int]:
    return Column(BigInteger, ForeignKey("handover.id"), nullable=False, index=True)


class Handover(SQLModel, table=True):
    """A change of shift; `state`: planned · draft · signed · accepted · accepted with exceptions · taken · dropped.

    `begin_at` and `end_at` are those of the outgoing turn, `until_at` the end of the incoming one; `snapshot` is what
    was signed. With an `agent` it is of their tickets, else of the desk of a team, or of the whole desk.
    """

    __table_args__ = (
        Index("handover_team", "team", "begin_at", "id"),
        Index("handover_begin", "begin_at", "id"),
        Index("handover_state", "state", "begin_at"),
        Index("handover_agent", "agent", "begin_at", "id", sqlite_where=_OF_AGENT, postgresql_where=_OF_AGENT),
    )

    id: int = Field(sa_column=number())
    number: str = Field(unique=True)
    team: str | None = None
    shift: str
    begin_at: int = Field(sa_column=big(nullable=False))
    end_at: int = Field(sa_column=big(nullable=False))
    until_at: int = Field(sa_column=big(nullable=False))
    draft_at: int = Field(sa_column=big(nullable=False))
    escalate_at: int = Field(sa_column=big(nullable=False))
    incoming_shift: str | None = None
    outgoing: str | None = None
    incoming: str | None = None
    manager: str | None = None
    state: str
    drafted_at: int | None = Field(default=None, sa_column=big())
    headline: int | None = Field(default=None, sa_column=big())
    risk: str | None = None
    signed_at: int | None = Field(default=None, sa_column=big())
    signed_by: str | None = None
    snapshot: str | None = Field(default=None, sa_column=Column(Text))
    hash: str | None = None
    accepted_at: int | None = Field(default=None, sa_column=big())
    accepted_by: str | None = None
    escalated_at: int | None = Field(default=None, sa_column=big())
    escalated_to: str | None = None
    scored_at: int | None = Field(default=None, sa_column=big())
    listed: int | None = None
    breached: int | None = None
    omitted: int | None = None
    untouched: int | None = None
    contingencies: int | None = None
    used: int | None = None
    agent: str | None = None


class HandoverNote(SQLModel, table=True):
    """What people add: `what` is item, note, deferred, exception or leaving; `fate` (leaving): keep, pool or give.

    An item is a ticket, or a war room; `used_at` is when what its if/then says came to pass.
    """

    __tablename__ = "handover_note"

    id: int = Field(sa_column=number())
    handover: int = Field(sa_column=_of())
    what: str
    ticket: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("ticket.id"), index=True))
    room: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("war_room.id"), index=True))
    text: int | None = Field(default=None, sa_column=big())
    then_text: int | None = Field(default=None, sa_column=big())
    hypotheses: int | None = Field(default=None, sa_column=big())
    ruled_out: int | None = Field(default=None, sa_column=big())
    owner: str | None = None
    due_at: int | None = Field(default=None, sa_column=big())
    fate: str | None = None
    used_at: int | None = Field(default=None, sa_column=big())
    used_by: str | None = None
    by_whom: str
    at: int = Field(sa_column=big(nullable=False))


class HandoverReadback(SQLModel, table=True):
    """What the incoming lead read back of an unstable item, in their own words."""

    __tablename__ = "handover_readback"

    id: int = Field(sa_column=number())
    handover: int = Field(sa_column=_of())
    item: str
    text: int | None = Field(default=None, sa_column=big())
    by_whom: str
    at: int = Field(sa_column=big(nullable=False))


class HandoverQuestion(SQLModel, table=True):
    """What one lead asked the other, and the answer."""

    __tablename__ = "handover_question"

    id: int = Field(sa_column=number())
    handover: int = Field(sa_column=_of())
    text: int | None = Field(default=None, sa_column=big())
    blocks: int
    by_whom: str
    at: int = Field(sa_column=big(nullable=False))
    answer: int | None = Field(default=None, sa_column=big())
    answered_by: str | None = None
    answered_at: int | None = Field(default=None, sa_column=big())


class HandoverRules(SQLModel, table=True):
    """How early it is drafted and how long it may stay unaccepted, as JSON, as the desk file states them: one row."""

    __tablename__ = "handover_rules"

    id: int = Field(sa_column=number())
    body: str = Field(sa_column=Column(Text, nullable=False))
