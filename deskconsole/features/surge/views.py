"""Who was called in, who could be, and what tickets of a room are to each head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.rosters.views import LISTED
from deskconsole.features.staffing.views import LOADS, MEMBERS
from deskconsole.features.surge.rules import Hand, Load, hands

R = TypeVar("R")


class CallRow(NamedTuple):
    """Somebody who was called in."""

    id: int
    room: int
    number: str
    """Of the room."""
    search: int
    operator: int
    handle: str
    state: str
    """asked · accepted · declined · no answer · stood down"""
    asked_at: Instant
    asked_by: str
    answer_by: Instant
    notification: int
    needs: str | None
    why: str
    note: str | None
    answered_at: Instant | None
    how: str | None
    ended_at: Instant | None
    told: str | None
    """What became of telling them: queued · sent · delivered · read · failed · dropped."""
    channel: str | None


_CALLS = (
    "select c.id, c.room, r.number, c.search, c.operator, c.handle, c.state, c.asked_at, c.asked_by, c.answer_by,"
    " c.notification, c.needs, c.why, p.text, c.answered_at, c.how, c.ended_at, coalesce(b.state, n.state),"
    " coalesce(b.channel, n.channel) from surge_call c join war_room r on r.id = c.room"
    " left join private_text p on p.id = c.note left join notification n on n.id = c.notification"
    " left join notification b on b.id = n.bundle where "
)
SURGE_OF = Query(f"{_CALLS} c.room = :room order by c.id", CallRow)
"""All who were called to a room, in the order in which they were."""
CALL = Query(f"{_CALLS} c.id = :call", CallRow)
CALL_BY_NOTICE = Query(
    f"{_CALLS} c.state = 'asked' and c.operator = :person and c.notification = :notification", CallRow
)
ASKED_OF_ME = Query(
    f"{_CALLS} c.state = 'asked' and c.operator = (select id from operator where handle = :handle) order by c.id",
    CallRow,
)
"""Calls that somebody has not answered, the oldest first."""

HEADS = Query(
    "select count(*) from (select operator from war_room_role where room = :room and state = 'taken'"
    " union select t.owner from war_room_ticket x join ticket t on t.id = x.ticket"
    " where x.room = :room and x.until_at is null and t.is_open = 1 and t.owner is not null"
    " union select handle from surge_call where room = :room and state = 'accepted') h",
    int,
)
"""Who works in a room: in a role, on one of its tickets, or called in and coming."""
_OPEN = Query(
    "select count(*) from war_room_ticket x join ticket t on t.id = x.ticket"
    " where x.room = :room and x.until_at is null and t.is_open = 1",
    int,
)
_COMING = Query("select count(distinct handle) from surge_call where room = :room and state = 'asked'", int)
_THERE = Query(
    "select operator from war_room_role where room = :room and state = 'taken'"
    " union select handle from surge_call where room = :room and state in ('asked', 'accepted')",
    str,
)


def load(desk: Reads, room: int) -> Load:
    """Open tickets of a room to each head that works in it, now and with those who were asked."""
    return Load(*(desk.one(query, room=room) for query in (_OPEN, HEADS, _COMING)))


def free_hands(desk: Reads, room: int, now: Instant, needs: Sequence[str] = ()) -> list[Hand]:
    """Everybody who could come to a room, in the order in which they would be asked."""
    lists = desk.all(LISTED)
    on_call = {shift.who for shift in (lists[0] if lists else ()) if shift.first <= now < shift.until}
    loads = {each.owner: each.tickets for each in desk.all(LOADS)}
    return hands(desk.all(MEMBERS), needs, on_call, loads, set(desk.all(_THERE, room=room)))


__all__ = [
    "ASKED_OF_ME",
    "CALL",
    "CALL_BY_NOTICE",
    "HEADS",
    "SURGE_OF",
    "CallRow",
    "Hand",
    "Load",
    "free_hands",
    "load",
]
