"""The tree with its use, the fields there are, and what a ticket holds in them."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.taxonomy.rules import Field, checked, must, placed, require

CATEGORIES = Query(
    "select key, name from category where active = 1 order by key", lambda key, name: (str(key), str(name))
)
CATEGORY_KEYS = Query("select key from category where active = 1 order by key", str)
CATEGORY_NAMES = Query("select key from category", str)
"""Also of those that are no more."""


class CategoryUse(NamedTuple):
    """A branch of the tree, and how often it was used in a period."""

    key: str
    name: str
    owner: str | None
    review_on: str | None
    tickets: int
    last_used: Instant | None


CATEGORY_USE = Query(
    "select c.key, c.name, c.owner, c.review_on, (select count(*) from ticket t where t.category = c.key"
    " and t.opened_at >= :begin and t.opened_at < :end), (select max(t.opened_at) from ticket t"
    " where t.category = c.key and t.opened_at < :end) from category c where c.active = 1 order by c.key",
    CategoryUse,
)


class EnvironmentUse(NamedTuple):
    """Where what tickets are about runs: how many were opened in a period, and how many of them are still open."""

    environment: str | None
    tickets: int
    still_open: int


ENVIRONMENT_USE = Query(
    "select t.environment, count(*), coalesce(sum(t.is_open), 0) from ticket t where t.opened_at >= :begin"
    " and t.opened_at < :end group by t.environment order by 2 desc, 1",
    lambda environment, tickets, still: EnvironmentUse(environment, int(tickets), int(still)),
)


def _field(id: int, key: str, label: str, kind: str, choices: str, types: str, step: str, private: int) -> Field:  # noqa: A002
    return Field(
        id,
        key,
        label,
        kind,
        tuple(choices.split("\n")) if choices else (),
        frozenset(types.split()),
        step,
        bool(private),
    )


FIELDS = Query(
    "select id, key, label, kind, choices, required_for, step, private from custom_field where active = 1 order by key",
    _field,
)


class Filled(NamedTuple):
    """What a ticket holds in a field; no text: erased."""

    number: int
    key: str
    label: str
    text: str | None


FILLED = Query(
    "select f.id, f.key, coalesce(c.label, f.key), coalesce(f.value, p.text) from ticket_field f"
    " left join custom_field c on c.key = f.key left join private_text p on p.id = f.text"
    " where f.ticket = :ticket order by f.key",
    Filled,
)

__all__ = [
    "CATEGORIES",
    "CATEGORY_KEYS",
    "CATEGORY_USE",
    "ENVIRONMENT_USE",
    "FIELDS",
    "FILLED",
    "CategoryUse",
    "EnvironmentUse",
    "Field",
    "Filled",
    "checked",
    "must",
    "placed",
    "require",
]
