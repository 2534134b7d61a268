"""How a ticket that a rule has found is told: its clock in business time, whose it is, what was written of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import orjson

from deskconsole.core.desk import Reads
from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, agreement_of, calendar_of, time_of
from deskconsole.features.handover import population as p
from deskconsole.features.handover.population import Found
from deskconsole.features.handover.sheet import Change, Item
from deskconsole.features.handover.views import NoteRow
from deskconsole.sla.cuts import BusinessTime

GONE_ON = "its escalation has gone on without an answer"
REOPENED = "reopened in this shift"
URGENT = "open with the highest priority"
"""Why a ticket is unstable."""


class Times:
    """Names and business time of the agreement versions, each read once."""

    def __init__(self, desk: Reads) -> None:
        self._desk = desk
        self.rows = {row.id: row for row in desk.all(AGREEMENTS)}

    def opens(self, at: Instant) -> Instant:
        """When the last of the desks that are closed at an instant opens again."""
        return max((self.calendar(agreement).opens(at) for agreement in self.rows), default=at)

    def name(self, agreement: int | None) -> str:
        row = self.rows.get(agreement or 0)
        return row.name if row else "?"

    def calendar(self, agreement: int, cuts: str | None = None) -> BusinessTime:
        """The business time of a clock."""
        number = agreement_of(self.rows[agreement]).calendar
        return time_of(cuts, calendar_of(self._desk.one(CALENDAR, id=number)))


class Telling:
    """What is told of tickets at a change of shift; rules that find some build on it."""

    def __init__(self, desk: Reads, of: Change, at: Instant, notes: Sequence[NoteRow]) -> None:
        self.desk, self.of, self.at = desk, of, at
        self.turn = Instant(max(at, of.end))
        self.times = Times(desk)
        self.opens, self.latest = self.times.opens(at), self.times.opens(of.until)
        self.notes = {note.ticket: note for note in notes if note.what == "item" and note.ticket is not None}
        self.fates = {note.ticket: note for note in notes if note.what == "leaving" and note.ticket is not None}
        self.found: dict[int, Found] = {}

    def item(self, found: Found, rule: str, late: Instant | None = None) -> Item:
        self.found.setdefault(found.id, found)
        note, fate = self.notes.get(found.id), self.fates.get(found.id)
        after = note.owner if note and note.owner else fate.owner if fate and fate.owner else None
        stays = found.owner if found.owner not in (self.of.leaving or ()) or (fate and fate.fate == "keep") else None
        clock = f"{self.times.name(found.agreement)} {found.metric}" if found.agreement else None
        return Item(
            found.id, found.number, rule, found.title, found.priority, found.customer, clock,
            found.due or late, self.left(found), late, found.owner, after or stays,
            next_action=note.text if note else None, action_due=note.due_at if note else None,
            if_then=note.then if note else None, hypotheses=note.hypotheses if note else None,
            ruled_out=note.ruled_out if note else None,
            used_at=note.used_at if note else None, fate=fate.fate if fate else None,  # type: ignore[arg-type]
        )  # fmt: skip

    def is_due(self, found: Found) -> bool:
        """Whether a clock breaks before the incoming shift ends if nobody acts; as `population.DUE` has it."""
        if found.late is None or found.breached_at is not None:
            return False
        due = found.due if found.due is not None else found.late
        return self.at <= found.late <= self.latest and self.at <= due < self.of.until

    def due(self, found: Found) -> Item:
        """What breaks if nobody acts: it runs, or goes on by itself."""
        runs = found.state == "running"
        rule = "open, unpaused, due in the incoming shift" if runs else "its hold ends by itself, and then it is due"
        return self.item(found, rule, found.late)

    def if_resumed(self, found: Found) -> Item | None:
        """What is paused as long as somebody leaves it so, where it would break if it were resumed at the change."""
        assert found.agreement is not None
        time = self.times.calendar(found.agreement, found.cuts)
        due = time.add(self.turn, found.allowed - found.counted)
        if due >= self.of.until:
            return None
        item = self.item(found, "paused; due in the incoming shift if it is resumed", time.opens(due))
        return item._replace(due=due)

    def promised(self, team_id: object) -> list[Item]:
        """What was promised until the incoming shift ends, and what was missed."""
        items = []
        for owed in self.desk.all(p.PROMISED, team_id=team_id, at=self.at, until=self.of.until):
            whom = "to the requester" if owed.to_whom is None else f"to {owed.to_whom}"
            missed = "missed" if owed.due_at < self.at else "due"
            item = self.item(owed.found, f"promised by {owed.made_by} {whom}, {missed} {to_iso(owed.due_at)}")
            items.append(item._replace(promise=owed.what, due=owed.due_at))
        return items

    def left(self, found: Found) -> int | None:
        """Business seconds that are left of its clock."""
        if found.agreement is None:
            return None
        left = found.allowed - found.counted
        if found.state == "running" and found.since is not None:
            left -= self.times.calendar(found.agreement, found.cuts).elapsed(found.since, self.at)
        return left // SECOND

    def told(self, items: Iterable[Item]) -> list[Item]:
        """Items with when the customer last heard of us: only of those that are listed."""
        return [item._replace(last_contact=last_contact(self.desk, item.ticket, self.at)) for item in items]


def last_contact(desk: Reads, ticket: int, at: Instant) -> Instant | None:
    """When people on both sides last heard of each other, by word of the journal."""
    for when, kind, body in desk.all(p.SPOKEN, ticket=ticket):
        if when <= at and _SAID[kind](orjson.loads(body)):
            return when
    return None


_SAID: dict[str, Callable[[dict[str, object]], bool]] = {
    "ticket.commented": lambda said: bool(said.get("public") or said.get("by_customer")) and not said.get("automatic"),
    "ticket.contacted": lambda said: bool(said.get("reached")),
}
