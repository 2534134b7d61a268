"""What is asked for the figures of a day. `scope` is a compiled filter over `ticket t`; each question has its index."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

EVERYTHING = "1 = 1"
MOST = 1000
"""Open tickets of a priority that are counted one by one."""


class Some(NamedTuple):
    """How many of a priority; None: of none."""

    priority: int | None
    n: int


def _flow(column: str, scope: str) -> Query[Some]:
    return Query(
        f"select t.priority, count(*) from ticket t where t.{column} >= :day and t.{column} <= :now and {scope}"
        " group by t.priority",
        Some,
    )


def opened(scope: str) -> Query[Some]:
    """What came in since `:day` began."""
    return _flow("opened_at", scope)


def resolved(scope: str) -> Query[Some]:
    """What was resolved since; a ticket that was reopened meanwhile is not."""
    return _flow("resolved_at", scope)


class Broken(NamedTuple):
    """Clocks of an agreement that broke, by the priority of their tickets now."""

    priority: int | None
    agreement: int
    n: int


_BROKE = (("breached_at", "c.breached_at is not null"), ("late", "c.breached_at is null"))


def broken(scope: str) -> Query[Broken]:
    """Clocks that broke since `:day` began: as their rows say, or as the time says while nobody has noticed."""
    parts = " union all ".join(
        f"select t.priority as priority, c.agreement as agreement from clock c cross join ticket t"
        f" where {stands} and c.{when} >= :day and c.{when} < :now and t.id = c.ticket and {scope}"
        for when, stands in _BROKE
    )
    return Query(f"select priority, agreement, count(*) from ({parts}) found group by priority, agreement", Broken)


def open_of(scope: str) -> Query[int]:
    """How many tickets of `:priority` are open, at most `MOST`."""
    return Query(
        "select count(*) from (select t.id from ticket t where t.is_open = 1 and t.priority = :priority"
        f" and {scope} limit {MOST}) found",
        int,
    )


class Old(NamedTuple):
    """An open ticket and how long it has been."""

    number: str
    title: str | None
    priority: int | None
    opened_at: Instant
    owner: str | None


def oldest(scope: str) -> Query[Old]:
    """The first that are still open."""
    return Query(
        "select t.number, p.text, t.priority, t.opened_at, t.owner from ticket t left join private_text p"
        f" on p.id = t.title where t.is_open = 1 and {scope} order by t.opened_at, t.id limit :limit",
        Old,
    )


# As somebody asks who may see everything.
OPENED, RESOLVED, BROKEN = opened(EVERYTHING), resolved(EVERYTHING), broken(EVERYTHING)
OPEN_OF, OLDEST = open_of(EVERYTHING), oldest(EVERYTHING)
