"""Changes and their links to tickets; what columns mean is in `events.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class Change(SQLModel, table=True):
    """A change with its window, its risk and what the board decided."""

    __table_args__ = (
        Index("change_begin", "begin_at"),
        Index("change_uid", "uid", "instance", unique=True),
    )

    id: int = Field(sa_column=number())
    number: str = Field(unique=True)
    title: int | None = Field(default=None, sa_column=big())
    begin_at: int = Field(sa_column=big(nullable=False))
    end_at: int = Field(sa_column=big(nullable=False))
    risk: str
    decision: str | None = None
    decided_at: int | None = Field(default=None, sa_column=big())
    note: int | None = Field(default=None, sa_column=big())
    services: str
    state: str
    uid: str | None = None
    instance: int = Field(sa_column=big(nullable=False))
    sequence: int = Field(sa_column=big(nullable=False))


class ChangeLink(SQLModel, table=True):
    """What a change is to a ticket."""

    __tablename__ = "change_link"

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    change: int = Field(sa_column=Column(BigInteger, ForeignKey("change.id"), nullable=False, index=True))
    relation: str
