"""Reviews as they are looked up, with what is known of their rooms, and their actions."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant


class ReviewRow(NamedTuple):
    """A review; texts that were erased are None."""

    id: int
    room: int
    number: str
    """Of the room."""
    title: str | None
    state: str
    """due · drafting · in review · published · actions open · closed"""
    severity: int
    due_at: Instant
    owner: str | None
    declared_at: Instant
    impact_at: Instant | None
    detected_at: Instant | None
    acknowledged_at: Instant | None
    mitigated_at: Instant | None
    restored_at: Instant | None
    stood_down_at: Instant
    tickets: int
    breached: int
    updates: int
    late: int
    decisions: int
    summary: str | None
    causes: str | None
    well: str | None
    badly: str | None
    returned: str | None
    step: int
    missed_at: Instant | None
    published_at: Instant | None
    published_by: str | None
    late_s: int | None
    closed_at: Instant | None


_REVIEWS = (
    "select v.id, v.room, r.number, t.text, v.state, v.severity, v.due_at, v.owner, v.declared_at, v.impact_at,"
    " v.detected_at, v.acknowledged_at, v.mitigated_at, v.restored_at, v.stood_down_at, v.tickets, v.breached,"
    " v.updates, v.late, v.decisions, s.text, c.text, w.text, b.text, x.text, v.step, v.missed_at, v.published_at,"
    " v.published_by, v.late_s, v.closed_at from review v join war_room r on r.id = v.room"
    " left join private_text t on t.id = r.title left join private_text s on s.id = v.summary"
    " left join private_text c on c.id = v.causes left join private_text w on w.id = v.well"
    " left join private_text b on b.id = v.badly left join private_text x on x.id = v.returned where "
)
REVIEW_OF = Query(f"{_REVIEWS} v.room = :room", ReviewRow)
REVIEW = Query(f"{_REVIEWS} v.id = :review", ReviewRow)
OPEN_REVIEWS = Query(f"{_REVIEWS} v.state <> 'closed' order by v.due_at, v.id", ReviewRow)
"""All that are not closed, what is due first."""


class ActionRow(NamedTuple):
    """Something that somebody does so that it does not come again."""

    id: int
    review: int
    owner: str
    what: str | None
    due_at: Instant
    state: str
    """open · done"""
    missed_at: Instant | None
    done_at: Instant | None


ACTIONS_OF = Query(
    "select a.id, a.review, a.owner, p.text, a.due_at, a.state, a.missed_at, a.done_at from review_action a"
    " left join private_text p on p.id = a.what where a.review = :review order by a.id",
    ActionRow,
)

DETECTED = Query(
    "select min(t.opened_at) from war_room_ticket x join ticket t on t.id = x.ticket where x.room = :room",
    lambda at: None if at is None else Instant(at),
)
"""When the first of its tickets came."""
SAID = Query(
    "select count(*), coalesce(sum(case when late_s > 0 then 1 else 0 end), 0) from room_update"
    " where room = :room and state = 'sent'",
    lambda updates, late: (int(updates), int(late)),
)
DECIDED = Query("select count(*) from war_room_entry where room = :room and kind = 'decision'", int)
