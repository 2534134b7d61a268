"""What is promised: on a ticket, by somebody, by a team, in the order in which it is due."""

from __future__ import annotations

import re
from typing import NamedTuple

from deskconsole.core.desk import Desk, Query
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant


class PromiseRow(NamedTuple):
    """A promise and its ticket; texts are None where there is none, or it was erased."""

    id: int
    ticket: int
    ticket_number: str
    title: str | None
    what: str | None
    to_whom: str | None
    """None: the requester."""
    made_by: str
    made_at: Instant
    due_at: Instant
    remind_at: Instant | None
    state: str
    """open · missed · kept · late · broken · dropped"""
    missed_at: Instant | None
    kept_at: Instant | None
    reason: str | None
    team: str | None
    """Key of the team that has the ticket."""
    owner: str | None
    """Whose the ticket is."""

    @property
    def number(self) -> str:
        return f"PR-{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "missed")


def promises_where(where: str, order: str = " order by pr.due_at, pr.id") -> Query[PromiseRow]:
    """The promises (`pr`, their tickets `t`) of which a condition holds, what is due first."""
    return Query(
        "select pr.id, pr.ticket, t.number, title.text, what.text, whom.text, pr.made_by, pr.made_at, pr.due_at,"
        " pr.remind_at, pr.state, pr.missed_at, pr.kept_at, why.text, team.key, t.owner from promise pr"
        " join ticket t on t.id = pr.ticket left join team on team.id = t.team"
        " left join private_text title on title.id = t.title left join private_text what on what.id = pr.what"
        " left join private_text whom on whom.id = pr.to_whom left join private_text why on why.id = pr.reason"
        f" where {where}{order}",
        PromiseRow,
    )


_PAGE = "pr.is_open = 1 and (pr.due_at, pr.id) > (:due_at, :id)"
_IN_ORDER = " order by pr.due_at, pr.id limit :limit"

PROMISE = promises_where("pr.id = :promise")
OF_TICKET = promises_where("pr.ticket = :ticket")
"""All of a ticket, also those that are settled."""
DUE = promises_where(_PAGE, _IN_ORDER)
"""What is still owed, from a place on: `due_at`, `id` (0, 0 is the top) and `limit`."""
DUE_OF_MAKER = promises_where(f"pr.made_by = :handle and {_PAGE}", _IN_ORDER)
"""The same, of who promised it."""
DUE_OF_OPERATOR = promises_where(f"(pr.made_by = :handle or t.owner = :handle) and {_PAGE}", _IN_ORDER)
"""The same, of who promised it or whose ticket it is on: what somebody has to see to."""
DUE_OF_TEAM = promises_where(f"team.key = :key and {_PAGE}", _IN_ORDER)
"""The same, on the tickets that a team has."""


NEXT_PROMISE = Query("select coalesce(max(subject), 0) + 1 from journal where about = 'promise'", int)
"""A number that no promise ever had, also none that was taken back."""


def named(desk: Desk, ticket: int, words: str) -> PromiseRow:
    """The promise on a ticket that is meant, and still owed: `PR-12`, or with no words the one that is due first."""
    owed = [row for row in desk.all(OF_TICKET, ticket=ticket) if row.is_open]
    if not words.strip():
        if not owed:
            raise Refused("nothing is promised on that ticket that is not settled: b promises something")
        return owed[0]
    if not (number := re.fullmatch(r"(?:PR-)?(\d{1,15})", words.strip(), re.IGNORECASE)):
        raise BadInput(f"“{words.strip()}” is no promise: write PR-12, or nothing for the one that is due first")
    row = desk.maybe(PROMISE, promise=int(number[1]))
    if row is None or row.ticket != ticket:
        listed = ", ".join(each.number for each in owed) or "none"
        raise NotFound(f"there is no promise PR-{number[1]} on that ticket; still owed there: {listed}")
    if not row.is_open:
        raise Refused(f"{row.number} is settled: {row.state}")
    return row
