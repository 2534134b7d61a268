"""The tickets behind a figure of a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.handover.draft import whose
from deskconsole.features.handover.ledger import events_of, first_line, moved, walk
from deskconsole.features.handover.population import OF_OWNER, OPEN
from deskconsole.features.handover.views import HandoverRow
from deskconsole.store.driver import Reader

OPEN_NOW = Query(
    f"select t.id from ticket t where {OPEN} and (cast(:team as bigint) is null or t.team = :team) order by t.id",
    int,
)
_NAMED = Query(
    "select t.number, p.text, t.priority, t.state, t.owner from ticket t left join private_text p on p.id = t.title"
    " where t.id = :ticket",
    lambda *row: Ticket(*row),
)


class Ticket(NamedTuple):
    """A ticket as a list has it."""

    number: str
    title: str | None
    priority: int | None
    state: str | None
    owner: str | None


def behind(desk: Reader, row: HandoverRow, key: str, now: Instant, most: int) -> list[Ticket]:
    """The first tickets of a figure: what came or went so in the shift, or was open at its begin, or is at its end."""
    at = row.signed_at or Instant(min(now, row.end))
    return [desk.one(_NAMED, ticket=ticket) for ticket in islice(_numbers(desk, row, key, at), most)]


def _numbers(desk: Reader, row: HandoverRow, key: str, at: Instant) -> Iterator[int]:
    theirs, begin = whose(desk, row), Instant(min(row.begin, at))
    first = first_line(desk, begin)
    # What happened since the handover was signed is walked too: what was open then is told from it.
    tickets = sorted(moved(desk, theirs, first, begin, Instant(1 << 62)))
    walks = {ticket: walk([*events_of(desk, ticket)], theirs, begin, at) for ticket in tickets}
    flow = key.replace(" ", "_")
    if flow not in ("opening", "closing"):
        yield from (ticket for ticket, (_, moves, _) in walks.items() if flow in moves)
        return
    place = 0 if flow == "opening" else 2
    yield from (ticket for ticket, found in walks.items() if found[place])
    if theirs.owner is None:
        now: list[int] = desk.all(OPEN_NOW, team=theirs.team)
    else:
        now = [found.id for found in desk.all(OF_OWNER, owner=theirs.owner, team_id=None, at=at)]
    yield from (ticket for ticket in now if ticket not in walks)
