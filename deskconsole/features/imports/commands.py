"""Taking over history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskconsole.core.desk import Desk, Event, Learned, command
from deskconsole.features.imports.cases import Case, Feed
from deskconsole.features.imports.servicenow import FEED
from deskconsole.features.imports.taking import Taking


@command("import.servicenow_log", needs="import.run")
def import_servicenow_log(desk: Desk, cases: Sequence[Case]) -> Iterator[Event | Learned]:
    """Take over incidents of a ServiceNow audit log; what is known already is left out."""
    yield from _taken(desk, FEED, cases)


@command("import.csv", needs="import.run")
def import_csv(desk: Desk, feed: Feed, cases: Sequence[Case]) -> Iterator[Event | Learned]:
    """Take over tickets of any log that a map describes; what is known already is left out."""
    yield from _taken(desk, feed, cases)


def _taken(desk: Desk, feed: Feed, cases: Sequence[Case]) -> Iterator[Event | Learned]:
    taking = Taking(desk, feed)
    for case in cases:
        yield from taking.case(case)
