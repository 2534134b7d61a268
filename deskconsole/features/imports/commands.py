"""Taking over history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from deskconsole.core.desk import Desk, Event, Learned, Private, Query, Recorded, alive, command
from deskconsole.features.directory.events import TeamDefined
from deskconsole.features.imports.servicenow import MISSING, SOURCE, STATES, Case, Row
from deskconsole.features.tickets.events import (
    ClosureReported,
    ReportWithdrawn,
    ResolutionReported,
    TicketImported,
    TicketObserved,
    TicketRestated,
)

TEAMS = Query("select name, id from team", lambda name, team: (str(name), int(team)))
KNOWN = Query("select id, source from ticket where number = :number", lambda ticket, source: (int(ticket), source))
KEYS = Query(
    "select key from journal where about = 'ticket' and subject = :ticket and key is not null and source = :source", str
)

_TOLD = {
    "number", "incident_state", "priority", "assignment_group", "assigned_to", "reopen_count", "caller_id",
    "contact_type", "category", "subcategory", "u_symptom", "opened_at", "resolved_at", "closed_at", "sys_updated_at",
    "opened_by", "sys_created_by", "sys_created_at", "notify", "closed_code", "resolved_by",
}  # fmt: skip
"""Columns that an event holds under a name of its own, or that were back-filled; the others travel in `more`."""


@command("import.servicenow_log", needs="import.run")
def import_servicenow_log(desk: Desk, columns: Mapping[str, int], cases: Sequence[Case]) -> Iterator[Event | Learned]:
    """Take over incidents of a ServiceNow audit log; what is known already is left out."""
    taking = _Taking(desk, columns)
    for case in cases:
        yield from taking.case(case)


class _Taking:
    def __init__(self, desk: Desk, columns: Mapping[str, int]) -> None:
        self.desk = desk
        self.at = columns
        self.teams = dict(desk.all(TEAMS))
        self.next_team = desk.next_id("team")
        self.next_ticket = desk.next_id("ticket")
        self.more = [(name, place) for name, place in columns.items() if name not in _TOLD]

    def case(self, case: Case) -> Iterator[Event | Learned]:
        known = self.desk.maybe(KNOWN, number=case.number)
        if known and known[1] != SOURCE:
            return  # a ticket of our own has this number: the door reports it as rejected
        ticket = known[0] if known else self.next_ticket
        self.next_ticket += not known
        done = set(self.desk.all(KEYS, ticket=ticket, source=SOURCE)) if known else set()
        told = alive(self.desk.history("ticket", ticket)) if known else []
        for event in self._history(ticket, case):
            if not isinstance(event, Learned) or event.key not in done:
                yield event
        yield from self._reports(ticket, case, told, done)

    def _history(self, ticket: int, case: Case) -> Iterator[Event | Learned]:
        yield Learned(self._imported(ticket, case), case.rows[0].at, f"{case.number} opened")
        before: Row | None = None
        for row in case.rows:
            yield from self._new_team(row)
            if before and (event := self._restated(ticket, before, row)):
                # A row that came late may make it something else that was restated here.
                what = " ".join(name for name, value in event.columns().items() if value)
                yield Learned(event, row.at, f"{row.key} restated {what}")
            yield Learned(self._observed(ticket, before, row), row.at, row.key)
            before = row

    def _reports(self, ticket: int, case: Case, told: Sequence[Recorded], done: set[str]) -> Iterator[Learned]:
        """When it was resolved and closed, as the log says now; what it had said otherwise is withdrawn."""
        first, more = case.rows[0].at, self._said(case.rows[-1], "resolved_by", "closed_code")
        for word, kind, at in (
            ("resolved", ResolutionReported, case.resolved_at),
            ("closed", ClosureReported, case.closed_at),
        ):
            before = [recorded for recorded in told if isinstance(recorded.event, kind)]
            if [recorded.event.at for recorded in before] == ([] if at is None else [at]):
                continue
            if before:
                was = before[-1].event.at
                withdrawn = ReportWithdrawn(at=was, ticket=ticket, of=tuple(recorded.seq for recorded in before))
                yield Learned(withdrawn, max(was, first))
            if at is not None:
                key = f"{case.number} {word} {at}"
                while key in done:  # it had said so once, then otherwise, and now so again
                    key += " again"
                what = {"more": more} if kind is ResolutionReported else {}
                yield Learned(kind(at=at, ticket=ticket, **what), max(at, first), key)

    def _imported(self, ticket: int, case: Case) -> TicketImported:
        first = case.rows[0]
        return TicketImported(
            at=case.opened_at,
            ticket=ticket,
            number=case.number,
            source=SOURCE,
            title=Private(self._title(first)),
            rings_from=self.desk.now,
            requester=Private(self._cell(first, "caller_id") or MISSING),
            channel=self._cell(first, "contact_type"),
            category=self._cell(first, "category"),
            more=self._said(first, "opened_by", "sys_created_by", "sys_created_at", "notify"),
        )

    def _observed(self, ticket: int, before: Row | None, row: Row) -> TicketObserved:
        label = row.cells[self.at["incident_state"]]
        state, held_for = STATES.get(label, ("open", None))
        priority = self._cell(row, "priority")
        team = self._cell(row, "assignment_group")
        reopened = row.cells[self.at["reopen_count"]]
        old = before.cells if before else None
        return TicketObserved(
            at=row.at,
            ticket=ticket,
            label=label,
            state=state,
            held_for=held_for,
            priority=int(priority[0]) if priority and priority[0] in "12345" else None,
            priority_label=priority,
            team=self.teams[team] if team else None,
            owner=self._cell(row, "assigned_to"),
            reopened=int(reopened) if reopened.isdecimal() else None,
            more={n: row.cells[p] for n, p in self.more if old is None or old[p] != row.cells[p]},
        )

    def _restated(self, ticket: int, before: Row, row: Row) -> TicketRestated | None:
        def new(name: str) -> str | None:
            return self._cell(row, name) if self._cell(row, name) != self._cell(before, name) else None

        title = self._title(row)
        changed = (
            Private(title) if title != self._title(before) else None,
            Private(caller) if (caller := new("caller_id")) else None,
            new("contact_type"),
            new("category"),
        )
        return TicketRestated(row.at, ticket, *changed) if any(changed) else None

    def _new_team(self, row: Row) -> Iterator[Event]:
        name = self._cell(row, "assignment_group")
        if name and name not in self.teams:
            self.teams[name] = self.next_team
            key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            yield TeamDefined(at=self.desk.now, team=self.next_team, key=key, name=name, managed=0)
            self.next_team += 1

    def _title(self, row: Row) -> str:
        return " / ".join(row.cells[self.at[name]] for name in ("category", "subcategory", "u_symptom"))

    def _cell(self, row: Row, name: str) -> str | None:
        text = row.cells[self.at[name]]
        return None if text == MISSING else text

    def _said(self, row: Row, *names: str) -> dict[str, str]:
        return {name: cell for name in names if name in self.at and (cell := self._cell(row, name))}
