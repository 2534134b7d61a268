"""Reviews of war rooms, and the actions that came of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_OPEN = text("state <> 'closed'")


class Review(SQLModel, table=True):
    """A review with its stub; what columns mean is in `events.py`.

    `state`: due · drafting · in review · published · actions open · closed. `step` is how many times somebody was told
    that it is late.
    """

    __table_args__ = (
        Index("review_room", "room", unique=True),
        Index("review_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=Column(BigInteger, ForeignKey("war_room.id"), nullable=False))
    state: str
    severity: int
    due_at: int = Field(sa_column=big(nullable=False))
    owner: str | None = None
    declared_at: int = Field(sa_column=big(nullable=False))
    impact_at: int | None = Field(default=None, sa_column=big())
    detected_at: int | None = Field(default=None, sa_column=big())
    acknowledged_at: int | None = Field(default=None, sa_column=big())
    mitigated_at: int | None = Field(default=None, sa_column=big())
    restored_at: int | None = Field(default=None, sa_column=big())
    stood_down_at: int = Field(sa_column=big(nullable=False))
    tickets: int
    breached: int
    updates: int
    late: int
    decisions: int
    summary: int | None = Field(default=None, sa_column=big())
    causes: int | None = Field(default=None, sa_column=big())
    well: int | None = Field(default=None, sa_column=big())
    badly: int | None = Field(default=None, sa_column=big())
    returned: int | None = Field(default=None, sa_column=big())
    step: int = 0
    missed_at: int | None = Field(default=None, sa_column=big())
    published_at: int | None = Field(default=None, sa_column=big())
    published_by: str | None = None
    late_s: int | None = Field(default=None, sa_column=big())
    closed_at: int | None = Field(default=None, sa_column=big())


class ReviewAction(SQLModel, table=True):
    """Something that somebody does so that it does not come again. `state`: open · done."""

    __tablename__ = "review_action"

    id: int = Field(sa_column=number())
    review: int = Field(sa_column=Column(BigInteger, ForeignKey("review.id"), nullable=False, index=True))
    owner: str
    what: int | None = Field(default=None, sa_column=big())
    due_at: int = Field(sa_column=big(nullable=False))
    state: str
    missed_at: int | None = Field(default=None, sa_column=big())
    done_at: int | None = Field(default=None, sa_column=big())
