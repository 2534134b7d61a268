"""Taking cases over: what the record lacks is learned, what a log says otherwise now is withdrawn, the rest stands.

Each row of a log is an event that says what the row said, whatever stood before it. What follows from several rows
(when it was resolved, whether it was reopened, what its title became) is compared with what was recorded of it, over
all rows that are known, so that exports may overlap, come in parts, or late.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, takewhile
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from deskconsole.core.desk import Desk, Event, Learned, Private, Query, Recorded, alive
from deskconsole.core.instants import Instant
from deskconsole.features.directory.events import TeamDefined
from deskconsole.features.imports.cases import CARD, Case, Feed, Report, Row
from deskconsole.features.imports.rules import SAME, replaced, told_by_rows
from deskconsole.features.tickets.events import (
    ClosureReported,
    FactReported,
    ReportWithdrawn,
    ResolutionReported,
    TicketEvent,
    TicketImported,
    TicketObserved,
    TicketRestated,
)

X = TypeVar("X", bound=Event)

TEAMS = Query("select name, id from team", lambda name, team: (str(name), int(team)))
TEAM_KEYS = Query("select key from team", str)
KNOWN = Query("select id, source from ticket where number = :number", lambda ticket, source: (int(ticket), source))
KEYS = Query(
    "select seq, source, key from journal where about = 'ticket' and subject = :ticket",
    lambda seq, source, key: (int(seq), source, key),
)
"""All lines of a ticket. Asked for the keys of a source, SQLite would look at all keys of that source instead."""
TEXTS = Query(
    "select id, text from private_text where about = 'ticket' and subject = :ticket",
    lambda number, text: (int(number), str(text)),
)

_LAST = 1 << 62
"""A number that comes after all in a journal."""
_SILENT: tuple[None, ...] = (None,) * len(CARD)
_AGAIN = " again"
_ERASED = "\0"
"""Stands for a text that was erased, and is like any other: nothing brings it back. No row holds a NUL."""
_REPORTS = (ResolutionReported, ClosureReported, FactReported)
_PRIVATE = ("title", "requester")
_RESTATED = " restated "
_Card = tuple[str | None, ...]
"""Title, requester, channel, category; None where nothing is said."""


class _Line(NamedTuple):
    """A row of a ticket, known or new; whether this export holds it, and whether it is recorded only now."""

    at: Instant
    key: str
    event: TicketObserved
    card: _Card
    held: bool = True
    fresh: bool = True


class _Standing:
    """What is recorded of a ticket: its events that stand, and the keys of all."""

    def __init__(self, desk: Desk, ticket: int | None, source: str) -> None:
        self.keys: dict[str, int] = {}
        self.events: list[Recorded] = []
        self._texts: Mapping[int, str] = {}
        if ticket is not None:
            lines = desk.all(KEYS, ticket=ticket)
            self.keys = {key: seq for seq, whence, key in lines if key is not None and whence == source}
            self.events = alive(desk.history("ticket", ticket))
            self._texts = dict(desk.all(TEXTS, ticket=ticket))
        self.named = {seq: _plain(key) for key, seq in self.keys.items()}
        self.by_seq = {recorded.seq: recorded.event for recorded in self.events}

    def all(self, *kinds: type[X]) -> list[tuple[int, X]]:
        """Those of some kinds, with their numbers."""
        return [(recorded.seq, recorded.event) for recorded in self.events if isinstance(recorded.event, kinds)]

    def card(self, event: TicketImported | TicketRestated) -> _Card:
        """Title, requester, channel and category as an event said them."""
        return (self._text(event.title), self._text(event.requester), event.channel, event.category)

    def rows(self) -> Iterator[tuple[int, str, TicketObserved, _Card]]:
        """Its rows in order: number, key, what a row said, and what it said of title, requester, channel, category."""
        becoming = {row: self.card(event) for _, row, event in self.restated()}
        running: _Card = next((self.card(event) for _, event in self.all(TicketImported)), _SILENT)
        for seq, event in self.all(TicketObserved):
            key = self.named.get(seq, f"{seq}")
            running = _merged(running, becoming.get(key, _SILENT))
            left = event.keeps or ()
            said = tuple(None if name in left else word for name, word in zip(CARD, running, strict=True))
            yield seq, key, event, said

    def restated(self) -> Iterator[tuple[int, str, TicketRestated]]:
        """What rows said anew: number, key of the row, event."""
        for seq, event in self.all(TicketRestated):
            yield seq, self.named.get(seq, "").rpartition(_RESTATED)[0], event

    def _text(self, said: Private | None) -> str | None:
        return None if said is None else self._texts.get(said.id, _ERASED)


class _Change:
    """What is to be recorded of a ticket, and what is to be withdrawn."""

    def __init__(self, ticket: int, standing: _Standing, first: Instant) -> None:
        self.ticket, self.first = ticket, first
        self.keys = dict(standing.keys)
        self.learned: list[Learned] = []
        self.withdrawn: list[tuple[int, Instant]] = []

    def named(self, key: str) -> tuple[int | None, str]:
        """The event that was recorded last under a key, and the key under which it can be recorded anew."""
        seq = None
        while key in self.keys:
            seq = self.keys[key]
            key += _AGAIN
        return seq, key

    def learn(self, event: TicketEvent, key: str, *, known_at: Instant | None = None) -> None:
        _, key = self.named(key)
        self.keys[key] = 0
        self.learned.append(Learned(event, max(event.at, self.first) if known_at is None else known_at, key))

    def withdraw(self, seq: int, event: Event) -> None:
        self.withdrawn.append((seq, event.at))

    def events(self) -> Iterator[Learned]:
        if self.withdrawn:
            at = min(at for _, at in self.withdrawn)
            gone = ReportWithdrawn(at=at, ticket=self.ticket, of=tuple(sorted(seq for seq, _ in self.withdrawn)))
            yield Learned(gone, max(at, self.first))
        yield from self.learned


class Taking:
    """Takes cases of one source over, one after the other, in one transaction."""

    def __init__(self, desk: Desk, feed: Feed) -> None:
        self.desk, self.feed = desk, feed
        self.teams = dict(desk.all(TEAMS))
        self.team_keys = set(desk.all(TEAM_KEYS))
        self.next_team = desk.next_id("team")
        self.next_ticket = desk.next_id("ticket")

    def case(self, case: Case) -> Iterator[Event | Learned]:
        """What is to be recorded of a case; nothing where its number is that of a ticket from elsewhere."""
        known = self.desk.maybe(KNOWN, number=case.number)
        if known and known[1] != self.feed.source:
            return  # the door reports it as rejected
        ticket = known[0] if known else self.next_ticket
        self.next_ticket += not known
        standing = _Standing(self.desk, ticket if known else None, self.feed.source)
        seen = standing.all(TicketObserved)
        yield from self._new_teams(case.rows)
        change = _Change(ticket, standing, min([case.rows[0].at, *[event.at for _, event in seen[:1]]]))
        lines = self._rows(case, standing, change)
        # An export that is older than what stands says nothing new about the ticket as a whole.
        older = not lines[-1].held and lines[-1].at > case.rows[-1].at
        self._opened(case, lines, standing, change, older)
        self._restated(lines, standing, change)
        self._reported(case, lines, standing, change, older)
        yield from change.events()

    def _rows(self, case: Case, standing: _Standing, change: _Change) -> list[_Line]:
        """Learn the rows that are new or say otherwise now; all rows of the ticket, in order."""
        mine: dict[int, Row] = {}  # rows of this export that are recorded as they are
        fresh: list[_Line] = []
        before = (case.rows[0].at, 0)  # the row before, and its number in the journal
        for row in case.rows:
            event = self._observed(change.ticket, row)
            seq, _ = change.named(row.key)
            stands = standing.by_seq.get(seq) if seq is not None else None
            # Rows of one instant stand in the order in which they were recorded.
            in_order = seq is not None and (row.at, seq) >= before
            if seq is not None and ((stands == event and in_order) or not self.feed.corrects):
                mine[seq] = row
                before = (row.at, seq)
                continue
            if seq is not None and stands is not None:
                change.withdraw(seq, stands)
            change.learn(event, row.key, known_at=row.at)
            fresh.append(_Line(row.at, row.key, event, row.card))
            before = (row.at, _LAST)
        if not standing.events:
            return fresh
        gone = {seq for seq, _ in change.withdrawn}
        kept = [
            _Line(event.at, key, event, mine[seq].card if seq in mine else card, seq in mine, False)
            for seq, key, event, card in standing.rows()
            if seq not in gone
        ]
        return sorted(chain(kept, fresh), key=attrgetter("at"))

    def _observed(self, ticket: int, row: Row) -> TicketObserved:
        seen = row.seen
        return TicketObserved(
            row.at, ticket, seen.label, seen.state, seen.held_for, seen.priority, seen.priority_label,
            self.teams[seen.team] if seen.team else None, *seen[6:],
        )  # fmt: skip

    def _opened(self, case: Case, lines: Sequence[_Line], standing: _Standing, change: _Change, older: bool) -> None:
        """That the ticket was taken over, since when it is open and what its first row says of it."""
        told = standing.all(TicketImported)
        if told and not self.feed.corrects:
            return
        first = lines[0]
        at = first.at if case.opened_at is None else case.opened_at
        # It is new until a row says otherwise, which one of the very same instant may do.
        silent = all(line.event.state == SAME for line in takewhile(lambda line: line.at <= max(at, first.at), lines))
        state = "new" if silent else None
        said: _Card = first.card
        rings_from, more = int(self.desk.now), case.more
        if told:
            seq, was = told[-1]
            if older and case.opened_at is not None:
                at = was.at
            before = standing.card(was)
            if (was.at, was.state) == (at, state) and _alike(before, said):
                return
            said = tuple(None if old == _ERASED else now for old, now in zip(before, said, strict=True))
            rings_from, more = was.rings_from, was.more
            change.withdraw(seq, was)
        elif said[1] is None:
            said = (said[0], self.feed.nobody, *said[2:])
        event = TicketImported(at, change.ticket, case.number, self.feed.source, rings_from=rings_from,
                               more=more, state=state, **{"title": Private(""), **_fields(said)})  # fmt: skip
        change.learn(event, f"{case.number} opened", known_at=first.at)

    def _restated(self, lines: Sequence[_Line], standing: _Standing, change: _Change) -> None:
        """What title, requester, channel and category became later on."""
        if not self.feed.corrects:
            self._restated_new(lines, standing, change)
            return
        gone, come = replaced(
            list(standing.restated()),
            list(_becoming(lines)),
            lambda was, now: was[1] == now[0].key and was[2].at == now[0].at and _alike(standing.card(was[2]), now[1]),
            lambda now: now[0].at,
        )
        for seq, _, event in gone:
            change.withdraw(seq, event)
        for line, card in come:
            event, key = _restatement(change.ticket, line, card)
            change.learn(event, key, known_at=line.at)

    def _restated_new(self, lines: Sequence[_Line], standing: _Standing, change: _Change) -> None:
        """The same, where a key decides what is known."""
        for line, card in _becoming(lines):
            event, key = _restatement(change.ticket, line, card)
            if key not in change.keys:
                change.learn(event, key, known_at=line.at)

    def _reported(self, case: Case, lines: Sequence[_Line], standing: _Standing, change: _Change, older: bool) -> None:
        """When it was resolved and closed, reopened and answered, as rows and columns say now."""
        old = [(seq, event) for seq, event in standing.all(*_REPORTS)]
        by_column: Iterable[Report] = case.reports
        if older:
            by_column = [report for _, event in old if (report := _report(event)).what not in self.feed.by_rows]
        by_rows: Iterable[Report] = ()
        if self.feed.by_rows:
            rows = [(line.at, line.event.label, line.event.state) for line in lines if not line.event.copy]
            by_rows = told_by_rows(rows, self.feed)
        said = sorted(chain(by_rows, by_column), key=lambda report: report.at)
        new = list(_events(change.ticket, said))
        # Of one instant, reports come after all rows: where a row came now, they come again.
        anew = {line.at for line in lines if line.fresh and not line.event.copy} if self.feed.corrects else ()
        gone, come = replaced(
            old, new, lambda was, now: was[1] == now[1] and now[1].at not in anew, lambda now: now[1].at
        )
        for seq, event in gone:
            change.withdraw(seq, event)
        for what, now in come:
            change.learn(now, f"{case.number} {what} {now.at}")

    def _new_teams(self, rows: Iterable[Row]) -> Iterator[Event]:
        for row in rows:
            name = row.seen.team
            if not name or name in self.teams:
                continue
            self.teams[name] = self.next_team
            yield TeamDefined(at=self.desk.now, team=self.next_team, key=self._team_key(name), name=name, managed=0)
            self.next_team += 1

    def _team_key(self, name: str) -> str:
        """A key that no other team has: `G51 2nd` and `G51-2nd` may be two teams."""
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "team"
        key, times = plain, 1
        while key in self.team_keys:
            times += 1
            key = f"{plain}-{times}"
        self.team_keys.add(key)
        return key


def _becoming(lines: Sequence[_Line]) -> Iterator[tuple[_Line, _Card]]:
    """Rows that say something else than was so before, with what is new; what a row leaves out stays."""
    before = lines[0].card
    for line in lines:
        if line.card != before:
            words = zip(before, line.card, strict=True)
            new = tuple(None if now is None or _alike((was,), (now,)) else now for was, now in words)
            if new != _SILENT:
                yield line, new
            before = _merged(before, line.card)


def _merged(before: _Card, now: _Card) -> _Card:
    """What is so after something was said; what is left out stays."""
    return tuple(was if said is None else said for was, said in zip(before, now, strict=True))


def _plain(key: str) -> str:
    """A key as its row was named, however often it was recorded anew."""
    while key.endswith(_AGAIN):
        key = key.removesuffix(_AGAIN)
    return key


def _restatement(ticket: int, line: _Line, card: _Card) -> tuple[TicketRestated, str]:
    """The event of a row that says something new, and its key."""
    fields = _fields(card)
    return TicketRestated(line.at, ticket, **fields), f"{line.key}{_RESTATED}{' '.join(fields)}"


def _alike(one: _Card, other: _Card) -> bool:
    return one == other or all(_ERASED in (a, b) or a == b for a, b in zip(one, other, strict=True))


def _fields(card: _Card) -> dict[str, Any]:
    """The fields of an event that a card fills."""
    words = zip(CARD, card, strict=True)
    return {name: Private(word) if name in _PRIVATE else word for name, word in words if word is not None}


def _report(event: Event) -> Report:
    """What an event reported."""
    if isinstance(event, FactReported):
        return Report(event.what, event.at)
    if isinstance(event, ResolutionReported):
        return Report("resolved", event.at, event.more)
    return Report("closed", event.at)


def _events(ticket: int, reports: Iterable[Report]) -> Iterator[tuple[str, TicketEvent]]:
    """The events of reports in order, with their words."""
    times: Counter[str] = Counter()
    for what, at, more in reports:
        times[what] += 1
        if what == "resolved":
            yield what, ResolutionReported(at, ticket, more)
        elif what == "closed":
            yield what, ClosureReported(at, ticket)
        elif what == "reopened":
            yield what, FactReported(at, ticket, what, times=times[what])
        else:
            yield what, FactReported(at, ticket, what, first=True if times[what] == 1 else None)
