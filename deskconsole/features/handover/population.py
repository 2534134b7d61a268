"""What a draft asks of the desk: which tickets are open, due, broken, paused, promised, and what happened meanwhile.

Each question has its index: what is read follows from what is found, never from how many tickets there are; only how
many are open is counted, by an index alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

OPEN = "t.opened_at is not null and t.resolved_at is null and t.closed_at is null and coalesce(t.state, '') <> 'merged'"
"""Open, as a ledger has it: it has come in, and neither was resolved nor ended otherwise."""
_OURS = "(cast(:team_id as bigint) is null or t.team = :team_id)"

TEAM_NUMBER = Query("select id from team where key = :key", int)
OWNER_OF = Query("select owner from ticket where id = :ticket", lambda owner: None if owner is None else str(owner))

OPEN_BY_STANDING = Query(
    f"select coalesce(t.standing, 2), count(*) from ticket t where {OPEN} and {_OURS} group by 1",
    lambda standing, n: (int(standing), int(n)),
)
"""How many are open, by how they stand (running, paused, without a figure)."""
OPEN_OF_OWNER = Query(
    f"select count(*) from ticket t where t.is_open = 1 and t.owner = :owner and {OPEN}",
    int,
)
"""How many of somebody's are open."""


class Found(NamedTuple):
    """A ticket that a rule has found, with the clock it is about (None: no clock)."""

    id: int
    number: str
    title: str | None
    priority: int | None
    customer: str | None
    owner: str | None
    standing: int
    broken: bool
    """Whether another clock of it is breached already."""
    agreement: int | None = None
    metric: str | None = None
    due: Instant | None = None
    late: Instant | None = None
    since: Instant | None = None
    counted: int = 0
    allowed: int = 0
    cuts: str | None = None
    state: str | None = None
    breached_at: Instant | None = None


_BROKEN = (
    "exists (select 1 from clock b where b.ticket = t.id and ((b.breached_at is not null and b.state in ('running',"
    " 'paused')) or (b.breached_at is null and b.late is not null and b.due < :at)))"
)
_TICKET = (
    "t.id, t.number, title.text, t.priority, customer.key, t.owner, coalesce(t.standing, 2),"
    f" case when {_BROKEN} then 1 else 0 end"
)
_NAMED = " left join private_text title on title.id = t.title left join customer on customer.id = t.customer"
_CLOCK = "c.agreement, c.metric, c.due, c.late, c.since, c.counted, c.allowed, c.cuts, c.state"


def _found(*row: Any) -> Found:
    number, name, title, priority, customer, owner, standing, broken, *clock = row
    return Found(number, name, title, priority, customer, owner, standing, bool(broken), *clock)


DUE = Query(
    f"select {_TICKET}, {_CLOCK} from clock c cross join ticket t{_NAMED} where c.late is not null"
    " and c.breached_at is null and c.late >= :at and c.late <= :latest and coalesce(c.due, c.late) >= :at"
    " and coalesce(c.due, c.late) < :until and c.state in ('running', 'paused')"
    f" and t.id = c.ticket and {OPEN} and {_OURS} order by coalesce(c.due, c.late), c.ticket",
    _found,
)
"""Clocks that are due in a span if nobody acts: those that run, and those whose hold ends by itself. `:latest` is the
next opening after the span: what is due before it breaks by then (rule 2)."""

RESTING = Query(
    f"select {_TICKET}, {_CLOCK} from clock c cross join ticket t{_NAMED} where c.state = 'paused'"
    " and c.breached_at is null and c.agreement = :version and c.allowed - c.counted <= :reach"
    f" and c.late is null and t.id = c.ticket and {OPEN} and {_OURS} order by c.allowed - c.counted, c.ticket",
    _found,
)
"""Paused clocks of an agreement version with at most `:reach` µs left."""

_BREACHED = (
    "select c.ticket as ticket, c.breached_at as at from clock c"
    " where c.breached_at is not null and c.state in ('running', 'paused')"
    " union all select c.ticket, c.due from clock c"
    " where c.late is not null and c.breached_at is null and c.late <= :opens and c.due < :at"
)
"""Of what is due since a closing time it is the next opening that breaks it (rule 2), `:opens` at the latest."""


class Broken(NamedTuple):
    """Open tickets that are breached, by how they stand."""

    standing: int
    n: int


BREACHED = Query(
    f"select coalesce(t.standing, 2), count(distinct t.id) from ({_BREACHED}) x join ticket t on t.id = x.ticket"
    f" where {OPEN} and {_OURS} group by 1",
    Broken,
)
OLDEST_BREACHED = Query(
    f"select t.number from ({_BREACHED}) x join ticket t on t.id = x.ticket where {OPEN} and {_OURS}"
    " group by t.id, t.number order by min(x.at), t.id limit :limit",
    str,
)

