"""What a ticket belongs to, and what belongs to it: its parent, known outages, merged tickets, links, changes."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant


class RelationRow(NamedTuple):
    """Another ticket, or a change, and what it is to this one."""

    kind: str
    """parent · child · merged-into · merged · the relation of a link, as it reads from here"""
    about: str
    """ticket · change"""
    other: int
    number: str
    title: str | None
    """None: erased."""
    state: str | None
    waits: int
    """Whether a clock of it still runs though it is merged: its requester has no answer yet."""


_FROM_THERE = {"parent": "child", "child": "parent", "caused-by": "causes", "causes": "caused-by",
               "duplicate": "has-duplicate", "follow-up": "followed-by"}  # fmt: skip
"""What a link is called from its other end; the others read alike from both."""

_BACK = "case l.relation " + " ".join(f"when '{one}' then '{other}'" for one, other in _FROM_THERE.items())
_TICKET = "'ticket', t.id, t.number, p.text, t.state, coalesce(t.is_open, 0)"
_TITLED = "left join private_text p on p.id = t.title"

RELATIONS_OF = Query(
    " union all ".join(
        [
            f"select 1 as place, 'parent' as kind, {_TICKET} from ticket_parent r join ticket t on t.id = r.parent"
            f" {_TITLED} where r.id = :ticket",
            f"select 2, 'merged-into', {_TICKET} from ticket_merge r join ticket t on t.id = r.survivor {_TITLED}"
            " where r.id = :ticket",
            f"select 3, 'merged', {_TICKET} from ticket_merge r join ticket t on t.id = r.id {_TITLED}"
            " where r.survivor = :ticket",
            f"select 4, 'child', {_TICKET} from ticket_parent r join ticket t on t.id = r.id {_TITLED}"
            " where r.parent = :ticket",
            f"select 5, l.relation, {_TICKET} from ticket_link l join ticket t on t.id = l.other {_TITLED}"
            " where l.ticket = :ticket",
            f"select 5, {_BACK} else l.relation end, {_TICKET} from ticket_link l join ticket t on t.id = l.ticket"
            f" {_TITLED} where l.other = :ticket",
            "select 6, l.relation, 'change', t.id, t.number, p.text, t.state, 0 from change_link l"
            f" join change t on t.id = l.change {_TITLED} where l.ticket = :ticket",
        ]
    )
    + " order by 1, 2, 5",
    lambda place, *row: RelationRow(*row),
)
"""In the order in which they are shown; each part is found by an index of its own."""


class OutageRow(NamedTuple):
    """A known outage that lasts, with the sentence to say on the phone (None: erased) and who is attached to it."""

    ticket: int
    number: str
    title: str | None
    say: str | None
    since: Instant
    priority: int | None
    service: str | None
    """Key."""
    service_name: str | None
    owner: str | None
    followers: int
    """Tickets attached to it that are not done yet."""


_FOLLOWERS = "from ticket_parent f join ticket c on c.id = f.id where f.parent = t.id and c.state in"
_OUTAGES = (
    "select t.id, t.number, p.text, s.text, t.outage_at, t.priority, service.key, service.name, t.owner,"
    f" (select count(*) {_FOLLOWERS} ('new', 'open', 'held'))"
    " from ticket t left join private_text p on p.id = t.title left join private_text s on s.id = t.outage_say"
    " left join service on service.id = t.service"
    " where t.is_open = 1 and t.outage_at is not null"
)
KNOWN_OUTAGES = Query(f"{_OUTAGES} order by t.outage_at, t.id", OutageRow)
"""Those that last, the oldest first: an outage ends when its ticket does."""

OUTAGE_OF = Query(
    f"{_OUTAGES} and t.id in (:ticket, (select parent from ticket_parent where id = :ticket))"
    " order by t.id = :ticket desc limit 1",
    OutageRow,
)
"""The known outage that a ticket is, or follows."""

OUTAGE_NUMBERS = Query(
    "select t.number from ticket t where t.is_open = 1 and t.outage_at is not null order by t.outage_at, t.id", str
)

PARENT_OF = Query("select parent from ticket_parent where id = :ticket", lambda parent: (parent,))
CHILDREN_OF = Query("select id from ticket_parent where parent = :ticket order by id", int)
LIVE_CHILDREN_OF = Query(
    "select c.id from ticket_parent f join ticket c on c.id = f.id where f.parent = :ticket"
    " and c.state in ('new', 'open', 'held') order by c.id",
    int,
)
"""Those that are to be resolved with it."""


class Merged(NamedTuple):
    """A ticket that another one stands for."""

    ticket: int
    number: str


MERGED_INTO = Query(
    "select t.id, t.number from ticket_merge m join ticket t on t.id = m.id where m.survivor = :ticket order by m.id",
    Merged,
)
SURVIVOR_OF = Query("select survivor from ticket_merge where id = :ticket", int)
