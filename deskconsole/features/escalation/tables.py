"""Versions of policies and what is muted (set), and how runs stand (derived with a ticket's clocks)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number

_LIVE = text("live = 1")


def _of(table: str, *, nullable: bool = True) -> Column[int]:
    return Column(BigInteger, ForeignKey(f"{table}.id"), nullable=nullable, index=True)


class EscalationPolicy(SQLModel, table=True):
    """A version of a policy; `body` is all of it as JSON, with the steps of those it goes on to, and never changes."""

    __tablename__ = "escalation_policy"
    __table_args__ = (Index("escalation_policy_name", "name", "version", unique=True),)

    id: int = Field(sa_column=number())
    name: str
    version: int
    since: int = Field(sa_column=big(nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    retired_at: int | None = Field(default=None, sa_column=big())


class EscalationRun(SQLModel, table=True):
    """A run of a policy on a clock. All of it follows from the ticket's events and clocks (`standings`).

    `state`: running · acknowledged · taken over · stopped · exhausted · nobody. `step` and `round` are those settled
    last, at `last_at` and with `outcome`; `next_at` is when it is to be looked at again, None while nothing moves it.
    `live`: it may still tell somebody.
    """

    __tablename__ = "escalation_run"
    __table_args__ = (
        Index("escalation_run_clock", "ticket", "agreement", "metric", "cycle"),
        Index("escalation_run_started", "started_at"),
        Index("escalation_run_live", "next_at", "id", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("escalation_run_nobody", "ended_at", sqlite_where=text("state = 'nobody'"),
              postgresql_where=text("state = 'nobody'")),
    )  # fmt: skip

    id: int = Field(sa_column=number())
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False))
    agreement: int = Field(sa_column=Column(BigInteger, ForeignKey("agreement_version.id"), nullable=False))
    metric: str
    cycle: int
    policy: int = Field(sa_column=Column(BigInteger, ForeignKey("escalation_policy.id"), nullable=False, index=True))
    state: str
    step: int
    round: int
    outcome: str | None = None
    reached: int
    last_at: int = Field(sa_column=big(nullable=False))
    next_at: int | None = Field(default=None, sa_column=big())
    ack_until: int | None = Field(default=None, sa_column=big())
    started_at: int = Field(sa_column=big(nullable=False))
    ended_at: int | None = Field(default=None, sa_column=big())
    why: str | None = None
    live: int
    muted_until: int | None = Field(default=None, sa_column=big())


class EscalationMute(SQLModel, table=True):
    """A rule that somebody has muted: an escalation policy by its name, or a rule of war rooms; of all that it is for,
    or of one service, customer or configuration item.

    `until_at` is what was asked for, `ends_at` what holds: it may be ended sooner. `ended_at` is set once it is over.
    """

    __tablename__ = "escalation_mute"
    __table_args__ = (Index("escalation_mute_ends", "ends_at"),)

    id: int = Field(sa_column=number())
    kind: str
    rule: str
    service: int | None = Field(default=None, sa_column=_of("service"))
    customer: int | None = Field(default=None, sa_column=_of("customer"))
    ci: str | None = None
    p1: int
    from_at: int = Field(sa_column=big(nullable=False))
    until_at: int = Field(sa_column=big(nullable=False))
    ends_at: int = Field(sa_column=big(nullable=False))
    by_whom: str
    reason: int | None = Field(default=None, sa_column=big())
    ended_at: int | None = Field(default=None, sa_column=big())
    ended_by: str | None = None


class EscalationWithheld(SQLModel, table=True):
    """What a mute has withheld: a step of a run, or the proposal of a war room for a cause.

    `settled_at`: when it was decided what becomes of a room, once the mute was over; `proposed`: whether it was.
    """

    __tablename__ = "escalation_withheld"
    __table_args__ = (Index("escalation_withheld_mute", "mute", "run"),)

    id: int = Field(sa_column=number())
    mute: int = Field(sa_column=Column(BigInteger, ForeignKey("escalation_mute.id"), nullable=False))
    at: int = Field(sa_column=big(nullable=False))
    ticket: int = Field(sa_column=_of("ticket", nullable=False))
    run: int | None = Field(default=None, sa_column=big())
    step: int | None = None
    cause_kind: str | None = None
    cause: str | None = None
    why: str | None = None
    settled_at: int | None = Field(default=None, sa_column=big())
    proposed: int | None = None
