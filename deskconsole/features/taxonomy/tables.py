"""Categories, fields of a desk's own, and what tickets hold in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class Category(SQLModel, table=True):
    """A branch of the tree: its key is the path, `network/vpn`; somebody answers for it and looks it over in time."""

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    owner: str | None = None
    review_on: str | None = None
    skills: str = ""
    active: int = 1


class CustomField(SQLModel, table=True):
    """A field of the desk's own: of which types of tickets, and at which step it must be there at the latest."""

    __tablename__ = "custom_field"

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    label: str
    kind: str
    choices: str = ""
    required_for: str = ""
    step: str = "resolve"
    private: int = 0
    active: int = 1


class TicketField(SQLModel, table=True):
    """What a ticket holds in a field; `text` where the field is private."""

    __tablename__ = "ticket_field"
    __table_args__ = (Index("ticket_field_key", "ticket", "key"),)

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False))
    key: str
    value: str | None = None
    text: int | None = Field(default=None, sa_column=big())
