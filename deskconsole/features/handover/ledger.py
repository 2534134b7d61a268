"""The ledger of a shift, of a desk or of one agent: from what was open, by what came and went, to what is open now.

What counts is what is known now of when it was so: what is entered afterwards moves the ledger of a draft, until it is
signed. What was open at the beginning is found by walking the tickets to which something happened; what is open now is
counted from the rows. That both agree is what the balance proves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Event, Reads, alive
from deskconsole.core.instants import Instant
from deskconsole.features.handover.population import HAPPENED, HISTORY_OF, LAST_LINE, OWNER_OF, RECORDED_FROM
from deskconsole.features.handover.sheet import Ledger, Whose
from deskconsole.store.journal import read_event, read_history

R = TypeVar("R")

_MOVES = frozenset({"opened_at", "resolved_at", "closed_at", "team", "state", "owner"})
"""Columns of a ticket that decide whether it is open, and whose it is."""


class Walked(NamedTuple):
    """What became of the tickets to which something happened in a shift."""

    flows: Counter[str]
    """How many moves of each kind: the words of a ledger."""
    was_open: int
    is_open: int
    reopened: tuple[int, ...]
    """The tickets that came back."""


class _Place:
    """How a ticket stands while its events are walked."""

    __slots__ = ("closed", "merged", "opened", "owner", "resolved", "team", "teams")

    def __init__(self) -> None:
        self.opened = self.resolved = self.closed = self.merged = False
        self.team: int | None = None
        self.owner: str | None = None
        self.teams: set[int] = set()

    def take(self, columns: dict[str, object]) -> None:
        """Set what an event sets."""
        for name in ("opened", "resolved", "closed"):
            if f"{name}_at" in columns:
                setattr(self, name, columns[f"{name}_at"] is not None)
        if "state" in columns:
            self.merged = columns["state"] == "merged"
        if "team" in columns:
            self.team = columns["team"]  # type: ignore[assignment]
        if "owner" in columns:
            self.owner = columns["owner"]  # type: ignore[assignment]

    def is_in(self, whose: Whose) -> bool:
        """Whether it is open, and theirs."""
        theirs = whose.team in (None, self.team) and whose.owner in (None, self.owner)
        return theirs and self.is_live()

    def is_live(self) -> bool:
        return self.opened and not (self.resolved or self.closed or self.merged)


def columns_of(happened: Event) -> dict[str, object]:
    """What an event sets of a ticket's row, as far as a ledger asks."""
    return {
        name: value
        for change in happened.changes()
        if change.table == "ticket"
        for name, value in change.values.items()
        if name in _MOVES
    }


def walk(events: Sequence[Event], whose: Whose, begin: Instant, at: Instant) -> tuple[bool, list[str], bool]:
    """Whether a ticket was theirs and open at `begin`, how it came and went in (begin, at], and whether it is now.

    `events` stand, and are in order. What comes into a team for the first time is new to it, unless another had it; to
    an agent whatever comes was given, and nothing is new.
    """
    place, was, moves = _Place(), None, []
    for happened in events:
        if happened.at > at:
            break
        if happened.at > begin and was is None:
            was = place.is_in(whose)
        columns = columns_of(happened)
        if not columns:
            continue
        before, live, ended = place.is_in(whose), place.is_live(), place.opened and not place.is_live()
        had = place.team
        place.take(columns)
        if had is not None and had != place.team:
            place.teams.add(had)
        now = place.is_in(whose)
        if now != before and happened.at > begin:
            moves.append(_entered(place, whose, live, ended) if now else _left(place))
    return (place.is_in(whose) if was is None else was), moves, place.is_in(whose)


def _entered(place: _Place, whose: Whose, live: bool, ended: bool) -> str:
    if ended:
        return "reopened"
    if whose.owner is not None:
        return "transferred_in"
    return "transferred_in" if live and place.teams - {whose.team} else "new"


def _left(place: _Place) -> str:
    return "transferred_out" if place.is_live() else "resolved"


def first_line(desk: Reads, begin: Instant) -> int:
    """The first line of the journal that was recorded after an instant: they are in that order."""
    low, high = 1, desk.one(LAST_LINE) + 1
    while low < high:
        middle = (low + high) // 2
        found = desk.maybe(RECORDED_FROM, seq=middle)
        if found is None or found[1] > begin:
            high = middle
        else:
            low = found[0] + 1
    return low


def walked(desk: Reads, whose: Whose, first: int, begin: Instant, at: Instant) -> Walked:
    """What happened to the tickets of a team or an agent in a shift; only those that moved are read whole."""
    flows: Counter[str] = Counter()
    was_open = is_open = 0
    reopened: list[int] = []
    for ticket in sorted(moved(desk, whose, first, begin, at)):
        history = read_history(desk.all(HISTORY_OF, ticket=ticket))
        was, moves, now = walk([recorded.event for recorded in alive(history)], whose, begin, at)
        was_open, is_open = was_open + was, is_open + now
        flows.update(moves)
        if "reopened" in moves and now:
            reopened.append(ticket)
    return Walked(flows, was_open, is_open, tuple(reopened))


def moved(desk: Reads, whose: Whose, first: int, begin: Instant, at: Instant) -> set[int]:
    """The tickets that may have come or gone; of an agent: that are theirs, or went from one owner to another."""
    found: set[int] = set()
    others: set[int] = set()
    for kind, v, ticket, occurred, body in desk.all(HAPPENED, first=first, begin=begin, at=at):
        if ticket in found:
            continue
        happened = read_event(kind, v, ticket, occurred, body)
        columns = columns_of(happened)
        undone = bool(happened.reverts)
        moves = undone or columns.get("state") == "merged" or bool(columns.keys() - {"state", "owner"})
        if moves if whose.owner is None else undone or "owner" in columns:
            found.add(ticket)
        elif moves:
            others.add(ticket)
    return found | {ticket for ticket in others - found if desk.one(OWNER_OF, ticket=ticket) == whose.owner}


def ledger(walked: Walked, closing: int) -> Ledger:
    """The ledger, where so many are open now: those to which nothing happened were open before, and still are."""
    flows = walked.flows
    return Ledger(
        opening=closing - walked.is_open + walked.was_open,
        new=flows["new"],
        reopened=flows["reopened"],
        transferred_in=flows["transferred_in"],
        resolved=flows["resolved"],
        transferred_out=flows["transferred_out"],
        closing=closing,
    )


def events_of(desk: Reads, ticket: int) -> Iterator[Event]:
    """What happened to a ticket and stands, in the order in which it was so."""
    for recorded in alive(read_history(desk.all(HISTORY_OF, ticket=ticket))):
        yield recorded.event
