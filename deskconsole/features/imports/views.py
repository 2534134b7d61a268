"""What is asked about logs that were taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from deskconsole.core.desk import Event, Query
from deskconsole.features.imports.events import LogDescribed, LogRead
from deskconsole.store.journal import read_event

LOGS = Query(
    "select kind, v, subject, occurred_at, body from journal where about = 'log' order by seq",
    lambda *line: read_event(*line),
)
"""All that was said about logs, oldest first."""

NEXT_LOG = Query("select coalesce(max(subject), 0) + 1 from journal where about = 'log'", int)

TEAM_NAMES = Query("select id, name from team", lambda team, name: (int(team), str(name)))


class KnownLog(NamedTuple):
    """A log as it was described last, and its last export."""

    described: LogDescribed
    read: LogRead | None = None


def known_logs(said: Iterable[Event]) -> dict[str, KnownLog]:
    """Logs by their sources, given all that was said about them."""
    logs: dict[int, KnownLog] = {}
    for event in said:
        if isinstance(event, LogDescribed):
            before = logs.get(event.log)
            logs[event.log] = KnownLog(event, before and before.read)
        elif isinstance(event, LogRead):
            logs[event.log] = logs[event.log]._replace(read=event)
    return {log.described.source: log for log in logs.values()}
