"""One agent's tickets that go to somebody else: every open one, by what comes next of it; and what went that way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.instants import Instant
from deskconsole.features.handover import population as p
from deskconsole.features.handover.items import GONE_ON, REOPENED, URGENT, Telling
from deskconsole.features.handover.ledger import Walked
from deskconsole.features.handover.population import Found
from deskconsole.features.handover.sheet import (
    BREACHED,
    NOTHING_DUE,
    PAUSED,
    PROJECTED,
    PROMISED,
    UNSTABLE,
    Change,
    Item,
    Section,
)
from deskconsole.features.handover.views import HANDED_SINCE, NOTES_OF, HandoverRow, NoteRow

_RESTS = (
    "nothing due in the incoming shift", "paused, and not due in the incoming shift even if it is resumed",
    "no clock runs",
)  # fmt: skip
"""Why nothing is due of a ticket, by how it stands."""


class Theirs(Telling):
    """The open tickets of one agent as of an instant: each is listed, at its place."""

    def __init__(self, desk: Reads, of: Change, at: Instant, notes: Sequence[NoteRow]) -> None:
        super().__init__(desk, of, at, notes)
        self.owner = {"owner": of.agent, "team_id": None, "at": at}

    def sections(self, walked: Walked) -> list[Section]:
        """All of them; a ticket of which something was promised is listed for that too."""
        clocks: dict[int, list[Found]] = {}
        for each in self.desk.all(p.CLOCKS_OF_OWNER, **self.owner):
            clocks.setdefault(each.id, []).append(each)
        placed: dict[str, list[Item]] = {name: [] for name in (PROJECTED, PAUSED, UNSTABLE, BREACHED, NOTHING_DUE)}
        gone_on = {found.id for found in self.desk.all(p.UNANSWERED, team_id=None, at=self.at)}
        theirs = self.desk.all(p.OF_OWNER, **self.owner)
        for found in theirs:
            why = self._unstable(found, gone_on, walked)
            name, item = self._placed(found, why, clocks.get(found.id, ()))
            placed[name].append(item)
        known = {found.id for found in theirs}
        placed[PROMISED] = [item for item in self.promised(team_id=None) if item.ticket in known]
        order = (PROJECTED, PAUSED, UNSTABLE, PROMISED, BREACHED, NOTHING_DUE)
        return [Section(name, self.told(placed[name])) for name in order]

    def _unstable(self, found: Found, gone_on: set[int], walked: Walked) -> str | None:
        if found.id in gone_on:
            return GONE_ON
        if found.id in walked.reopened:
            return REOPENED
        return URGENT if found.priority == 1 else None

    def _placed(self, found: Found, unstable: str | None, clocks: Sequence[Found]) -> tuple[str, Item]:
        due = next((each for each in clocks if self.is_due(each)), None)
        if unstable:
            first = due or next(iter(clocks), found)
            return UNSTABLE, self.item(first, unstable, first.late)
        if found.broken:
            broken = next((each for each in clocks if each.breached_at is not None), next(iter(clocks), found))
            return BREACHED, self.item(broken, BREACHED, broken.late)
        if due is not None:
            return (PROJECTED if due.state == "running" else PAUSED), self.due(due)
        for each in clocks:
            if each.state == "paused" and (item := self.if_resumed(each)):
                return PAUSED, item
        first = next(iter(clocks), found)
        return NOTHING_DUE, self.item(first, _RESTS[found.standing], first.late)

    def item(self, found: Found, rule: str, late: Instant | None = None) -> Item:
        """It goes to who comes, unless somebody said otherwise of it."""
        item = super().item(found, rule, late)
        if item.fate == "keep":
            return item._replace(next_owner=self.of.agent)
        if item.fate == "pool":
            return item._replace(next_owner=None)
        note, fate = self.notes.get(found.id), self.fates.get(found.id)
        said = (note.owner if note else None) or (fate.owner if fate else None)
        return item._replace(next_owner=said or self.of.incoming)


# --- what went, or goes ----------------------------------------------------------------------------------------------


class Given(NamedTuple):
    """Tickets that an agent hands over themselves: by their next owners (None: the pool, or who accepts)."""

    number: str
    to: str | None
    is_over: bool
    tickets: Mapping[int, str | None]

    @property
    def words(self) -> str:
        """`3 went to eli with HO-9`"""
        whom, how = self.to or "who accepts", "went" if self.is_over else "go"
        return f"{len(self.tickets)} {how} to {whom} with {self.number}{'' if self.is_over else ', not accepted yet'}"


def given(desk: Reads, owner: str, since: Instant) -> list[Given]:
    """What somebody has signed over, or somebody accepted of theirs since an instant, but for what stays theirs."""
    return [_given(desk, row) for row in desk.all(HANDED_SINCE, owner=owner, since=since)]


def _given(desk: Reads, row: HandoverRow) -> Given:
    stays = {note.ticket for note in desk.all(NOTES_OF, handover=row.id) if note.what == "exception"}
    tickets = {int(item["id"]): item.get("next_owner") for item in listed(row) if item.get("fate") != "keep"}
    left = {ticket: owner for ticket, owner in tickets.items() if ticket not in stays}
    return Given(row.number, row.accepted_by or row.incoming, row.is_over, left)


def listed(row: HandoverRow) -> list[dict[str, str]]:
    """The items of a handover, as it was signed."""
    return [item for section in (row.signed or {"sections": ()})["sections"] for item in section["items"]]
