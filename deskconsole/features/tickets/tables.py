"""Tickets as they stand. Columns are set by events; the last group is derived from the ticket's clocks."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_OPEN = text("is_open = 1")


def _open_index(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


class Ticket(SQLModel, table=True):
    """What is asked of the desk, and how it stands."""

    __table_args__ = (
        _open_index("ticket_queue", "standing", "breaches_at", "id"),
        _open_index("ticket_team", "team", "standing", "breaches_at", "id"),
        _open_index("ticket_owner", "owner", "standing", "breaches_at", "id"),
        Index("ticket_opened", "opened_at"),
    )

    id: int = Field(sa_column=number())
    number: str = Field(unique=True)
    type: str = "incident"
    title: int | None = Field(default=None, sa_column=big())
    requester: int | None = Field(default=None, sa_column=big())
    channel: str | None = None
    category: str | None = None
    environment: str | None = None
    state: str | None = None
    label: str | None = None
    held_for: str | None = None
    held_until: int | None = Field(default=None, sa_column=big())
    impact: int | None = None
    urgency: int | None = None
    priority: int | None = None
    priority_label: str | None = None
    stated_priority: int | None = None
    team: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("team.id")))
    owner: str | None = None
    customer: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("customer.id"), index=True))
    tier: str | None = None
    service: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("service.id"), index=True))
    tags: str | None = None
    source: str | None = None
    opened_at: int | None = Field(default=None, sa_column=big())
    touched_at: int | None = Field(default=None, sa_column=big())
    responded_at: int | None = Field(default=None, sa_column=big())
    resolved_at: int | None = Field(default=None, sa_column=big())
    resolution_code: str | None = None
    cause: str | None = None
    closed_at: int | None = Field(default=None, sa_column=big())
    reopened: int | None = None
    rings_from: int | None = Field(default=None, sa_column=big())
    # Derived from state and clocks: what the queue is sorted by.
    is_open: int | None = None
    standing: int | None = None
    breaches_at: int | None = Field(default=None, sa_column=big())
    clock_agreement: int | None = Field(default=None, sa_column=big())
    clock_metric: str | None = None
    clock_cycle: int | None = None


class TicketLink(SQLModel, table=True):
    """A relation between two tickets, told from the ticket that was linked."""

    __tablename__ = "ticket_link"

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    other: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    relation: str
