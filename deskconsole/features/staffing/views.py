"""What is asked about people at work: who is here, what they have, the pool, offers, and time spent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

# --- people ----------------------------------------------------------------------------------------------------------


STATUSES = {
    "available": "available",
    "call": "on a call",
    "break": "on a break",
    "meeting": "in a meeting",
    "off": "off",
}
"""What somebody may say of themselves, and how others read it."""


class Member(NamedTuple):
    """Somebody who works here, and how they are; `status` is None where they never said."""

    id: int
    handle: str
    roles: str
    teams: str
    skills: str
    status: str | None
    since: Instant | None


MEMBERS = Query(
    "select o.id, o.handle, o.roles, o.teams, coalesce(o.skills, ''), s.status, s.since from operator o"
    " left join operator_status s on s.id = o.id where o.active = 1 order by o.handle",
    Member,
)
MEMBER = Query(
    "select o.id, o.handle, o.roles, o.teams, coalesce(o.skills, ''), s.status, s.since from operator o"
    " left join operator_status s on s.id = o.id where o.active = 1 and o.handle = :handle",
    Member,
)


class Load(NamedTuple):
    """What somebody has: open tickets, and what they weigh (P1 five … P5 one)."""

    owner: str
    tickets: int
    load: int


_WEIGHT = "6 - case when t.priority between 1 and 5 then t.priority else 5 end"
LOAD = Query(
    f"select coalesce(sum({_WEIGHT}), 0) from ticket t where t.is_open = 1 and t.owner = :handle",
    int,
)
"""What somebody's open tickets weigh: P1 five … P5 one."""
LOADS = Query(
    f"select t.owner, count(*), sum({_WEIGHT}) from ticket t where t.is_open = 1 and t.owner is not null"
    " group by t.owner",
    lambda owner, tickets, load: Load(str(owner), int(tickets), int(load)),
)

ASSIGNS = Query("select key, assign from team where id = :team", lambda key, assign: (str(key), assign))
TEAM_KEY = Query("select key from team where id = :team", str)
TARGETS = Query("select key from team where active = 1 union all select handle from operator where active = 1", str)
"""Whom a ticket may be offered to: teams and people."""


# --- the pool --------------------------------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """A ticket that nobody owns, with what decides whether somebody may be given it."""

    standing: int
    breaches_at: int
    id: int
    number: str
    state: str | None
    service: int | None
    category: str | None
    customer: int | None
    metric: str | None
    given_back: int
    offered: int

    @property
    def place(self) -> tuple[int, int, int]:
        return self.standing, self.breaches_at, self.id


_GIVEN_BACK = "exists (select 1 from ticket_skip k where k.ticket = t.id and k.operator = :me)"
_OFFERED = "exists (select 1 from transfer x where x.ticket = t.id and x.stage = 'pending')"
_POOL = (
    "select t.standing, t.breaches_at, t.id, t.number, t.state, t.service, t.category, t.customer, t.clock_metric,"
    f" case when {_GIVEN_BACK} then 1 else 0 end, case when {_OFFERED} then 1 else 0 end"
    " from ticket t where t.is_open = 1 and t.owner is null and {where}"
    " order by t.standing, t.breaches_at, t.id limit :limit"
)


def pool(team: bool, conditions: Sequence[str] = ()) -> Query[Waiting]:
    """Tickets of `:team` (or of none) that nobody owns, what breaches next first; read along an index."""
    return Query(
        _POOL.format(where=" and ".join(["t.team = :team" if team else "t.team is null", *conditions])), Waiting
    )


FREE = (f"not {_GIVEN_BACK}", f"not {_OFFERED}", "t.state <> 'held'")
"""What nobody else has, and what one has not given back oneself."""


