"""Maintenance windows, each a frozen span, and the rules under which they are announced."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class MaintenanceRules(SQLModel, table=True):
    """Notice and monthly cap in seconds, as the desk file states them: one row."""

    __tablename__ = "maintenance_rules"

    id: int = Field(sa_column=number())
    notice_s: int
    cap_s: int | None = None


class Maintenance(SQLModel, table=True):
    """A window, of one service, one configuration item, or (neither) of all; what columns mean is in `events.py`."""

    __table_args__ = (
        Index("maintenance_service", "service", "begin_at"),
        Index("maintenance_uid", "uid", "instance", unique=True),
        Index("maintenance_end", "end_at"),
    )

    id: int = Field(sa_column=number())
    title: int | None = Field(default=None, sa_column=big())
    service: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("service.id")))
    item: str | None = None
    begin_at: int = Field(sa_column=big(nullable=False))
    end_at: int = Field(sa_column=big(nullable=False))
    announced: str = Field(sa_column=Column(Text, nullable=False))
    announced_at: int = Field(sa_column=big(nullable=False))
    begun_at: int | None = Field(default=None, sa_column=big())
    ended_at: int | None = Field(default=None, sa_column=big())
    withdrawn_at: int | None = Field(default=None, sa_column=big())
    reason: int | None = Field(default=None, sa_column=big())
    cap_s: int | None = None
    zone: str
    uid: str
    instance: int = Field(sa_column=big(nullable=False))
    sequence: int = Field(sa_column=big(nullable=False))
    series: int | None = Field(default=None, sa_column=big())
    first_at: int = Field(sa_column=big(nullable=False))
    last_at: int = Field(sa_column=big(nullable=False))
    rescoped: int | None = None
