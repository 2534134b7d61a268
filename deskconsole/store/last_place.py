"""Where somebody was last in a console: the view, the ticket under the cursor, the order and the columns.

Work, not a fact: it is not journalled. A filter that has no name is not kept, since it may hold somebody's.
"""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.store.store import Store


class LastPlace(NamedTuple):
    """A view by its name, a ticket by its inner number; `columns` are empty for the standard."""

    view: str = ""
    ticket: int | None = None
    sort: str = "breach"
    reverse: bool = False
    columns: tuple[str, ...] = ()


def _place(view: str, ticket: int | None, sort: str, reverse: int, columns: str) -> LastPlace:
    return LastPlace(view, ticket, sort, bool(reverse), tuple(columns.split()))


LAST_PLACE = Query("select view, ticket, sort, reverse, columns from last_place where operator = :operator", _place)

_KEEP = (
    "insert into last_place (operator, view, ticket, sort, reverse, columns)"
    " values (:operator, :view, :ticket, :sort, :reverse, :columns) on conflict (operator) do update set"
    " view = excluded.view, ticket = excluded.ticket, sort = excluded.sort, reverse = excluded.reverse,"
    " columns = excluded.columns"
)


def keep(store: Store, operator: str, place: LastPlace) -> None:
    """Remember where somebody is."""
    values = place._asdict() | {"reverse": int(place.reverse), "columns": " ".join(place.columns)}
    with store.backend.writing() as driver:
        driver.change(_KEEP, {"operator": operator, **values})
