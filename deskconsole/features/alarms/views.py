"""What is asked for the banner, the bell and the panel: it costs what rings and runs, not what exists.

Rows are read along indexes that hold only what is live; `scope` is a compiled filter over `ticket t`.
"""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

MOST = 1000
"""What is counted one by one; where there is more, that is what is said."""

# --- what was told to me ---------------------------------------------------------------------------------------------


class UnreadRow(NamedTuple):
    """A notification that has come to somebody who has not looked at it."""

    id: int
    severity: str
    text: str | None
    at: Instant
    ticket: int | None
    number: str | None
    breached: int
    settled: int
    fresh: int
    room: str | None = None
    """The number of the war room that it is about."""


_UNREAD = "n.state in ('queued', 'sent', 'delivered', 'failed')"  # as the index has it

UNREAD = Query(
    "select n.id, n.severity, p.text, coalesce(n.sent_at, n.at), n.ticket, t.number,"
    " case when c.breached_at is null then 0 else 1 end,"
    " case when r.state is not null and r.state <> 'running' or t.is_open = 0 then 1"
    " when n.purpose = 'room' and (w.live = 0 or (w.state <> 'proposed' and exists (select 1 from war_room_role c"
    " where c.room = w.id and c.role = 'commander' and c.state = 'taken'))) then 1 else 0 end,"
    " case when n.state = 'sent' then 1 else 0 end, w.number"
    " from notification n join operator o on o.id = n.operator left join private_text p on p.id = n.text"
    " left join ticket t on t.id = n.ticket left join escalation_run r on r.id = n.run"
    " left join clock c on c.ticket = r.ticket and c.agreement = r.agreement and c.metric = r.metric"
    " and c.cycle = r.cycle"
    " left join war_room w on w.id = n.room"
    f" where o.handle = :handle and n.operator is not null and {_UNREAD} and n.state in ('sent', 'delivered')"
    " order by n.id desc limit :limit",
    UnreadRow,
)
"""The latest of them. One is settled once its run no longer goes on, or its room has a commander, or is over."""

TOLD_ABOUT = Query(
    "select distinct n.ticket from notification n where n.id in (select subject from journal"
    " where seq between :first and :last and about || '' = 'notification') and n.ticket is not null",
    int,
)
"""The tickets of which, by these lines of the journal, somebody was told or heard.

The lines are found by their numbers: of those about notifications there may be a million.
"""


# --- what is under way -----------------------------------------------------------------------------------------------


class RunRow(NamedTuple):
    """A run that has not come to its end."""

    id: int
    ticket: int
    number: str
    agreement: int
    metric: str
    cycle: int
    state: str
    step: int
    round: int
    next_at: Instant | None
    ack_until: Instant | None


_RUN = (
    "select r.id, r.ticket, t.number, r.agreement, r.metric, r.cycle, r.state, r.step, r.round, r.next_at, r.ack_until"
    " from escalation_run r join ticket t on t.id = r.ticket where r.live = 1"
)


def live(scope: str) -> Query[RunRow]:
    """Live runs, what comes next first."""
    return Query(f"{_RUN} and r.next_at is not null and {scope} order by r.next_at, r.id limit :limit", RunRow)


def still(scope: str) -> Query[RunRow]:
    """Those that nothing moves at the moment: their clock stands."""
    return Query(f"{_RUN} and r.next_at is null and {scope} order by r.id limit :limit", RunRow)


LIVE_OF = Query(f"{_RUN} and r.ticket = :ticket order by r.id", RunRow)


def live_count(scope: str) -> Query[int]:
    """How many there are, as far as they are counted."""
    return Query(
        "select count(*) from (select 1 from escalation_run r join ticket t on t.id = r.ticket"
        f" where r.live = 1 and {scope} limit {MOST}) x",
        int,
    )


def waiting(scope: str) -> Query[int]:
    """Tickets of which an escalation will begin, at a threshold that is still to come."""
    return Query(
        "select count(*) from (select 1 from timer w join ticket t on t.id = w.subject where w.kind = 'escalation'"
        " and not exists (select 1 from escalation_run r where r.ticket = w.subject and r.live = 1)"
        f" and {scope} limit {MOST}) x",
        int,
    )


def nobody(scope: str) -> Query[int]:
    """Open tickets whose escalation reached nobody, of the latest that did."""
    return Query(
        "select count(*) from (select r.ticket from escalation_run r where r.state = 'nobody'"
        f" order by r.ended_at desc limit {MOST}) x join ticket t on t.id = x.ticket where t.is_open = 1 and {scope}",
        int,
    )


FELL_BACK = Query(
    "select body from journal where about = 'notification' and subject = :notification"
    " and kind = 'notification.fell_back' order by seq limit 1",
    str,
)
"""Where the first way of telling somebody failed: which, and how."""
