"""What was asked not to count, and what became of it. Columns are set by events."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_APPROVED = text("approved_at is not null")


def _of(table: str) -> Column[int]:
    return Column(BigInteger, ForeignKey(f"{table}.id"), index=True)


class Exclusion(SQLModel, table=True):
    """A span that is not to count; without ticket, service, customer and agreement it is for everything."""

    __table_args__ = (
        Index("exclusion_approved", "id", sqlite_where=_APPROVED, postgresql_where=_APPROVED),
        Index("exclusion_requested", "requested_at"),
    )

    id: int = Field(sa_column=number())
    kind: str
    from_at: int = Field(sa_column=big(nullable=False))
    to_at: int = Field(sa_column=big(nullable=False))
    ends_at: int | None = Field(default=None, sa_column=big())
    basis: str
    ticket: int | None = Field(default=None, sa_column=_of("ticket"))
    service: int | None = Field(default=None, sa_column=_of("service"))
    customer: int | None = Field(default=None, sa_column=_of("customer"))
    agreement: str | None = None
    metrics: str = ""
    justification: int | None = Field(default=None, sa_column=big())
    agreed_by: int | None = Field(default=None, sa_column=big())
    agreed_at: int | None = Field(default=None, sa_column=big())
    evidence: int | None = Field(default=None, sa_column=big())
    requested_at: int = Field(sa_column=big(nullable=False))
    requested_by: str
    requested_behind: str | None = None
    approved_at: int | None = Field(default=None, sa_column=big())
    refused_at: int | None = Field(default=None, sa_column=big())
    decided_by: str | None = None
    note: int | None = Field(default=None, sa_column=big())
    revoked_at: int | None = Field(default=None, sa_column=big())
    revoked_by: str | None = None
    reason: int | None = Field(default=None, sa_column=big())
