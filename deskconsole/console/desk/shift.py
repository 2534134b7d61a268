"""My shift: what an agent finds when they sit down, read from the store.

Each part is bounded by what one person has in hand: their open tickets, what their teams hold, what is planned today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta, tzinfo
from typing import NamedTuple

from deskconsole.core.actors import Operator
from deskconsole.core.desk import Query
from deskconsole.core.instants import DAY, HOUR, Instant, from_datetime, to_datetime
from deskconsole.features.changes.views import CHANGES_BETWEEN
from deskconsole.features.handover.views import UNDER_WAY, HandoverRow
from deskconsole.features.maintenance.views import ENDING_AFTER
from deskconsole.features.promises.views import DUE_OF_OPERATOR
from deskconsole.features.staffing.views import MEMBER, UNACCEPTED, Member
from deskconsole.features.tickets.events import TicketAssigned, TicketCommented
from deskconsole.features.tickets.relations import KNOWN_OUTAGES, OutageRow
from deskconsole.features.tickets.views import TEXTS, TICKET_BY_ID, QueueRow, TimelineRow, queue_all
from deskconsole.store.driver import Reader
from deskconsole.store.journal import read_event

AWAY = 16 * HOUR
"""How far back “since I left” reaches where nobody said when that was."""
LONG_AWAY = 21 * DAY
"""Who left longer ago reads all of it elsewhere."""
MOST = 50
"""Promises on one page; the others are due later."""

WENT = Query(
    "select max(occurred_at) from journal where about = 'operator' and subject = :operator"
    " and occurred_at >= :since and kind = 'operator.status_changed' and body like '%\"off\"%'",
    lambda at: at,
)
"""When an operator went home last."""


class Mine(NamedTuple):
    """A ticket that is here for a reason: since when or by when, and in whose words."""

    row: QueueRow
    at: Instant
    words: str = ""


class Planned(NamedTuple):
    """Work that is planned for today."""

    begin: Instant
    end: Instant
    what: str
    note: str


class Owed(NamedTuple):
    """Something promised that I have to see to: by when, what, to whom, and who said it when."""

    row: QueueRow
    due: Instant
    what: str
    to: str
    made_by: str
    made_at: Instant


class Shift(NamedTuple):
    """What the screen shows, part by part, each in the order of time."""

    since: Instant
    """When I left last."""
    status: str
    """How I am, as I said; empty where I never did."""
    outages: Sequence[OutageRow]
    """What is down, with the sentence to say."""
    owed: Sequence[Owed]
    answered: Sequence[Mine]
    """Customers wrote and nobody has answered; `words` is what they wrote."""
    ending: Sequence[Mine]
    """Holds that end today, of mine and of my teams."""
    offered: Sequence[Mine]
    """Offered to me or to my teams, and not accepted yet; `words` says by whom, and why."""
    given: Sequence[Mine]
    """Given to me since; `words` says by whom."""
    planned: Sequence[Planned]
    mine: int
    waiting: int
    """Of mine: those that wait for me, not for somebody else."""
    unassigned: int
    """In my teams."""
    handing: Sequence[HandoverRow] = ()
    """Handovers of an agent's tickets in which I have a part."""
    of_now: bool = True
    """Else neither what I said I was nor what was offered to me is known."""


_MINE = "t.owner = :me and t.is_open = 1"

SAID_OF_MINE = Query(
    "select j.seq, j.kind, j.v, j.subject, j.occurred_at, j.body, j.known_at, j.recorded_at, j.actor, j.behind"
    " from ticket t join journal j on j.about = 'ticket' and j.subject = t.id and j.occurred_at > :since"
    f" where {_MINE} and j.kind in ('ticket.commented', 'ticket.assigned') order by j.occurred_at, j.seq",
    TimelineRow,
)
"""What was said of my open tickets, and to whom they were given."""


def _in_teams(operator: Operator) -> tuple[str, dict[str, object]]:
    """SQL that a ticket is of an operator's teams: of all, where none are named."""
    named = {f"team{n}": key for n, key in enumerate(sorted(operator.teams))}
    words = ", ".join(f":{name}" for name in named)
    return (f"t.team in (select id from team where key in ({words}))" if named else "1 = 1"), {**named}