UNSTARTED = Query(
    "select t.number from ticket t join ticket_pull p on p.ticket = t.id and p.operator = :handle"
    " where t.owner = :handle and t.is_open = 1 and not exists (select 1 from journal j where j.about = 'ticket'"
    " and j.subject = t.id and j.actor = :handle and j.call > p.id and j.kind <> 'touch.recorded')"
    " group by t.number order by t.number",
    str,
)
"""Tickets that somebody pulled, still owns, and has done nothing about since."""

PULLED = Query(
    "select count(*) from ticket_pull where ticket = :ticket and operator = :handle", lambda count: bool(count)
)
SKIPPED = Query(
    "select operator, count(*) from ticket_skip where at >= :begin and at < :end group by operator order by operator",
    lambda operator, count: (str(operator), int(count)),
)
"""How often people gave back what they had pulled, in a period."""


# --- offers ----------------------------------------------------------------------------------------------------------


class TransferRow(NamedTuple):
    """A ticket offered to a team or a person."""

    id: int
    ticket: int
    number: str
    from_team: str | None
    from_owner: str | None
    to_team: str | None
    to_owner: str | None
    by: str
    at: Instant
    note: str | None
    stage: str
    """pending · accepted · returned · lapsed"""
    decided_by: str | None
    decided_at: Instant | None
    reason: str | None
    to_team_id: int | None

    @property
    def to(self) -> str:
        return self.to_owner or self.to_team or "nobody"


_TRANSFERS = (
    "select x.id, x.ticket, t.number, f.key, x.from_owner, o.key, x.to_owner, x.offered_by, x.offered_at, n.text,"
    " x.stage, x.decided_by, x.decided_at, r.text, x.to_team from transfer x join ticket t on t.id = x.ticket"
    " left join team f on f.id = x.from_team left join team o on o.id = x.to_team"
    " left join private_text n on n.id = x.note left join private_text r on r.id = x.reason"
)
PENDING = Query(f"{_TRANSFERS} where x.ticket = :ticket and x.stage = 'pending'", TransferRow)
TRANSFERS_OF = Query(f"{_TRANSFERS} where x.ticket = :ticket order by x.id", TransferRow)
UNACCEPTED = Query(f"{_TRANSFERS} where x.stage = 'pending' order by x.offered_at, x.id", TransferRow)
"""All offers that nobody has accepted yet, the oldest first."""


# --- time ------------------------------------------------------------------------------------------------------------


class TouchRow(NamedTuple):
    """Time that somebody spent on a ticket; `measured` is what the screen counted where it was corrected since."""

    id: int
    ticket: int
    operator: str
    seconds: int
    at: Instant
    measured: int | None
    reason: str | None


TOUCHES = Query(
    "select c.id, c.ticket, c.operator, c.seconds, c.at, c.measured, p.text from touch c"
    " left join private_text p on p.id = c.reason where c.ticket = :ticket order by c.at, c.id",
    TouchRow,
)
TOUCHED = Query("select coalesce(sum(seconds), 0) from touch where ticket = :ticket", int)
"""Seconds spent on a ticket by all."""
TOUCHED_BY = Query(
    "select operator, count(distinct ticket), sum(seconds) from touch where at >= :begin and at < :end"
    " group by operator order by operator",
    lambda operator, tickets, seconds: (str(operator), int(tickets), int(seconds)),
)
"""Between two instants: who spent time, on how many tickets, how many seconds."""
TOUCHED_IN = Query(
    "select coalesce(sum(seconds), 0) from touch where operator = :handle and at >= :begin and at < :end", int
)
"""Seconds that somebody spent on tickets between two instants, such as the ends of a day."""


# --- needs -----------------------------------------------------------------------------------------------------------

NEEDS = Query(
    "select 'service', key, id, skills from service where active = 1 and skills <> ''"
    " union all select 'category', lower(key), id, skills from category where active = 1 and skills <> ''",
    lambda kind, key, number, skills: (str(kind), str(key), int(number), frozenset(str(skills).split())),
)
"""What services and categories ask of who takes their tickets."""
