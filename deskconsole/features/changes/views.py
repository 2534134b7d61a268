"""What is asked about changes: one, those of a span, those of a calendar file, and the tickets of one."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import DAY, Instant

LONGEST = 31 * DAY
"""How long the window of a change may be: no query looks further back."""


class ChangeRow(NamedTuple):
    """A change as it stands."""

    id: int
    number: str
    title: str | None
    """None: erased."""
    begin_at: Instant
    end_at: Instant
    risk: str
    """low · medium · high · not-rated"""
    decision: str | None
    """approved · rejected · deferred; None: the board has not decided."""
    decided_at: Instant | None
    note: str | None
    services: str
    """Keys, parted by spaces."""
    state: str
    """planned · withdrawn"""
    uid: str | None
    instance: int
    sequence: int

    @property
    def decided(self) -> str:
        return self.decision or "not decided"


def _changes(where: str) -> Query[ChangeRow]:
    return Query(
        "select c.id, c.number, p.text, c.begin_at, c.end_at, c.risk, c.decision, c.decided_at, n.text,"
        " trim(c.services), c.state, c.uid, c.instance, c.sequence from change c"
        " left join private_text p on p.id = c.title left join private_text n on n.id = c.note"
        f" where {where}",
        ChangeRow,
    )


CHANGE = _changes("c.number = :number")
CHANGE_BY_ID = _changes("c.id = :change")
BY_UID = _changes("c.uid = :uid order by c.instance")

CHANGES_BETWEEN = _changes(
    f"c.begin_at > :begin - {LONGEST} and c.begin_at < :end and c.end_at > :begin and c.state <> 'withdrawn'"
    " order by c.begin_at, c.id"
)
"""Those that take place in a span, also in part: of today, of a shift."""

ALL_CHANGES = _changes("c.begin_at < :end order by c.begin_at desc, c.id desc limit :limit")

CHANGE_NUMBERS = Query("select number from change where state <> 'withdrawn' order by begin_at desc limit 200", str)


class LinkedTicket(NamedTuple):
    """A ticket that a change has to do with."""

    number: str
    title: str | None
    state: str | None
    relation: str
    """What the change is to the ticket: caused-by · solved-by · related."""


TICKETS_OF = Query(
    "select t.number, p.text, t.state, l.relation from change_link l join ticket t on t.id = l.ticket"
    " left join private_text p on p.id = t.title where l.change = :change order by l.id",
    LinkedTicket,
)

LINKED = Query(
    "select change, relation from change_link where ticket = :ticket", lambda change, relation: (int(change), relation)
)
