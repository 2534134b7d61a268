"""What is known of the ticket that a policy is followed for."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query


class Facts(NamedTuple):
    """What conditions, targets and texts of a policy ask of a ticket."""

    number: str
    title: str | None
    state: str | None
    type: str
    priority: int | None
    owner: str | None
    team: str | None
    service: str | None
    customer: str | None
    tier: str | None
    category: str | None
    service_id: int | None
    service_name: str | None
    service_owner: str | None
    customer_name: str | None
    team_name: str | None
    desk: str
    zone: str


FACTS = Query(
    "select t.number, p.text, t.state, t.type, t.priority, t.owner, team.key, service.key, customer.key, t.tier,"
    " t.category, t.service, service.name, service.owner, customer.name, team.name, d.name, d.zone"
    " from ticket t join desk d on d.id = 1 left join private_text p on p.id = t.title"
    " left join team on team.id = t.team left join service on service.id = t.service"
    " left join customer on customer.id = t.customer where t.id = :ticket",
    Facts,
)
