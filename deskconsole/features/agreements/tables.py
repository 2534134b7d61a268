"""Agreement and calendar versions (set), and the clocks that follow from a ticket's events (derived)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class CalendarVersion(SQLModel, table=True):
    """Business hours with their holidays resolved; `body` is all of it as JSON and never changes."""

    __tablename__ = "calendar_version"
    __table_args__ = (Index("calendar_version_name", "name", "version", unique=True),)

    id: int = Field(sa_column=number())
    name: str
    version: int
    body: str = Field(sa_column=Column(Text, nullable=False))
    retired_at: int | None = Field(default=None, sa_column=big())


class AgreementVersion(SQLModel, table=True):
    """What is promised from `effective_at` on; `body` is all of it as JSON and never changes."""

    __tablename__ = "agreement_version"
    __table_args__ = (Index("agreement_version_name", "name", "version", unique=True),)

    id: int = Field(sa_column=number())
    name: str
    version: int
    calendar: int = Field(sa_column=Column(BigInteger, ForeignKey("calendar_version.id"), nullable=False, index=True))
    effective_at: int | None = Field(default=None, sa_column=big())
    after_ticket: int | None = Field(default=None, sa_column=big())
    took_over_at: int | None = Field(default=None, sa_column=big())
    retired_at: int | None = Field(default=None, sa_column=big())
    until_ticket: int | None = Field(default=None, sa_column=big())
    body: str = Field(sa_column=Column(Text, nullable=False))


def _figure_index(name: str, where: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Clock(SQLModel, table=True):
    """One promise on one ticket. Durations are business microseconds; what they mean is `sla.clocks.Clock`."""

    __table_args__ = (
        PrimaryKeyConstraint("ticket", "agreement", "metric", "cycle"),
        # What a month counts is found by these: what stopped in it, broke in it, may have broken in it, has no result.
        _figure_index("clock_stopped", "stopped is not null", "stopped"),
        _figure_index("clock_breached", "breached_at is not null", "breached_at"),
        _figure_index("clock_late", "late is not null and breached_at is null", "late"),
        _figure_index("clock_odd", "state = 'unmeasurable'", "start"),
        # What needs somebody now is found by these: what is at risk, what is broken and not over.
        _figure_index("clock_risk", "risk_at is not null and breached_at is null", "risk_at"),
        _figure_index("clock_broken", "breached_at is not null and state in ('running', 'paused')", "state"),
        # What a change of shift asks: which would be due soon if they went on.
        _figure_index("clock_paused", "state = 'paused' and breached_at is null", "agreement", "allowed", "counted"),
        {"sqlite_with_rowid": False},
    )

    ticket: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), ForeignKey("ticket.id"), nullable=False)
    )
    agreement: int = Field(sa_column=Column(BigInteger, ForeignKey("agreement_version.id"), nullable=False))
    metric: str
    cycle: int
    state: str
    priority: int | None = None
    target_s: int
    allowed: int = Field(sa_column=big(nullable=False))
    start: int = Field(sa_column=big(nullable=False))
    since: int = Field(sa_column=big(nullable=False))
    counted: int = Field(sa_column=big(nullable=False))
    paused: int = Field(sa_column=big(nullable=False))
    stopped: int | None = Field(default=None, sa_column=big())
    due: int | None = Field(default=None, sa_column=big())
    late: int | None = Field(default=None, sa_column=big())
    breached_at: int | None = Field(default=None, sa_column=big())
    reason: str | None = None
    resumes: int | None = Field(default=None, sa_column=big())
    first_stop: int | None = Field(default=None, sa_column=big())
    risk_at: int | None = Field(default=None, sa_column=big())
    cuts: str | None = None
    next_share: int | None = None
    next_at: int | None = Field(default=None, sa_column=big())


class ClockFigure(SQLModel, table=True):
    """What a clock comes to under one of the three figures, where spans are cut out of it (rule 32)."""

    __tablename__ = "clock_figure"
    __table_args__ = (
        PrimaryKeyConstraint("ticket", "agreement", "metric", "cycle", "figure"),
        {"sqlite_with_rowid": False},
    )

    ticket: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), ForeignKey("ticket.id"), nullable=False)
    )
    agreement: int = Field(sa_column=Column(BigInteger, ForeignKey("agreement_version.id"), nullable=False))
    metric: str
    cycle: int
    figure: str
    state: str
    target_s: int
    counted: int = Field(sa_column=big(nullable=False))
    due: int | None = Field(default=None, sa_column=big())
    late: int | None = Field(default=None, sa_column=big())
    breached_at: int | None = Field(default=None, sa_column=big())
    stopped: int | None = Field(default=None, sa_column=big())
    reason: str | None = None
    cuts: str | None = None
