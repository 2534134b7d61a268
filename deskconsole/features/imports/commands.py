"""Taking over history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskconsole.core.desk import Desk, Event, Learned, command
from deskconsole.core.errors import BadInput
from deskconsole.features.imports.cases import Case, Feed, Log
from deskconsole.features.imports.events import LogDescribed, LogRead
from deskconsole.features.imports.mapping import Map
from deskconsole.features.imports.servicenow import FEED
from deskconsole.features.imports.taking import Taking
from deskconsole.features.imports.views import LOGS, NEXT_LOG, KnownLog, known_logs


@command("import.servicenow_log", needs="import.run")
def import_servicenow_log(desk: Desk, cases: Sequence[Case]) -> Iterator[Event | Learned]:
    """Take over incidents of a ServiceNow audit log; what is known already is left out."""
    yield from _taken(desk, FEED, cases)


@command("import.csv", needs="import.run")
def import_csv(desk: Desk, feed: Feed, cases: Sequence[Case]) -> Iterator[Event | Learned]:
    """Take over tickets of any log that a map describes; what is known already is left out."""
    yield from _taken(desk, feed, cases)


@command("import.read", needs="import.run")
def import_read(desk: Desk, how: Map, log: Log) -> Iterator[Event]:
    """Record how a log is read and what its export held, where that is news."""
    known = known_logs(desk.all(LOGS)).get(log.feed.source)
    number = known.described.log if known else desk.one(NEXT_LOG)
    described = LogDescribed(
        desk.now, number, log.feed.source, how.label, how.identity, dict(how.columns), dict(how.figures_written)
    )
    read = LogRead(desk.now, number, log.rows, len(log.rejects), log.untimed, log.back)
    if known is None or _news(known.described, described):
        yield described
    if known is None or known.read is None or _news(known.read, read):
        yield read


def _news(before: Event, now: Event) -> bool:
    return {**vars(before), "at": 0} != {**vars(now), "at": 0}


def check_identity(known: KnownLog | None, how: Map) -> None:
    """Refuse a map by which the rows of a log that is known could not be told from new ones."""
    if known is None or known.described.identity == how.identity:
        return
    was, now = (", ".join(columns) or "their ticket" for columns in (known.described.identity, how.identity))
    raise BadInput(
        f"rows of “{how.log.name}” were taken over as known by {was}; this map knows them by {now}, so each would come"
        " a second time. Name the same columns again (time, state, priority, team, owner, or row), or give the log"
        " another name and its tickets other numbers"
    )


def _taken(desk: Desk, feed: Feed, cases: Sequence[Case]) -> Iterator[Event | Learned]:
    taking = Taking(desk, feed)
    for case in cases:
        yield from taking.case(case)
