"""What columns and events are called where two people meet in them: for whoever is told what somebody else did."""

from __future__ import annotations

from deskconsole.core.desk import Event, Query
from deskconsole.features.tickets.events import TicketCommented
from deskconsole.store.meanwhile import Wording

MOMENTS = frozenset({"held_until", "due_at", "review_at", "from_at", "to_at"})
"""Columns that hold instants which somebody chose."""

_FOLLOWS = frozenset({"ticket", "key", "number", "tier", "reopened", "version", "tags"})
"""What nobody means by itself; tags are added and taken away one by one, so that nobody undoes another's."""

NAMES = {
    ("ticket", "team"): Query("select name from team where id = :id", str),
    ("ticket", "customer"): Query("select name from customer where id = :id", str),
    ("ticket", "service"): Query("select name from service where id = :id", str),
    ("ticket", "vendor"): Query("select name from vendor where id = :id", str),
    ("ticket", "article"): Query("select number from article where id = :id", str),
}


def quiet(table: str, column: str) -> bool:
    """Whether a column only notes when, by whom and how often."""
    return column in _FOLLOWS or (column.endswith(("_at", "_by")) and column not in MOMENTS)


def said(happened: Event, actor: str) -> tuple[str, str]:
    """Who said something, and how."""
    if isinstance(happened, TicketCommented):
        return ("the customer", "wrote") if happened.by_customer else (actor, "replied")
    return actor, happened.kind


WORDING = Wording(quiet, NAMES, MOMENTS, said)
