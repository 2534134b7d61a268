"""Promises as they stand. Columns are set by events; the last group is derived from all of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_OPEN = text("is_open = 1")


class Promise(SQLModel, table=True):
    """What somebody said would be done on a ticket, by when, and to whom; without `to_whom` to its requester."""

    __table_args__ = (
        Index("promise_due", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("promise_maker", "made_by", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    what: int | None = Field(default=None, sa_column=big())
    to_whom: int | None = Field(default=None, sa_column=big())
    made_by: str
    made_at: int = Field(sa_column=big(nullable=False))
    due_at: int = Field(sa_column=big(nullable=False))
    remind_at: int | None = Field(default=None, sa_column=big())
    reminded_at: int | None = Field(default=None, sa_column=big())
    missed_at: int | None = Field(default=None, sa_column=big())
    kept_at: int | None = Field(default=None, sa_column=big())
    means: str | None = None
    broken_at: int | None = Field(default=None, sa_column=big())
    dropped_at: int | None = Field(default=None, sa_column=big())
    reason: int | None = Field(default=None, sa_column=big())
    # Derived from all of them.
    state: str | None = None
    is_open: int | None = None
