"""What is asked for the wall: what is broken or at risk by service, team or customer, what comes, who has how much.

Every question is found by an index of its own and costs what it is about: what is at risk, what falls due, what came
in today. What is open is counted only as far as a screen can tell it. `scope` is a compiled filter over `ticket t`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import HOUR, Instant

KINDS = ("service", "team", "customer")
"""What tickets can be grouped by: columns of a ticket, and tables with key and name."""

EVERYTHING = "1 = 1"
"""The scope of who may see everything."""

MOST = 1000
"""Tickets that are counted one by one; where there are more, that is what is said."""


class Many(NamedTuple):
    """A count, and whether there are more: counting ended there."""

    n: int
    more: bool = False


def many(n: int | None, looked_at: int | None) -> Many:
    """What was counted among so many that were looked at."""
    return Many(int(n or 0), (looked_at or 0) >= MOST)


# --- what needs somebody ---------------------------------------------------------------------------------------------


class Trouble(NamedTuple):
    """What somebody has of a group (None: nobody, no group) that is broken, and that is at risk."""

    group: int | None
    owner: str | None
    breached: int
    at_risk: int
    first: Instant
    """When the first of them is due, or was."""


_NEXT = (
    "cross join ticket t where t.id = c.ticket and t.clock_agreement = c.agreement and t.clock_metric = c.metric"
    " and t.clock_cycle = c.cycle and t.is_open = 1"
)
"""Only the clock of an open ticket that breaches next, as in a queue; SQLite is told to begin with the clocks."""
_STANDS = (
    (1, "c.breached_at is not null and c.state in ('running', 'paused')"),
    (1, "c.breached_at is null and c.late < :now"),
    (0, "c.risk_at <= :now and c.breached_at is null and c.late >= :now"),
)
"""Broken, broken before anybody has noticed, at risk: no clock is two of these (see `tickets.views.queue_counts`)."""


def _found(kind: str, scope: str) -> str:
    """All that is broken or at risk, a row a ticket."""
    return " union all ".join(
        f"select t.{kind} as place, t.owner as owner, {broken} as broken, t.standing as standing, t.breaches_at as due,"
        f" t.id as id from clock c {_NEXT} and {stands} and {scope}"
        for broken, stands in _STANDS
    )


def trouble(kind: str, scope: str) -> Query[Trouble]:
    """All that is broken or at risk, by group and owner."""
    return Query(
        "select place, owner, sum(broken), count(*) - sum(broken), min(due)"
        f" from ({_found(kind, scope)}) found group by place, owner",
        lambda group, owner, broken, risk, due: Trouble(group, owner, int(broken), int(risk), Instant(due)),
    )


def foremost(kind: str, scope: str) -> Query[tuple[int | None, int]]:
    """Group and number of those that breach first, at most `:limit` of a group, of groups that do so by `:until`."""
    return Query(
        "select place, id from (select place, id, standing, due, row_number() over"
        " (partition by place order by standing, due, id) as n, min(due) over (partition by place) as first"
        f" from ({_found(kind, scope)}) found) ranked where n <= :limit and first <= :until order by standing, due, id",
        lambda group, ticket: (group, int(ticket)),
    )


class Party(NamedTuple):
    """A service, team or customer."""

    id: int
    key: str
    name: str


def parties(kind: str) -> Query[Party]:
    return Query(f"select id, key, name from {kind}", Party)


# --- what is open ----------------------------------------------------------------------------------------------------


_ORDER = "order by t.standing, t.breaches_at, t.id"
"""Of two indexes that would do, SQLite then takes the one that has all that is asked."""

_PLACE = ("t.standing", "t.breaches_at", "t.id")
_COLUMN = re.compile(r"\bt\.\w+")


def _first(which: str, scope: str, *needed: str) -> str:
    """The first of some open tickets, with no more of their columns than are asked: nobody looks at more."""
    columns = sorted({*needed, *_COLUMN.findall(scope)})
    return f"(select {', '.join(columns)} from ticket t where t.is_open = 1 and {which} {_ORDER} limit {MOST}) t"


def open_in(kind: str, scope: str) -> Query[tuple[Many, int]]:
    """How many tickets of the group `:place` are open, and how many of them wait for somebody else."""
    return _open(f"t.{kind} = :place", scope)


def open_in_none(kind: str, scope: str) -> Query[tuple[Many, int]]:
    """The same of tickets that are in no group."""
    return _open(f"t.{kind} is null", scope)


def open_at_all(scope: str) -> Query[tuple[Many, int]]:
    """The same of all tickets."""
    return _open("t.standing >= 0", scope)


def _open(which: str, scope: str) -> Query[tuple[Many, int]]:
    counted = "coalesce(sum(case when {} then 1 else 0 end), 0)"
    told = f"{counted.format(scope)}, {counted.format(f'({scope}) and t.standing = 1')}"
    return Query(
        f"select {told}, count(*) from {_first(which, scope, 't.standing')}",
        lambda n, waiting, seen: (many(n, seen), int(waiting)),
    )


def with_open(kind: str, scope: str, groups: str = EVERYTHING) -> Query[Party]:
    """Those of some `groups` (`g`) that have an open ticket, by name; within a scope, among their first ones."""
    mine = f"(select 1 from ticket t where t.is_open = 1 and t.{kind} = g.id)"
    if scope != EVERYTHING:
        mine = f"(select 1 from {_first(f't.{kind} = g.id', scope, 't.id')} where {scope})"
    return Query(
        f"select g.id, g.key, g.name from {kind} g where {groups} and exists {mine} order by g.name, g.id", Party
    )


def soonest(scope: str) -> Query[int]:
    """The first open tickets, in the order of a queue."""
    return Query(f"select t.id from {_first('t.standing >= 0', scope, *_PLACE)} where {scope} {_ORDER} limit 1", int)


def soonest_due(scope: str) -> Query[int]:
    """The first that fall due after now."""
    due = "t.standing = 0 and t.breaches_at > :now"
    return Query(f"select t.id from {_first(due, scope, *_PLACE)} where {scope} {_ORDER} limit :limit", int)


# --- what comes ------------------------------------------------------------------------------------------------------


class Coming(NamedTuple):
    """How many tickets fall due within half an hour, an hour, two hours."""

    half: int
    hour: int
    two: int


def coming(scope: str) -> Query[Coming]:
    return Query(
        "select coalesce(sum(case when t.breaches_at <= :half then 1 else 0 end), 0),"
        " coalesce(sum(case when t.breaches_at <= :hour then 1 else 0 end), 0), count(*) from ticket t"
        f" where t.is_open = 1 and t.standing = 0 and t.breaches_at > :now and t.breaches_at <= :two and {scope}",
        lambda *counts: Coming(*map(int, counts)),
    )


class Flow(NamedTuple):
    """Tickets that an hour and a day brought, or took."""

    hour: int
    day: int


def _flow(column: str, scope: str) -> Query[Flow]:
    of = f"coalesce(sum(case when t.{column} {{}} then 1 else 0 end), 0)"
    return Query(
        f"select {of.format('> :hour')}, {of.format('>= :day')} from ticket t"
        f" where t.{column} >= :since and t.{column} <= :now and {scope}",
        lambda *counts: Flow(*map(int, counts)),
    )


def opened(scope: str) -> Query[Flow]:
    """What came in within an hour (since `:hour`), and since the day began (`:day`); `:since` is the earlier."""
    return _flow("opened_at", scope)


def resolved(scope: str) -> Query[Flow]:
    """The same of what was resolved; a ticket that was reopened since is not."""
    return _flow("resolved_at", scope)


class Broken(NamedTuple):
    """Clocks of an agreement that broke within an hour, which begins so many hours after `:begin`."""

    hour: int
    agreement: int
    clocks: int


_BROKE = (("breached_at", "c.breached_at is not null"), ("late", "c.breached_at is null"))
"""When a clock broke: as its row says once it has ended or stands still, else when it was late, if it is (see
`reports.views`)."""


def broken(scope: str) -> Query[Broken]:
    """Clocks that broke since `:begin`, hour by hour. Where all tickets are meant no ticket is asked."""
    of = "" if scope == EVERYTHING else f" join ticket t on t.id = c.ticket and {scope}"
    parts = " union all ".join(
        f"select c.{when} as at, c.agreement as agreement from clock c{of}"
        f" where {stands} and c.{when} >= :begin and c.{when} < :now"
        for when, stands in _BROKE
    )
    return Query(
        f"select (at - :begin) / {HOUR}, agreement, count(*) from ({parts}) found group by 1, 2",
        lambda hour, agreement, clocks: Broken(int(hour), int(agreement), int(clocks)),
    )


# --- who has how much ------------------------------------------------------------------------------------------------


class Hand(NamedTuple):
    """Somebody who works here: how they are since when, what they have open and what that weighs."""

    handle: str
    roles: frozenset[str]
    teams: frozenset[str]
    status: str | None
    since: Instant | None
    tickets: Many
    load: int


_OWN = _first("t.owner = o.handle", EVERYTHING, "t.priority")
_WEIGHT = "coalesce(sum(6 - case when t.priority between 1 and 5 then t.priority else 5 end), 0)"
"""As `staffing.views.LOAD` has it; a test holds the two together."""

HANDS = Query(
    f"select o.handle, o.roles, o.teams, s.status, s.since, (select count(*) from {_OWN}),"
    f" (select {_WEIGHT} from {_OWN}) from operator o left join operator_status s on s.id = o.id"
    " where o.active = 1 order by o.handle",
    lambda handle, roles, teams, status, since, n, load: Hand(
        handle, frozenset(roles.split()), frozenset(teams.split()), status, since, many(n, n), int(load)
    ),
)


def unowned(scope: str) -> Query[tuple[Many, int]]:
    """What nobody has."""
    return _open("t.owner is null", scope)
