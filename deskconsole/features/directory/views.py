"""Who works here and for whom, as commands and screens look it up."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query


class Party(NamedTuple):
    """A team, customer, service or vendor: its number, its key, its name."""

    id: int
    key: str
    name: str


class Customer(NamedTuple):
    id: int
    key: str
    name: str
    tier: str | None


class Service(NamedTuple):
    id: int
    key: str
    name: str
    criticality: int | None


class Somebody(NamedTuple):
    """Somebody who works here: their number and their handle."""

    id: int
    handle: str


class Desk(NamedTuple):
    """What the desk is called, where it is, and what its ticket numbers begin with."""

    name: str
    zone: str
    prefix: str


_NAMED = "where active = 1 and (key = lower(:word) or lower(name) = lower(:word))"
TEAM = Query(f"select id, key, name from team {_NAMED}", Party)
TEAM_KEY_OF = Query("select id, key from team", lambda number, key: (int(number), str(key)))
"""Keys of all teams, also of those that are no more, by number."""
CUSTOMER = Query(f"select id, key, name, tier from customer {_NAMED}", Customer)
SERVICE = Query(f"select id, key, name, criticality from service {_NAMED}", Service)
TEAMS = Query("select id, key, name from team where active = 1 order by key", Party)
CUSTOMERS = Query("select id, key, name, tier from customer where active = 1 order by key", Customer)
SERVICES = Query("select id, key, name, criticality from service where active = 1 order by key", Service)
ITEM = Query(f"select id, key, name from item {_NAMED}", Party)
ITEM_KEYS = Query("select key from item where active = 1 order by key", str)
VENDOR = Query(f"select id, key, name from vendor {_NAMED}", Party)
VENDORS = Query("select id, key, name from vendor where active = 1 order by key", Party)
HANDLES = Query("select handle from operator where active = 1 order by handle", str)
DESK = Query("select name, zone, prefix from desk where id = 1", Desk)
TEAM_KEYS = Query("select key from team where active = 1 order by key", str)
CUSTOMER_KEYS = Query("select key from customer where active = 1 order by key", str)
SERVICE_KEYS = Query("select key from service where active = 1 order by key", str)
VENDOR_KEYS = Query("select key from vendor where active = 1 order by key", str)
TEAM_NAMES, CUSTOMER_NAMES, SERVICE_NAMES = (
    Query(f"select key from {table} union all select name from {table}", str)
    for table in ("team", "customer", "service")
)
"""All that they are or were called by, keys first."""
OPERATOR_NAMES = Query("select handle from operator", str)


def _with_role(*roles: str) -> Query[Somebody]:
    has = " or ".join(f"' ' || roles || ' ' like '% {role} %'" for role in roles)
    return Query(f"select id, handle from operator where active = 1 and ({has}) order by handle", Somebody)


LEADS = _with_role("lead")
LEADS_AND_MANAGERS = _with_role("lead", "manager")
LEADS_AND_ADMINS = _with_role("lead", "admin")