USED_UP = Query(
    "select count(distinct c.ticket), min(c.late) from clock c cross join ticket t where c.late is not null"
    " and c.breached_at is null and c.late >= :at and c.late <= :opens and c.due < :at and t.id = c.ticket"
    f" and {OPEN} and {_OURS}",
    lambda n, first: (int(n), first),
)
"""Those among the broken whose target was used up exactly when the desk closed: they break when it opens."""
URGENT = Query(
    f"select {_TICKET} from ticket t{_NAMED} where t.is_open = 1 and t.priority = 1 and {OPEN} and {_OURS}"
    " order by t.standing, t.breaches_at, t.id",
    _found,
)
"""Open tickets of the highest priority."""
UNOWNED = Query(
    f"select t.id, t.number from ticket t where t.is_open = 1 and t.priority in (1, 2) and t.owner is null and {OPEN}"
    f" and {_OURS} order by t.priority, t.id",
    lambda ticket, number: (int(ticket), str(number)),
)
"""Open tickets of the two highest priorities that nobody owns, with their numbers."""
UNANSWERED = Query(
    f"select {_TICKET} from escalation_run r cross join ticket t{_NAMED} where r.live = 1 and r.step >= 2"
    f" and r.state = 'running' and t.id = r.ticket and {OPEN} and {_OURS} group by t.id, title.text, customer.key"
    " order by t.id",
    _found,
)
"""Tickets whose escalation has gone beyond its first step without an answer."""
OF_OWNER = Query(
    f"select {_TICKET} from ticket t{_NAMED} where t.is_open = 1 and t.owner = :owner and {OPEN} and {_OURS}"
    " order by t.standing, t.breaches_at, t.id",
    _found,
)
"""What somebody leaves behind, what breaches next first."""
CLOCKS_OF_OWNER = Query(
    f"select {_TICKET}, {_CLOCK}, c.breached_at from ticket t cross join clock c{_NAMED} where t.is_open = 1"
    " and t.owner = :owner and c.ticket = t.id and c.state in ('running', 'paused')"
    f" and {OPEN} order by coalesce(c.due, c.late, 9000000000000000), t.id",
    _found,
)
"""The live clocks of somebody's open tickets, what is due first at the top."""
FOUND = Query(f"select {_TICKET} from ticket t{_NAMED} where t.id = :ticket and {OPEN} and {_OURS}", _found)
"""A ticket, where it is open."""


class Owed(NamedTuple):
    """A promise that is due before the incoming shift ends, with its ticket."""

    found: Found
    what: str | None
    to_whom: str | None
    made_by: str
    due_at: Instant


PROMISED = Query(
    f"select {_TICKET}, what.text, whom.text, pr.made_by, pr.due_at from promise pr join ticket t on t.id = pr.ticket"
    f"{_NAMED} left join private_text what on what.id = pr.what left join private_text whom on whom.id = pr.to_whom"
    f" where pr.is_open = 1 and pr.due_at < :until and {OPEN} and {_OURS} order by pr.due_at, pr.id",
    lambda *row: Owed(_found(*row[:8]), *row[8:]),
)

# --- what happened ---------------------------------------------------------------------------------------------------

RECORDED_FROM = Query(
    "select seq, recorded_at from journal where seq >= :seq order by seq limit 1",
    lambda seq, at: (int(seq), Instant(at)),
)
LAST_LINE = Query("select coalesce(max(seq), 0) from journal", int)
"""Lines are in the order in which they were recorded: where a shift begins among them is found by halving."""

_NOISE = "j.kind not like 'clock.%' and j.kind not like 'escalation.%' and j.kind not like 'notification.%'"
HAPPENED = Query(
    "select j.kind, j.v, j.subject, j.occurred_at, j.body from journal j where j.seq >= :first and j.about = 'ticket'"
    f" and j.occurred_at > :begin and j.occurred_at <= :at and {_NOISE}",
    lambda *line: line,
)
"""What happened to tickets in a span: of what was recorded from a line on."""
TOUCHED = Query(
    "select j.subject, count(distinct j.occurred_at) from journal j where j.seq >= :first and j.about = 'ticket'"
    f" and j.occurred_at > :begin and j.occurred_at <= :at and j.actor <> 'desk' and {_NOISE}"
    " group by j.subject having count(distinct j.occurred_at) >= 2 order by 2 desc, 1",
    lambda ticket, times: (int(ticket), int(times)),
)
"""Tickets that people did something with at two moments or more."""
HISTORY_OF = Query(
    "select seq, kind, v, subject, occurred_at, body from journal where about = 'ticket' and subject = :ticket",
    lambda *line: line,
)
SPOKEN = Query(
    "select j.occurred_at, j.kind, j.body from journal j where j.about = 'ticket' and j.subject = :ticket"
    " and j.kind in ('ticket.commented', 'ticket.contacted') order by j.occurred_at desc limit 20",
    lambda at, kind, body: (Instant(at), str(kind), str(body)),
)

# --- figures ---------------------------------------------------------------------------------------------------------

CAME = Query(
    "select count(*), avg(case when t.responded_at >= t.opened_at then (t.responded_at - t.opened_at) / 1e6 end),"
    " avg(case when t.acknowledged_at >= t.opened_at then (t.acknowledged_at - t.opened_at) / 1e6 end)"
    f" from ticket t where t.opened_at > :begin and t.opened_at <= :at and {_OURS}",
    lambda n, answered, seen: (
        int(n),
        None if answered is None else int(answered),
        None if seen is None else int(seen),
    ),
)
WENT = Query(
    f"select count(*) from ticket t where t.resolved_at > :begin and t.resolved_at <= :at and {_OURS}",
    int,
)
BROKE = Query(
    "select count(distinct x.ticket) from (select c.ticket as ticket from clock c where c.breached_at is not null"
    " and c.breached_at > :begin and c.breached_at <= :at union all select c.ticket from clock c"
    " where c.late is not null and c.breached_at is null and c.late >= :begin and c.late < :at and c.due > :begin) x"
    f" join ticket t on t.id = x.ticket where {_OURS}",
    int,
)
