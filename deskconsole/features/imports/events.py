"""What is said about a log as a whole."""

from __future__ import annotations

from typing import Any

from deskconsole.core.desk import Event, event
from deskconsole.core.instants import Instant


@event("log.described", about="log")
class LogDescribed(Event):
    """The rows of a log are read so from now on.

    `label` is the template of what a row is called, `identity` are the columns that a row is known by. `columns` says
    in which field of `TicketObserved` a column is; any other one that was kept is in `more`. `figures` are those that
    its map asks for, as written there.
    """

    at: Instant
    log: int
    source: str
    label: str
    identity: tuple[str, ...]
    columns: dict[str, Any]
    figures: dict[str, Any]


@event("log.read", about="log")
class LogRead(Event):
    """An export of a log was read: how many rows it had, how many of them could not be taken over, how many of those
    for want of an instant, and how many stood after a later row of their case."""

    at: Instant
    log: int
    rows: int
    rejected: int
    untimed: int
    back: int
