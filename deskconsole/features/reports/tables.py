"""Frozen months: what was said, and by what it can be proved. The list behind it is in the journal."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class FrozenMonth(SQLModel, table=True):
    """A month that will never be another one. `scope` is a customer's key; empty: all who have no row of their own."""

    __tablename__ = "frozen_month"
    __table_args__ = (Index("frozen_month_scope", "month", "scope", unique=True),)

    id: int = Field(sa_column=number())
    month: str
    scope: str
    zone: str
    begins: int = Field(sa_column=big(nullable=False))
    ends: int = Field(sa_column=big(nullable=False))
    frozen_at: int = Field(sa_column=big(nullable=False))
    line: int = Field(sa_column=big(nullable=False))
    clocks: int
    digest: str
    shown: str
    figures: str = Field(sa_column=Column(Text, nullable=False))
    program: str
    restated_at: int | None = Field(default=None, sa_column=big())
