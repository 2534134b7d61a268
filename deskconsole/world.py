"""What a door needs to know of the desk to ask for the arguments of a command: time, zone, who and what there is."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from deskconsole.core.desk import Query
from deskconsole.core.errors import NotFound
from deskconsole.features.directory.views import DESK
from deskconsole.features.tickets.views import TICKET
from deskconsole.store.store import Store


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
