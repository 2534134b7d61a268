"""Tickets as they stand. Columns are set by events; the last group is derived from all of them, or from the clocks."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_OPEN = text("is_open = 1")
_ENDED = text("is_open = 0")
_POOL = text("is_open = 1 and owner is null")
_RESOLVED = text("resolved_at is not null")
_NAMED = text("category is not null")
_AT_VENDOR = text("vendor is not null")
_OF_PERSON = text("person is not null")
_TITLED = text("title is not null")
_BY_ARTICLE = text("article is not null")
_OUTAGE = text("is_open = 1 and outage_at is not null")
_UNRESOLVED = text("resolved_at is null and closed_at is null")


def _open_index(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


class Ticket(SQLModel, table=True):
    """What is asked of the desk, and how it stands."""

    __table_args__ = (
        _open_index("ticket_queue", "standing", "breaches_at", "id"),
        Index("ticket_ended", "standing", "breaches_at", "id", sqlite_where=_ENDED, postgresql_where=_ENDED),
        _open_index("ticket_team", "team", "standing", "breaches_at", "id"),
        _open_index("ticket_owner", "owner", "standing", "breaches_at", "id"),
        # With is_open in them they answer alone, also where SQLite does not see that all in them are open.
        _open_index("ticket_of_service", "service", "standing", "breaches_at", "id", "is_open"),
        _open_index("ticket_of_customer", "customer", "standing", "breaches_at", "id", "is_open"),
        Index("ticket_pool", "team", "standing", "breaches_at", "id", sqlite_where=_POOL, postgresql_where=_POOL),
        # The other orders that a queue can stand in.
        _open_index("ticket_priority", "priority", "standing", "breaches_at", "id"),
        _open_index("ticket_waiting", "touched_at", "id"),
        _open_index("ticket_age", "opened_at", "id"),
        Index("ticket_opened", "opened_at"),
        Index("ticket_resolved", "resolved_at", sqlite_where=_RESOLVED, postgresql_where=_RESOLVED),
        Index("ticket_category", "category", "opened_at", sqlite_where=_NAMED, postgresql_where=_NAMED),
        Index("ticket_vendor", "vendor", sqlite_where=_AT_VENDOR, postgresql_where=_AT_VENDOR),
        Index("ticket_person", "person", sqlite_where=_OF_PERSON, postgresql_where=_OF_PERSON),
        Index("ticket_article", "article", sqlite_where=_BY_ARTICLE, postgresql_where=_BY_ARTICLE),
        # Answers alone how many there are: what a ledger begins and ends with.
        Index(
            "ticket_unresolved",
            "team",
            "standing",
            "state",
            "opened_at",
            sqlite_where=_UNRESOLVED,
            postgresql_where=_UNRESOLVED,
        ),
        Index("ticket_outage", "outage_at", "id", sqlite_where=_OUTAGE, postgresql_where=_OUTAGE),
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
    cause_said: int | None = Field(default=None, sa_column=big())
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
    person: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("person.id")))
    article: int | None = Field(default=None, sa_column=big())
    """The article that a ticket was resolved by."""
    outage_at: int | None = Field(default=None, sa_column=big())
    outage_say: int | None = Field(default=None, sa_column=big())
    # Derived from what was said: also held_for and held_until, where the holds are our own (see `waits`).
    also_held: str | None = None
    responded_at: int | None = Field(default=None, sa_column=big())
    # Derived from what was merged into it: the earliest start (rule 24).
    starts_at: int | None = Field(default=None, sa_column=big())
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


class TicketParent(SQLModel, table=True):
    """The ticket that one is a part of: a problem, an outage; none (any more) where it is absent."""

    __tablename__ = "ticket_parent"

    id: int = Field(sa_column=Column(number().type, ForeignKey("ticket.id"), primary_key=True, autoincrement=False))
    parent: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("ticket.id"), index=True))


class TicketMerge(SQLModel, table=True):
    """The ticket that stands for one that was merged (rule 24)."""

    __tablename__ = "ticket_merge"

    id: int = Field(sa_column=Column(number().type, ForeignKey("ticket.id"), primary_key=True, autoincrement=False))
    survivor: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    merged_at: int = Field(sa_column=big(nullable=False))


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


class Contact(SQLModel, table=True):
    """A call, or a talk at the door, about a ticket: with whom, whether they were reached, and how long it took."""

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    person: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("person.id"), index=True))
    contacted_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    channel: str
    direction: str
    reached: int
    duration: int | None = None
    note: int | None = Field(default=None, sa_column=big())


class TicketTag(SQLModel, table=True):
    """Which tags a ticket carries, and where it stands in a queue: derived from its events, so that a list of what
    carries a tag is found by an index, in its order."""

    __tablename__ = "ticket_tag"
    __table_args__ = (
        Index("ticket_tag_queue", "tag", "is_open", "standing", "breaches_at", "ticket"),
        {"sqlite_with_rowid": False},
    )

    ticket: int = Field(sa_column=Column(number().type, ForeignKey("ticket.id"), primary_key=True, autoincrement=False))
    tag: str = Field(primary_key=True)
    is_open: int
    standing: int
    breaches_at: int = Field(sa_column=big(nullable=False))


class SearchText(SQLModel, table=True):
    """Which private texts a ticket is found by, each together with its title: derived from its events. The index is
    told of them by triggers."""

    __tablename__ = "search_text"
    __table_args__ = (Index("search_text_title", "title", sqlite_where=_TITLED, postgresql_where=_TITLED),)

    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    text: int = Field(sa_column=number())
    title: int | None = Field(default=None, sa_column=big())
