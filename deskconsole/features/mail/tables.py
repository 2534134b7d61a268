"""Mail that came and went, what is held back, files, and the work of sending."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_QUEUED = text("state = 'queued'")
_WAITING = text("state = 'held'")


class MailRules(SQLModel, table=True):
    """Addresses, servers and limits as JSON, as the desk file states them: one row."""

    __tablename__ = "mail_rules"

    id: int = Field(sa_column=number())
    body: str = Field(sa_column=Column(Text, nullable=False))


class Mail(SQLModel, table=True):
    """A message of a ticket, in or out; what columns mean is in `events.py`."""

    __table_args__ = (
        Index("mail_token", "token"),
        Index("mail_at", "at"),
        Index("mail_queued", "id", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
    )

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), index=True, nullable=False))
    direction: str
    token: str
    own: str | None = None
    message_id: int | None = Field(default=None, sa_column=big())
    address: int | None = Field(default=None, sa_column=big())
    subject: int | None = Field(default=None, sa_column=big())
    text: int | None = Field(default=None, sa_column=big())
    file: int | None = Field(default=None, sa_column=big())
    answer: int | None = Field(default=None, sa_column=big())
    files: str | None = None
    sender: str | None = None
    automatic: int = 0
    state: str
    at: int = Field(sa_column=big(nullable=False))
    arrived: int | None = Field(default=None, sa_column=big())
    ended_at: int | None = Field(default=None, sa_column=big())
    again: int | None = None
    status: str | None = None
    why: int | None = Field(default=None, sa_column=big())
    notice: int | None = Field(default=None, sa_column=big())


class Quarantine(SQLModel, table=True):
    """A message that became no part of a ticket, with the reason; what columns mean is in `events.py`."""

    __table_args__ = (Index("quarantine_held", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),)

    id: int = Field(sa_column=number())
    reason: str
    detail: str | None = None
    token: str
    message_id: int | None = Field(default=None, sa_column=big())
    address: int | None = Field(default=None, sa_column=big())
    name: int | None = Field(default=None, sa_column=big())
    subject: int | None = Field(default=None, sa_column=big())
    text: int | None = Field(default=None, sa_column=big())
    file: int | None = Field(default=None, sa_column=big())
    size: int
    automatic: int = 0
    state: str
    at: int = Field(sa_column=big(nullable=False))
    arrived: int | None = Field(default=None, sa_column=big())
    ended_at: int | None = Field(default=None, sa_column=big())
    ticket: int | None = Field(default=None, sa_column=big())
    note: int | None = Field(default=None, sa_column=big())


class Attachment(SQLModel, table=True):
    """A file of a ticket: its bytes lie beside the store, under the digest that `file` names."""

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), index=True, nullable=False))
    name: int | None = Field(default=None, sa_column=big())
    file: int | None = Field(default=None, sa_column=big())
    size: int = Field(sa_column=big(nullable=False))
    type: str
    mail: int | None = Field(default=None, sa_column=big())
    public: int = 0
    at: int = Field(sa_column=big(nullable=False))


class Outbox(SQLModel, table=True):
    """Work, not a fact: what is still to be delivered, by whom just now, and when it is tried again (real time).

    `item` is the number of what is delivered, a row of the table `what`: mail or notification; `recipient` is that of
    a private text; `key` is the same at every attempt. `since` is when the channel was first tried. `doubtful`: an
    attempt may have arrived though nobody heard so, and `first` is how that one ended.
    """

    __table_args__ = (Index("outbox_due", "what", "due_at"), Index("outbox_key", "key", unique=True))

    id: int = Field(sa_column=number())
    channel: str
    item: int = Field(sa_column=big(nullable=False))
    recipient: int | None = Field(default=None, sa_column=big())
    key: str
    attempt: int = 0
    due_at: int = Field(sa_column=big(nullable=False))
    lease_until: int = Field(default=0, sa_column=big(nullable=False))
    holder: str | None = None
    doubtful: int = 0
    trouble: str | None = None
    what: str = Field(default="mail", sa_column_kwargs={"server_default": text("'mail'")})
    since: int | None = Field(default=None, sa_column=big())
    first: str | None = None
