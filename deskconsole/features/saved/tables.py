"""Saved views as they stand: set by their events."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import number

_THERE = text("deleted is null")


class SavedView(SQLModel, table=True):
    """A filter under a name, and how what it finds is shown. `shared` and `deleted` are null until they are said."""

    __tablename__ = "saved_view"
    __table_args__ = (
        Index("saved_view_owner", "owner", sqlite_where=_THERE, postgresql_where=_THERE),
        Index("saved_view_shared", "shared", sqlite_where=_THERE, postgresql_where=_THERE),
    )

    id: int = Field(sa_column=number())
    name: str
    filter: str = Field(sa_column=Column(Text, nullable=False))
    owner: str
    columns: str
    sort: str
    reverse: int
    colours: str = Field(sa_column=Column(Text, nullable=False))
    shared: int | None = None
    deleted: int | None = None
