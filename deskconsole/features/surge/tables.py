"""Who was called in to a war room, and what they answered."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_ASKED = text("state = 'asked'")


class SurgeCall(SQLModel, table=True):
    """One call; what columns mean is in `events.py`. `state`: asked · accepted · declined · no answer · stood down."""

    __tablename__ = "surge_call"
    __table_args__ = (
        Index("surge_call_asked", "operator", "id", sqlite_where=_ASKED, postgresql_where=_ASKED),
    )  # fmt: skip

    id: int = Field(sa_column=number())
    room: int = Field(sa_column=Column(BigInteger, ForeignKey("war_room.id"), nullable=False, index=True))
    search: int = Field(sa_column=big(nullable=False))
    operator: int = Field(sa_column=Column(BigInteger, ForeignKey("operator.id"), nullable=False))
    handle: str
    state: str
    asked_at: int = Field(sa_column=big(nullable=False))
    asked_by: str
    answer_by: int = Field(sa_column=big(nullable=False))
    notification: int = Field(sa_column=big(nullable=False))
    needs: str | None = None
    why: str
    note: int | None = Field(default=None, sa_column=big())
    answered_at: int | None = Field(default=None, sa_column=big())
    how: str | None = None
    ended_at: int | None = Field(default=None, sa_column=big())
