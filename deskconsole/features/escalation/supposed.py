"""Tickets that there are not yet: whom an agreement may be for, and what is known of such a ticket beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.core.desk import Query, Reads
from deskconsole.features.directory.views import TEAMS
from deskconsole.features.escalation.facts import Facts
from deskconsole.sla.agreements import Agreement

_DESK = Query("select name, zone from desk where id = 1", lambda *row: row)


class Service(NamedTuple):
    """A service, with who answers for it."""

    id: int
    key: str
    name: str
    owner: str | None
    team: str | None


_SERVICES = Query(
    "select id, key, name, owner, team from service where active = 1 order by key",
    Service,
)


def candidates(desk: Reads, agreement: Agreement, priority: int | None, team: str | None) -> list[Facts]:
    """Tickets that an agreement may be for: of the services and teams that it names, else of any; of one team alone,
    where it is given."""
    named = agreement.match.get("service", ())
    services: list[Service | None] = [each for each in desk.all(_SERVICES) if not named or each.key in named]
    teams: list[str | None] = [*agreement.match.get("team", ())] or [each.key for each in desk.all(TEAMS)]
    found = [
        (service, whose)
        for service in services or [None]
        for whose in ([team] if team else [service.team] if service and service.team else teams or [None])
    ]
    match = {key: values[0] for key, values in agreement.match.items() if values}
    where: tuple[str, str] = desk.one(_DESK)
    return [_facts(match, priority, service, whose, where) for service, whose in dict.fromkeys(found)]


def _facts(
    match: Mapping[str, str], priority: int | None, service: Service | None, team: str | None, where: tuple[str, str]
) -> Facts:
    """What is known of such a ticket beforehand."""
    name, zone = where
    return Facts(
        number="a new ticket", title=None, state="open", type=match.get("type", "incident"), priority=priority,
        owner=None, team=team, service=service.key if service else None, customer=match.get("customer"),
        tier=match.get("tier"), category=match.get("category"), service_id=service.id if service else None,
        service_name=service.name if service else None, service_owner=service.owner if service else None,
        customer_name=match.get("customer"), team_name=team, desk=name, zone=zone,
    )  # fmt: skip
