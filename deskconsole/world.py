"""What a door needs to know of the desk to ask for the arguments of a command: time, zone, who and what there is."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from deskconsole.core.desk import COMMANDS, Command, Query
from deskconsole.core.errors import NotFound
from deskconsole.features.directory.views import DESK
from deskconsole.features.tickets.views import TICKET
from deskconsole.store.store import Store

_FEATURES = ("tickets", "timekeeping", "maintenance", "exclusions", "reports")
"""Those whose commands people carry out."""


def offered() -> dict[str, Command[...]]:
    """Commands that people carry out by name: those that have a word for it. The desk's own have none."""
    for feature in _FEATURES:
        import_module(f"deskconsole.features.{feature}.commands")  # declares them; who only looks needs none
    return {name: made for name, made in COMMANDS.items() if made.label}


def zone(store: Store) -> ZoneInfo:
    """The zone the desk lives in."""
    desk = store.read.maybe(DESK)
    return ZoneInfo(desk.zone if desk else "UTC")


def words(store: Store, query: Query[Any]) -> list[str]:
    """What a query offers to choose from: a word a row, or all of them in one row."""
    return [word for row in store.read.all(query) for word in (row if isinstance(row, tuple) else (str(row),))]


def ticket_id(store: Store, number: str) -> int:
    """The inner number of a ticket."""
    row = store.read.maybe(TICKET, number=number.strip().upper())
    if row is None:
        raise NotFound(f"there is no ticket {number}: `deskconsole show queue` lists them")
    return row.id
