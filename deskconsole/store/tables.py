"""The store's own tables: the journal that is the truth, and the work that is still to do."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

_CROSSED = text("kind in ('clock.threshold_reached', 'clock.breached')")


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
        # What crossed a threshold lately is counted by these (`features.war_room`).
        Index("journal_crossed", "occurred_at", sqlite_where=_CROSSED, postgresql_where=_CROSSED),
        Index(
            "journal_batch",
            "batch",
            sqlite_where=text("batch is not null"),
            postgresql_where=text("batch is not null"),
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
    """Text that may have to be forgotten. To erase it, the row goes; its digest stays in the event.

    `person` is whose it is, where its event names a person: also of an event that was taken back.
    """

    __tablename__ = "private_text"
    __table_args__ = (
        Index("private_text_subject", "about", "subject"),
        Index(
            "private_text_person",
            "person",
            sqlite_where=text("person is not null"),
            postgresql_where=text("person is not null"),
        ),
    )

    id: int = Field(sa_column=number())
    about: str
    subject: int = Field(sa_column=big(nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    person: int | None = Field(default=None, sa_column=big())


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


class Draft(SQLModel, table=True):
    """What somebody is writing on a ticket and has not sent: theirs alone, and not a fact.

    `kind` is what it shall become (reply, note), `macro` the steps that shall follow it, `articles` those that were put
    into it, as JSON: by number the lines that tell whether one is still there; `seen` is the last line of the journal
    when it was begun.
    """

    operator: str = Field(primary_key=True)
    ticket: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    kind: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    macro: str | None = None
    saved_at: int = Field(sa_column=big(nullable=False))
    articles: str | None = Field(default=None, sa_column=Column(Text))
    seen: int | None = Field(default=None, sa_column=big())


class Presence(SQLModel, table=True):
    """Where a console is: the ticket that it has open, and what is written there. One row a console, while it lives.

    `since` is in the time of the desk, `beat_at` in real time.
    """

    __table_args__ = (Index("presence_beat", "beat_at"),)

    console: str = Field(primary_key=True)
    operator: str
    ticket: int = Field(sa_column=big(nullable=False))
    doing: str
    since: int = Field(sa_column=big(nullable=False))
    beat_at: int = Field(sa_column=big(nullable=False))


class LastPlace(SQLModel, table=True):
    """Where somebody was last in a console, to go on from there: theirs alone, and not a fact."""

    __tablename__ = "last_place"

    operator: str = Field(primary_key=True)
    view: str
    ticket: int | None = Field(default=None, sa_column=big())
    sort: str
    reverse: int
    columns: str


class DeskClock(SQLModel, table=True):
    """What time it is here: the real time, or a simulated one that stands still or runs, fixed at the making."""

    __tablename__ = "desk_clock"

    id: int = Field(primary_key=True)
    anchor: int | None = Field(default=None, sa_column=big())
    started: int = Field(sa_column=big(nullable=False))
    speed: int = Field(default=0)


__all__ = [
    "Block", "DeskClock", "Draft", "ForeignKey", "JournalLine", "LastPlace", "Presence", "PrivateText", "Process",
    "Timer", "big",
    "number",
]  # fmt: skip
