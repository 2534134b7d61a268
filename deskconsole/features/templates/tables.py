"""What is written often: set by the events of the desk file."""

from __future__ import annotations

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import number


class TemplateText(SQLModel, table=True):
    """A text with variables; `key` is how the file names it.

    One of new tickets has their `type`, and `sets` some of their fields, as JSON.
    """

    __tablename__ = "template"

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    active: int = 1
    type: str | None = None
    sets: str | None = Field(default=None, sa_column=Column(Text))


class Macro(SQLModel, table=True):
    """A text that is sent or noted (`writes`), and the steps that follow it, as JSON."""

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    writes: str
    steps: str = Field(sa_column=Column(Text, nullable=False))
    active: int = 1