def read(desk: Reader, operator: Operator, now: Instant, zone: tzinfo) -> Shift:
    """What `operator` finds at `now`; today ends at midnight in `zone`."""
    me = desk.maybe(MEMBER, handle=operator.handle)
    since, until = _left(desk, me, now), _midnight(now, zone)
    teams, named = _in_teams(operator)
    mine = desk.all(queue_all(_MINE), me=operator.handle)
    said = [(line, read_event(*line[1:6])) for line in desk.all(SAID_OF_MINE, me=operator.handle, since=since)]
    rows = {row.id: row for row in mine}
    ending = f"t.is_open = 1 and t.standing = 1 and t.breaches_at <= :until and (t.owner = :me or {teams})"
    held = desk.all(queue_all(ending), me=operator.handle, until=until, **named)
    alone = f"select count(*) from ticket t where t.owner is null and t.is_open = 1 and {teams}"
    return Shift(
        since=since,
        status=(me and me.status) or "",
        outages=desk.all(KNOWN_OUTAGES),
        owed=list(_owed(desk, operator.handle)),
        answered=list(_answered(desk, rows, [(x.subject, x.actor, event) for x, event in said])),
        ending=[Mine(row, row.held_until or until) for row in held],
        offered=list(_offered(desk, operator)),
        given=[
            Mine(rows[x.subject], x.occurred_at, "you took it" if x.actor == operator.handle else f"by {x.actor}")
            for x, event in said
            if isinstance(event, TicketAssigned) and event.owner == operator.handle
        ],
        planned=_planned(desk, now, until),
        mine=len(mine),
        waiting=sum(row.state != "held" for row in mine),
        unassigned=desk.driver.select(alone, named)[0][0],
        handing=[
            row for row in desk.all(UNDER_WAY)
            if row.agent is not None and operator.handle in (row.agent, row.incoming, row.manager)
        ],
    )  # fmt: skip


def _midnight(now: Instant, zone: tzinfo) -> Instant:
    tomorrow = to_datetime(now, zone) + timedelta(days=1)
    return from_datetime(tomorrow.replace(hour=0, minute=0, second=0, microsecond=0))


def _answered(desk: Reader, rows: dict[int, QueueRow], said: Sequence[tuple[int, str, object]]) -> Iterator[Mine]:
    """Tickets whose customer had the last word, with that; the one that breaches next first."""
    last: dict[int, TicketCommented] = {}
    for ticket, _, event in said:
        if isinstance(event, TicketCommented) and not event.automatic:
            if event.by_customer:
                last[ticket] = event
            elif event.public:
                last.pop(ticket, None)
    for ticket, row in rows.items():
        if ticket in last:
            words = dict(desk.all(TEXTS, ticket=ticket)).get(last[ticket].text.id, "(erased)")
            yield Mine(row, last[ticket].at, words)


def _owed(desk: Reader, me: str) -> Iterator[Owed]:
    """What I promised, or what was promised on my tickets, what is due first leading."""
    for row in desk.all(DUE_OF_OPERATOR, handle=me, due_at=0, id=0, limit=MOST):
        to = row.to_whom or desk.one(TICKET_BY_ID, ticket=row.ticket).requester or "(erased)"
        what = row.what or "(erased)"
        yield Owed(_row(desk, row.ticket), row.due_at, what, to, row.made_by, row.made_at)


def _offered(desk: Reader, operator: Operator) -> Iterator[Mine]:
    for row in desk.all(UNACCEPTED):
        if operator.handle == row.to_owner or (row.to_owner is None and row.to_team in operator.teams):
            yield Mine(_row(desk, row.ticket), row.at, f"by {row.by}" + (f": {row.note}" if row.note else ""))


def _row(desk: Reader, ticket: int) -> QueueRow:
    return desk.one(queue_all("t.id = :ticket"), ticket=ticket)


def _left(desk: Reader, me: Member | None, now: Instant) -> Instant:
    """When somebody went home last."""
    found = desk.maybe(WENT, operator=me.id, since=now - LONG_AWAY) if me else None
    return Instant(now - AWAY) if found is None else found


def _planned(desk: Reader, now: Instant, until: Instant) -> list[Planned]:
    """Maintenance and changes of today, by when they begin."""
    windows = [row for row in desk.all(ENDING_AFTER, since=now, until=until) if row.withdrawn_at is None]
    found = [
        Planned(
            row.begin_at,
            row.end_at,
            row.title or "(erased)",
            f"{row.number}, {row.item or row.service_key or 'all services'}",
        )
        for row in windows
    ]
    found += [
        Planned(row.begin_at, row.end_at, row.title or "(erased)", f"{row.number}, {row.decided}, risk {row.risk}")
        for row in desk.all(CHANGES_BETWEEN, begin=now, end=until)
    ]
    return sorted(found, key=lambda each: each.begin)
