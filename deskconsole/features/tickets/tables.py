"""Tickets as they stand. Columns are set by events; the last group is derived from all of them, or from the clocks."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_OPEN = text("is_open = 1")
_AT_VENDOR = text("vendor is not null")


def _open_index(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


class Ticket(SQLModel, table=True):
    """What is asked of the desk, and how it stands."""

    __table_args__ = (
        _open_index("ticket_queue", "standing", "breaches_at", "id"),
        _open_index("ticket_team", "team", "standing", "breaches_at", "id"),
        _open_index("ticket_owner", "owner", "standing", "breaches_at", "id"),
        Index("ticket_opened", "opened_at"),
        Index("ticket_vendor", "vendor", sqlite_where=_AT_VENDOR, postgresql_where=_AT_VENDOR),
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
    resolved_at: int | None = Field(default=None, sa_column=big())
    resolution_code: str | None = None
    cause: str | None = None
    closed_at: int | None = Field(default=None, sa_column=big())
    reopened: int | None = None
    rings_from: int | None = Field(default=None, sa_column=big())
    intake: str | None = None
    reported_at: int | None = Field(default=None, sa_column=big())
    detected_at: int | None = Field(default=None, sa_column=big())
    impact_at: int | None = Field(default=None, sa_column=big())
    clamped: str | None = None
    acknowledged_at: int | None = Field(default=None, sa_column=big())
    restored_at: int | None = Field(default=None, sa_column=big())
    confirmed_at: int | None = Field(default=None, sa_column=big())
    outcome: str | None = None
    vendor: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("vendor.id")))
    vendor_reference: str | None = None
    # Derived from what was said: also held_for and held_until, where the holds are our own (see `waits`).
    also_held: str | None = None
    responded_at: int | None = Field(default=None, sa_column=big())
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


class BreachCause(SQLModel, table=True):
    """Why a clock breached, and which layer answers for it (rule 35)."""

    __tablename__ = "breach_cause"

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    agreement: int = Field(sa_column=Column(BigInteger, ForeignKey("agreement_version.id"), nullable=False, index=True))
    metric: str
    cycle: int
    cause: str
    layer: str
    party: str | None = None
    note: int | None = Field(default=None, sa_column=big())
    explained_at: int = Field(sa_column=Column(BigInteger, nullable=False))
