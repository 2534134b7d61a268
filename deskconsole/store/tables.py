"""The store's own tables: the journal that is the truth, and the work that is still to do."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel


def big(name: str | None = None, **options: object) -> Column[int]:
    """A 64-bit column, for instants and for numbers that only grow."""
    return Column(name, BigInteger, **options) if name else Column(BigInteger, **options)  # type: ignore[arg-type]


def number() -> Column[int]:
    """A primary key that is SQLite's row number and PostgreSQL's BIGINT; we give the values ourselves."""
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)


class JournalLine(SQLModel, table=True):
    """One event. `digest` covers every other column; `known_at` is when the system of record learned it."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_subject", "about", "subject", "occurred_at"),
        Index(
            "journal_key",
            "source",
            "key",
            unique=True,
            sqlite_where=text("key is not null"),
            postgresql_where=text("key is not null"),
        ),
    )

    seq: int = Field(sa_column=number())
    kind: str
    v: int
    about: str
    subject: int = Field(sa_column=big(nullable=False))
    occurred_at: int = Field(sa_column=big(nullable=False))
    known_at: int = Field(sa_column=big(nullable=False))
    recorded_at: int = Field(sa_column=big(nullable=False))
    actor: str
    behind: str | None = None
    source: str | None = None
    key: str | None = None
    batch: str | None = None
    call: int = Field(sa_column=big(nullable=False))
    cause: int | None = Field(default=None, sa_column=big())
    body: str = Field(sa_column=Column(Text, nullable=False))
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Block(SQLModel, table=True):
    """A run of journal lines sealed together; its digest hashes theirs and the block before."""

    id: int = Field(sa_column=number())
    first_seq: int = Field(sa_column=big(nullable=False))
    last_seq: int = Field(sa_column=big(nullable=False))
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PrivateText(SQLModel, table=True):
    """Text that may have to be forgotten. To erase it, the row goes; its digest stays in the event."""

    __tablename__ = "private_text"
    __table_args__ = (Index("private_text_subject", "about", "subject"),)

    id: int = Field(sa_column=number())
    about: str
    subject: int = Field(sa_column=big(nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))


class Timer(SQLModel, table=True):
    """A wake-up: the next instant at which something about a subject may be due. Not a fact."""

    __table_args__ = (
        Index("timer_due", "fire_at", sqlite_where=text("parked = 0"), postgresql_where=text("parked = 0")),
    )

    kind: str = Field(primary_key=True)
    subject: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    fire_at: int = Field(sa_column=big(nullable=False))
    work: str | None = Field(default=None, sa_column=Column(Text))
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    parked: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    trouble: str | None = None


class Process(SQLModel, table=True):
    """A process that ticks, and when it was last heard of, in real time."""

    id: str = Field(primary_key=True)
    role: str
    beat_at: int = Field(sa_column=big(nullable=False))


class DeskClock(SQLModel, table=True):
    """What time it is here: the real time, or a simulated one that stands still or runs, fixed at the making."""

    __tablename__ = "desk_clock"

    id: int = Field(primary_key=True)
    anchor: int | None = Field(default=None, sa_column=big())
    started: int = Field(sa_column=big(nullable=False))
    speed: int = Field(default=0)


__all__ = ["Block", "DeskClock", "ForeignKey", "JournalLine", "PrivateText", "Process", "Timer", "big", "number"]
