"""The outage as text: what happened in its room, by which way people were told, and what its review begins with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap
from typing import NamedTuple

from deskconsole.core.desk import Event, Query
from deskconsole.core.instants import HOUR, MINUTE, Instant, to_datetime
from deskconsole.core.text import safe_text
from deskconsole.demo.outage import DONE, ROOM
from deskconsole.demo.people import ZONE
from deskconsole.demo.played import delivery
from deskconsole.features.reviews.views import ACTIONS_OF, REVIEW_OF
from deskconsole.features.war_room import said
from deskconsole.features.war_room.views import ROOM as ROOM_NAMED
from deskconsole.features.war_room.views import LineRow
from deskconsole.store.journal import read_event
from deskconsole.store.store import Store

WIDTH = 110
"""Cells of a line."""


class Told(NamedTuple):
    """A line: when, in which order, who, what, and what was written."""

    at: Instant
    seq: int
    actor: str
    kind: str
    what: str
    text: str | None = None


class _Page(NamedTuple):
    seq: int
    kind: str
    v: int
    subject: int
    at: Instant
    body: str
    handle: str


_PAGES = Query(
    "select j.seq, j.kind, j.v, j.subject, j.occurred_at, j.body, o.handle from notification n"
    " join operator o on o.id = n.operator join journal j on j.about = 'notification' and j.subject = n.id"
    " where n.severity = 'page' order by j.seq",
    _Page,
)
_MAILED = Query("select count(distinct ticket) from mail where state = 'sent' and at >= :since and at < :until", int)
_REVIEWED = Query(
    "select seq, occurred_at, actor, kind from journal where about = 'review' and kind <> 'review.owed' order by seq",
    lambda *row: row,
)
_CALLS = Query(
    "select seq, occurred_at, actor from journal where kind = 'ticket.created' order by seq", lambda *row: row
)
_MANY = {
    "ticket.created": "{} calls come in",
    "ticket.in_room": "{} calls attached",
    "clock.breached": "◆ {} promises breached",
    "ticket.resolved": "✓ {} tickets resolved with it",
    "ticket.out_of_room": "{} tickets leave the room",
}
_REVIEW = {
    "review.begun": "writes the review",
    "review.submitted": "hands the review in",
    "action.agreed": "agrees an action, so that it does not come again",
    "review.published": "publishes the review",
}


def timeline(store: Store, begin: Instant, until: Instant) -> Iterator[str]:
    """What happened from one instant until before another; what came in numbers is counted by the minute."""
    parts = (_calls(store), _room(store, until), _pages(store), _told(store), _review(store))
    lines = sorted((line for part in parts for line in part), key=lambda x: (x.at, x.seq))
    within = (each for each in lines if begin <= each.at < until)
    for (kind, _), group in groupby(within, key=lambda x: (x.kind, x.at // MINUTE if x.kind in _MANY else x.seq)):
        same = list(group)
        what = _MANY[kind].format(sum(_count(each) for each in same)) if len(same) > 1 else same[0].what
        yield f"{to_datetime(same[-1].at, ZONE):%H:%M:%S}  {same[0].actor:5}  {safe_text(what)}"
        if same[0].text:
            yield from (f"{'':17}{line}" for line in wrap(f"“{safe_text(same[0].text)}”", WIDTH - 17))


def _calls(store: Store) -> Iterator[Told]:
    for seq, at, actor in store.read.all(_CALLS):
        yield Told(Instant(at), seq, actor, "ticket.created", "1 call comes in")


def _count(line: Told) -> int:
    """How many tickets a line is about: `12 tickets attached`."""
    first = line.what.split(" ", 1)[0]
    return int(first) if first.isdigit() else 1


def _room(store: Store, until: Instant) -> Iterator[Told]:
    room = store.read.maybe(ROOM_NAMED, number=ROOM)
    for line in said.timeline(store.read, room.id, until, _event) if room else ():
        what = f"{ROOM} {line.what}" if line.kind in ("room.proposed", "room.stood_down") else line.what
        if line.kind == "room.confirmed":
            what = f"acknowledges {ROOM}: it is open"
        yield Told(line.at, line.seq, line.actor, line.kind, what, line.text)


def _event(row: LineRow) -> Event:
    return read_event(row.kind, row.v, row.subject, row.at, row.body)


def _pages(store: Store) -> Iterator[Told]:
    """What came of paging people: also by which fallback."""
    for row in store.read.all(_PAGES):
        what = delivery(read_event(row.kind, row.v, row.subject, row.at, row.body), row.handle)
        if what:
            yield Told(row.at, row.seq, "desk", row.kind, what)


def _told(store: Store) -> Iterator[Told]:
    """All who waited hear that it is over, each about their own call."""
    count = store.read.one(_MAILED, since=DONE, until=Instant(DONE + MINUTE))
    if count:
        yield Told(DONE, 1 << 60, "desk", "told", f"✓ {count} people told by mail, each about their own call")


def _review(store: Store) -> Iterator[Told]:
    for seq, at, actor, kind in store.read.all(_REVIEWED):
        yield Told(Instant(at), seq, actor, kind, _REVIEW.get(kind, kind))


def review(store: Store) -> Iterator[str]:
    """What the desk has written down for the review by itself, and what became of it."""
    room = store.read.one(ROOM_NAMED, number=ROOM)
    row = store.read.one(REVIEW_OF, room=room.id)

    def when(at: Instant | None) -> str:
        return "–" if at is None else f"{to_datetime(at, ZONE):%H:%M}"

    yield f"Review of {ROOM}, {row.state}, due within {(row.due_at - row.stood_down_at) // HOUR} h"
    yield (
        f"  impact {when(row.impact_at)}, detected {when(row.detected_at)}, declared {when(row.declared_at)},"
        f" acknowledged {when(row.acknowledged_at)}, mitigated {when(row.mitigated_at)},"
        f" restored {when(row.restored_at)}, stood down {when(row.stood_down_at)}"
    )
    yield (
        f"  {row.tickets} tickets, {row.breached} broke a promise; {row.updates} messages, {row.late} late;"
        f" {row.decisions} decision"
    )
    for action in store.read.all(ACTIONS_OF, review=row.id):
        yield f"  action: {safe_text(action.what or '(erased)')}, {action.owner}, {action.state}"
