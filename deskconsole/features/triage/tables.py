"""The rules of triage as the desk file states them: one row, replaced whole."""

from __future__ import annotations

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import number


class Triage(SQLModel, table=True):
    """Matrix, conflict rule, routing rules, hold reasons and bounds as JSON (see `rules.py`)."""

    id: int = Field(sa_column=number())
    body: str = Field(sa_column=Column(Text, nullable=False))
