"""What is asked for deciding on rooms: what tickets have in common, what crossed lately, who leads."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant

# --- what a rule counts ----------------------------------------------------------------------------------------------


class Causes(NamedTuple):
    """What a ticket can have in common with others; keys, None where it names none."""

    ticket: int
    number: str
    title: str | None
    is_open: int
    type: str
    priority: int | None
    opened_at: Instant | None
    service: str | None
    ci: str | None
    vendor: str | None
    customer: str | None
    services: int
    """Whether the desk names any service at all."""

    def of(self, kind: str) -> str | None:
        """Its cause of a kind. A desk that names no services is one matter itself."""
        if kind == "desk" or (kind == "service" and not self.services):
            return "desk"
        found = {"service": self.service, "ci": self.ci, "vendor": self.vendor, "customer": self.customer}
        return found.get(kind)

    def kind(self, kind: str) -> str:
        """The kind that this cause is of: that of the whole desk where it names no services."""
        return "desk" if kind == "service" and not self.services else kind


_ITEM = "(select f.value from ticket_field f where f.ticket = t.id and f.key = 'ci' order by f.id desc limit 1)"
"""A field of which the desk file lists the choices: what people write freely may name somebody."""

CAUSES_OF = Query(
    f"select t.id, t.number, p.text, coalesce(t.is_open, 0), t.type, t.priority, t.opened_at, s.key, {_ITEM}, v.key,"
    " c.key, (select count(*) from (select 1 from service where active = 1 limit 1) x) from ticket t"
    " left join private_text p on p.id = t.title left join service s on s.id = t.service"
    " left join vendor v on v.id = t.vendor left join customer c on c.id = t.customer where t.id = :ticket",
    Causes,
)

# A plus keeps to the index of what crossed or came lately, rather than to that of all that ever had this cause.
_BY = {
    "service": "+t.service = (select id from service where key = :key)",
    "vendor": "+t.vendor = (select id from vendor where key = :key)",
    "customer": "+t.customer = (select id from customer where key = :key)",
    "ci": f"{_ITEM} = :key",
    "desk": ":key = 'desk'",
}
_FREE = "not exists (select 1 from war_room_ticket x where x.ticket = t.id and x.until_at is null)"


class CrossedRow(NamedTuple):
    """A clock that crossed a threshold lately; `body` is that of its event."""

    ticket: int
    at: Instant
    body: str
    priority: int | None
    opened_at: Instant | None


def _crossed(kind: str) -> Query[CrossedRow]:
    return Query(
        "select j.subject, j.occurred_at, j.body, t.priority, t.opened_at from journal j join ticket t"
        " on t.id = j.subject where j.kind in ('clock.threshold_reached', 'clock.breached')"
        " and j.occurred_at > :since and j.occurred_at <= :until and t.is_open = 1 and t.priority <= :priority"
        f" and {_BY[kind]} and {_FREE} order by j.occurred_at desc, j.seq desc limit :limit",
        CrossedRow,
    )


def _matching(where: str) -> Query[int]:
    return Query(
        "select t.id from ticket t where t.is_open = 1 and t.type <> 'request' and t.opened_at >= :since"
        f" and {where} and {_FREE} order by t.opened_at, t.id limit :limit",
        int,
    )


CROSSED = {kind: _crossed(kind) for kind in _BY}
"""By the kind of the cause: clocks of open tickets that are in no room, the latest first."""
MATCHING = {
    "service": _matching(_BY["service"]),
    "vendor": _matching(_BY["vendor"]),
    "customer": _matching(_BY["customer"]),
    "ci": _matching(_BY["ci"]),
}
"""By the kind of the cause: open tickets of it that came since an instant and are in no room."""

LAST_OF_RULE = Query(
    "select r.proposed_at from war_room r where r.rule = :rule and r.cause_kind = :kind and r.cause = :key"
    " order by r.id desc limit 1",
    Instant,
)

FREE_PARENT = Query(
    "select m.number from ticket m where m.id = :parent and m.id <> :ticket"
    " and not exists (select 1 from ticket_parent p where p.id = :ticket and p.parent is not null)"
    " and not exists (select 1 from ticket_parent c where c.parent = :ticket)"
    " and not exists (select 1 from ticket_merge x where x.id = m.id)",
    str,
)
"""The number of a major incident, for a ticket that belongs to nothing and to which nothing belongs."""
NUMBER_OF = Query("select id from operator where active = 1 and handle = :handle", int)
