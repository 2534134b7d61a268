"""Who is here, what was pulled, given back, offered to others, and for how long somebody had it open."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_PENDING = text("stage = 'pending'")


def _ticket() -> Column[int]:
    return Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True)


def _at() -> Column[int]:
    return Column(BigInteger, nullable=False)


class OperatorStatus(SQLModel, table=True):
    """What somebody says of themselves; the number is the operator's."""

    __tablename__ = "operator_status"

    id: int = Field(sa_column=number())
    status: str
    since: int = Field(sa_column=_at())


class TicketPull(SQLModel, table=True):
    """A ticket that the desk gave to somebody who asked for the next one."""

    __tablename__ = "ticket_pull"

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=_ticket())
    operator: str
    at: int = Field(sa_column=_at())


class TicketSkip(SQLModel, table=True):
    """A pulled ticket that somebody gave back, and why: they are not given it again."""

    __tablename__ = "ticket_skip"
    __table_args__ = (Index("ticket_skip_at", "at"),)

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=_ticket())
    operator: str
    at: int = Field(sa_column=_at())
    reason: int | None = Field(default=None, sa_column=big())


class Transfer(SQLModel, table=True):
    """A ticket offered to another team or person: until they accept, it belongs to whom it belonged to."""

    __table_args__ = (
        Index("transfer_pending", "ticket", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("transfer_offered", "offered_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
    )

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=_ticket())
    from_team: int | None = Field(default=None, sa_column=big())
    from_owner: str | None = None
    to_team: int | None = Field(default=None, sa_column=big())
    to_owner: str | None = None
    offered_by: str
    offered_at: int = Field(sa_column=_at())
    note: int | None = Field(default=None, sa_column=big())
    stage: str
    decided_by: str | None = None
    decided_at: int | None = Field(default=None, sa_column=big())
    reason: int | None = Field(default=None, sa_column=big())


class Touch(SQLModel, table=True):
    """Seconds for which somebody had a ticket open before them; `measured` where they were corrected since."""

    __table_args__ = (
        Index("touch_operator", "operator", "at"),
        Index("touch_at", "at"),
    )

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=_ticket())
    operator: str
    seconds: int
    at: int = Field(sa_column=_at())
    measured: int | None = None
    reason: int | None = Field(default=None, sa_column=big())
