"""Frozen months as the journal keeps them, and what has become known since (rule 34)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from deskconsole.core.desk import Private, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.reports.events import ReportFrozen, ReportListed, ReportRestated
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.rules import Change, Three, applied, lines, promised, three
from deskconsole.features.reports.views import FROZEN_LINES, FROZEN_TEXTS, RECORDED_SINCE, FrozenRow, Since
from deskconsole.store.journal import read_event

PART = 200
"""Clocks a line of the journal: it stays some tens of kilobytes."""
_NOISE = ("clock.", "ticket.tagged", "ticket.linked", "ticket.assigned")
"""What says nothing about why a clock is another: the desk noticing, and what moves none."""


class Told(NamedTuple):
    """A clock that changed, and what was recorded about its ticket since: that is why, where it is anything."""

    was: Listed | None
    now: Listed | None
    why: tuple[Since, ...]

    @property
    def change(self) -> Change:
        return Change(self.was, self.now)


class Restated(NamedTuple):
    """Changes that somebody accepted; None: the name or the reason was erased since."""

    at: Instant
    actor: str
    accepted_by: str | None
    reason: str | None
    line: int
    told: tuple[Told, ...]


class Kept(NamedTuple):
    """A frozen month: its row, who froze it, its list as it was, and what was accepted to be otherwise."""

    row: FrozenRow
    actor: str
    listed: list[Listed]
    restated: tuple[Restated, ...]

    def accepted(self, last: int | None = None) -> list[Listed]:
        """The list with (the first so many of) the accepted changes in it."""
        made = self.listed
        for restated in self.restated[:last]:
            made = applied(made, [told.change for told in restated.told])
        return made

    @property
    def line(self) -> int:
        """Up to where the journal was known when its figures, or the last accepted ones, were made."""
        return self.restated[-1].line if self.restated else self.row.line


def kept(desk: Reads, row: FrozenRow) -> Kept:
    """Read a frozen month back from the journal."""
    texts = dict(desk.all(FROZEN_TEXTS, report=row.id))
    actor, listed, restated = "", [], []
    for line in desk.all(FROZEN_LINES, report=row.id):
        event = read_event(line.kind, line.v, line.subject, line.occurred_at, line.body)
        who = f"{line.actor} (by {line.behind})" if line.behind else line.actor
        if isinstance(event, ReportListed):
            listed += [Listed.of_row(each) for each in event.body["rows"]]
        elif isinstance(event, ReportFrozen):
            actor = who
        elif isinstance(event, ReportRestated):
            said = [texts.get(text.id) if isinstance(text, Private) else None for text in _texts(event)]
            restated.append(Restated(event.at, who, said[0], said[1], event.line, tuple(_told(event.body))))
    return Kept(row, actor, listed, tuple(restated))


def _texts(event: ReportRestated) -> tuple[Private, Private]:
    return event.accepted_by, event.reason


def _told(body: dict[str, Any]) -> Iterator[Told]:
    for was, now, why in body["changes"]:
        yield Told(was and Listed.of_row(was), now and Listed.of_row(now), tuple(Since(*each) for each in why))


def told_rows(told: Iterable[Told]) -> list[Any]:
    """Changes as an event keeps them."""
    return [
        [each.was and each.was.as_row(), each.now and each.now.as_row(), list(map(list, each.why))] for each in told
    ]


def told(desk: Reads, changed: Iterable[Change], line: int, end: Instant) -> list[Told]:
    """Changes with what was recorded about their tickets after a line; first of all what happened in the month."""
    found = []
    for change in changed:
        since = [
            each
            for each in desk.all(RECORDED_SINCE, number=change.clock.number, line=line)
            if not each.kind.startswith(_NOISE)
        ]
        late = [each for each in since if each.occurred_at < end]
        found.append(Told(change.was, change.now, tuple(late or since)))
    return found


def figures_of(listed: list[Listed]) -> dict[str, Any]:
    """The figures as an event keeps them: (met, failed, on late evidence) of raw, contractual, internal."""

    def plain(figures: Three) -> list[list[int]]:
        return [list(figure) for figure in figures]

    return {
        "lines": [[line.layer, line.agreement, line.metric, plain(line.figures)] for line in lines(listed)],
        "total": plain(three(promised(listed))),
    }
