"""The second place of the offline sheet, and how the last one fared."""

from __future__ import annotations

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class OfflineRules(SQLModel, table=True):
    """Folder and channels as JSON, as the desk file states them: one row."""

    __tablename__ = "offline_rules"

    id: int = Field(sa_column=number())
    body: str = Field(sa_column=Column(Text, nullable=False))


class OfflineSheet(SQLModel, table=True):
    """The last sheet: due, put or failed, for the shift that began at `shift_at`; the next is due at `next_at`."""

    __tablename__ = "offline_sheet"

    id: int = Field(sa_column=number())
    state: str
    shift_at: int = Field(sa_column=big(nullable=False))
    at: int = Field(sa_column=big(nullable=False))
    digest: str | None = None
    why: int | None = Field(default=None, sa_column=big())
    next_at: int | None = Field(default=None, sa_column=big())
