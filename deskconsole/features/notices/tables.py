"""Notices that were written or sent by hand; when they are due is said by the clocks of their tickets."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class Notice(SQLModel, table=True):
    """One notice that left, or is about to; what columns mean is in `events.py`."""

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), index=True, nullable=False))
    metric: str
    way: str
    address: int | None = Field(default=None, sa_column=big())
    reference: int | None = Field(default=None, sa_column=big())
    text: int | None = Field(default=None, sa_column=big())
    digest: int | None = Field(default=None, sa_column=big())
    attachment: int | None = Field(default=None, sa_column=big())
    at: int = Field(sa_column=big(nullable=False))
