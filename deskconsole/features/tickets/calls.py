"""What somebody did of late, call by call: what can be taken back, and what can be done again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant

_OWN = "about in ('ticket', 'promise', 'escalation_mute') and kind <> 'touch.recorded'"
"""That one looked at something is nothing to take back."""

_UNDONE = ("ticket.reverted", "promise.reverted", "mute.reverted")
_REDONE = ("ticket.redone", "promise.redone", "mute.redone")


class Part(NamedTuple):
    """What a call did to one subject: a ticket, a promise on it, a muted rule; `at` is when the call was made."""

    about: str
    subject: int
    at: Instant


PARTS = Query(
    f"select about, subject, max(recorded_at) from journal where seq >= :call and seq < :call + 100 and call = :call"
    f" and actor = :actor and {_OWN} group by about, subject order by min(seq)",
    Part,
)
"""What a call of somebody did, subject by subject."""

EVENTS_OF = Query("select seq from journal where seq >= :call and call = :call and seq < :call + 100", int)


class CallRow(NamedTuple):
    """A call: its first event's number and kind, the batch it was meant with, its ticket, and when it was made."""

    call: int
    batch: str | None
    kind: str
    ticket: int | None
    at: Instant


_CALLS = (
    "select call, max(batch), max(case when seq = call then kind end),"
    f" min(case when about = 'ticket' then subject end), max(recorded_at) from journal where actor = :actor and {_OWN}"
)

LATEST = Query(
    f"{_CALLS} and seq > (select coalesce(max(seq), 0) from journal) - 5000 group by call order by call desc",
    lambda call, batch, kind, ticket, at: CallRow(int(call), batch, kind or "", ticket, Instant(at)),
)
"""Somebody's latest calls, the last first; who has done nothing for 5000 events has nothing to take back."""

BATCH = Query(
    f"{_CALLS} and batch = :batch group by call order by call",
    LATEST.row,
)
"""All calls of somebody that were meant together, in order."""

TAKEN_BACK = Query(
    "select seq, body from journal where actor = :actor and kind in ('ticket.reverted', 'promise.reverted',"
    " 'ticket.redone', 'promise.redone', 'mute.reverted', 'mute.redone')"
    " and seq > (select coalesce(max(seq), 0) from journal) - 20000"
    " order by seq desc",
    lambda seq, body: (int(seq), str(body)),
)


class Act(NamedTuple):
    """One thing that somebody did: a call, or all calls that were meant together."""

    calls: tuple[CallRow, ...]

    @property
    def undoes(self) -> bool:
        """Whether it took something back."""
        return self.calls[0].kind in _UNDONE

    @property
    def redoes(self) -> bool:
        """Whether it did something again."""
        return self.calls[0].kind in _REDONE


def acts(desk: Reads, actor: str) -> Iterator[Act]:
    """What somebody did and still stands, the last first."""
    dead = _dead(desk, actor)
    seen: set[str] = set()
    for batch, calls in groupby(desk.all(LATEST, actor=actor), key=lambda row: row.batch):
        if batch in seen:
            continue
        for rows in [desk.all(BATCH, batch=batch, actor=actor)] if batch else [[row] for row in calls]:
            standing = tuple(row for row in rows if row.call not in dead)
            if standing:
                yield Act(standing)
        seen |= {batch} if batch else set()


def last(desk: Reads, actor: str) -> Act | None:
    """What undo would take back."""
    return next((act for act in acts(desk, actor) if not act.undoes and not act.redoes), None)


def last_undone(desk: Reads, actor: str) -> Act | None:
    """The taking back that redo would take back: nothing, once something else has been done since."""
    found = next((act for act in acts(desk, actor) if not act.redoes), None)
    return found if found is not None and found.undoes else None


def _dead(desk: Reads, actor: str) -> set[int]:
    """Numbers of events that were taken back and not done again."""
    dead: set[int] = set()
    for seq, body in desk.all(TAKEN_BACK, actor=actor):
        if seq not in dead:
            dead.update(json.loads(body)["of"])
    return dead
