"""What the desk holds now, as specs to compare a desk file with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from deskconsole.core.desk import Query
from deskconsole.features.deskfile.build import agreement_spec, calendar_spec
from deskconsole.features.deskfile.plan import Current, Held
from deskconsole.features.deskfile.spec import (
    AgreementSpec,
    CalendarSpec,
    CustomerSpec,
    DeskSpec,
    MaintenanceSpec,
    OperatorSpec,
    ServiceSpec,
    TeamSpec,
    TriageSpec,
    VendorSpec,
    typed,
)

R = TypeVar("R")


class Reads(Protocol):
    """Whatever answers queries."""

    def all(self, query: Query[R], **values: object) -> list[R]: ...
    def maybe(self, query: Query[R], **values: object) -> R | None: ...


def _team(id: int, key: str, name: str, active: int, managed: int) -> Held[TeamSpec]:  # noqa: A002
    return Held(TeamSpec(key, name), id, retired=not active, managed=bool(managed))


def _customer(
    id: int,  # noqa: A002
    key: str,
    name: str,
    tier: str | None,
    active: int,
    zone: str | None,
) -> Held[CustomerSpec]:
    return Held(CustomerSpec(key, name, tier, zone), id, retired=not active)


def _service(
    id: int,  # noqa: A002
    key: str,
    name: str,
    criticality: int | None,
    team: str | None,
    active: int,
) -> Held[ServiceSpec]:
    return Held(ServiceSpec(key, name, criticality, team), id, retired=not active)


def _vendor(id: int, key: str, name: str, active: int) -> Held[VendorSpec]:  # noqa: A002
    return Held(VendorSpec(key, name), id, retired=not active)


def _triage(body: str) -> Held[TriageSpec]:
    """A hold of before `open_ended` could be said lasts until somebody ends it, unless it has a limit."""
    said = json.loads(body)
    holds = [{"open_ended": hold.get("limit") is None, **hold} for hold in said["holds"]]
    return Held(typed(TriageSpec, {**said, "holds": holds}), 1)


def _operator(
    id: int,  # noqa: A002
    handle: str,
    name: str | None,
    account: str | None,
    roles: str,
    teams: str,
    customers: str,
    active: int,
) -> Held[OperatorSpec]:
    words = tuple(tuple(text.split()) for text in (roles, teams, customers))
    return Held(OperatorSpec(handle, name or handle, account, *words), id, retired=not active)


def _calendar(id: int, version: int, body: str, retired_at: int | None) -> Held[CalendarSpec]:  # noqa: A002
    spec, until = calendar_spec(json.loads(body))
    return Held(spec, id, version, retired=retired_at is not None, until=until)


def _agreement(id: int, name: str, version: int, body: str, retired_at: int | None) -> Held[AgreementSpec]:  # noqa: A002
    return Held(agreement_spec(name, json.loads(body)), id, version, retired=retired_at is not None)


DESK = Query("select name, zone, prefix from desk where id = 1", lambda *row: Held(DeskSpec(*row), 1))
TRIAGE = Query("select body from triage where id = 1", _triage)
TEAMS = Query("select id, key, name, active, managed from team", _team)
CUSTOMERS = Query("select id, key, name, tier, active, zone from customer", _customer)
SERVICES = Query("select id, key, name, criticality, team, active from service", _service)
VENDORS = Query("select id, key, name, active from vendor", _vendor)
OPERATORS = Query(
    "select o.id, o.handle, p.text, o.account, o.roles, o.teams, o.customers, o.active"
    " from operator o left join private_text p on p.id = o.name",
    _operator,
)
CALENDARS = Query("select id, version, body, retired_at from calendar_version order by version", _calendar)
MAINTENANCE = Query(
    "select notice_s, cap_s from maintenance_rules where id = 1", lambda *row: Held(MaintenanceSpec(*row), 1)
)
AGREEMENTS = Query("select id, name, version, body, retired_at from agreement_version order by version", _agreement)


def current(desk: Reads) -> Current:
    """Everything a desk file can say, as the desk holds it now."""
    return Current(
        desk=desk.maybe(DESK),
        calendars=_newest(desk.all(CALENDARS)),
        teams=desk.all(TEAMS),
        customers=desk.all(CUSTOMERS),
        services=desk.all(SERVICES),
        operators=desk.all(OPERATORS),
        vendors=desk.all(VENDORS),
        agreements=_newest(desk.all(AGREEMENTS)),
        triage=desk.maybe(TRIAGE),
        maintenance=desk.maybe(MAINTENANCE),
    )


def _newest(rows: Iterable[Held[Any]]) -> list[Held[Any]]:
    """The newest version of each name; rows come by version."""
    return list({row.spec.name: row for row in rows}.values())
