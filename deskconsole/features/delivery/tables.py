"""Who is told what; the ways of telling, and whether they work; where operators are reached."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_QUEUED = text("state = 'queued'")
_FAILED = text("state = 'failed'")
_UNREAD = text("operator is not null and state in ('queued', 'sent', 'delivered', 'failed')")
_SENT = text("operator is not null and sent_at is not null")
_RUN = text("run is not null")
_BUNDLED = text("bundle is not null")


class Notification(SQLModel, table=True):
    """Something that somebody is to be told, and what came of it; what columns mean is in `events.py`.

    `state`: queued · sent · delivered · read · failed · dropped. `channel` is where it is now, `status` and `why` what
    the last failure was, `first` how the attempt ended that may have arrived.
    """

    __table_args__ = (
        Index("notification_queued", "operator", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("notification_failed", "id", sqlite_where=_FAILED, postgresql_where=_FAILED),
        Index("notification_unread", "operator", "id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("notification_sent", "operator", "sent_at", sqlite_where=_SENT, postgresql_where=_SENT),
        Index("notification_run", "run", sqlite_where=_RUN, postgresql_where=_RUN),
        Index("notification_bundle", "bundle", sqlite_where=_BUNDLED, postgresql_where=_BUNDLED),
    )

    id: int = Field(sa_column=number())
    operator: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("operator.id")))
    purpose: str
    severity: str
    ticket: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("ticket.id"), index=True))
    run: int | None = Field(default=None, sa_column=big())
    step: int | None = None
    room: int | None = Field(default=None, sa_column=big())
    text: int | None = Field(default=None, sa_column=big())
    channels: str | None = None
    channel: str | None = None
    state: str
    place: str | None = None
    bundle: int | None = Field(default=None, sa_column=big())
    by_at: int | None = Field(default=None, sa_column=big())
    at: int = Field(sa_column=big(nullable=False))
    sent_at: int | None = Field(default=None, sa_column=big())
    delivered_at: int | None = Field(default=None, sa_column=big())
    read_at: int | None = Field(default=None, sa_column=big())
    ended_at: int | None = Field(default=None, sa_column=big())
    status: str | None = None
    why: int | None = Field(default=None, sa_column=big())
    attempts: int = 0
    again: int = 0
    first: str | None = None


class Channel(SQLModel, table=True):
    """A way of telling people, as the desk file states it (`body`, as JSON), and whether it works.

    `healthy` is empty where nothing was ever sent, `failed_at` the last failure since it works no more.
    """

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    body: str = Field(sa_column=Column(Text, nullable=False))
    active: int = 1
    healthy: int | None = None
    since: int | None = Field(default=None, sa_column=big())
    failed_at: int | None = Field(default=None, sa_column=big())
    status: str | None = None
    why: int | None = Field(default=None, sa_column=big())
    checked_at: int | None = Field(default=None, sa_column=big())
    check_status: str | None = None


class OperatorContact(SQLModel, table=True):
    """Where an operator is reached: what kind of contact, in which order, and the address as private text."""

    __tablename__ = "operator_contact"

    id: int = Field(sa_column=number())
    operator: int = Field(sa_column=Column(BigInteger, ForeignKey("operator.id"), nullable=False, index=True))
    kind: str
    place: int
    value: int | None = Field(default=None, sa_column=big())
    active: int = 1
