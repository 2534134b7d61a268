"""Who works here and for whom, as the desk file says it."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("desk.described", about="desk")
class DeskDescribed(Event):
    """The desk is called so, lives in this zone, and numbers its tickets so."""

    at: Instant
    desk: int
    name: str
    zone: str
    prefix: str

    def changes(self) -> Iterator[Set]:
        yield Set("desk", self.desk, {"name": self.name, "zone": self.zone, "prefix": self.prefix})


@event("team.defined", about="team")
class TeamDefined(Event):
    """A team is so from now on."""

    at: Instant
    team: int
    key: str
    name: str
    active: int = 1
    managed: int = 1
    assign: str | None = None
    """How a ticket that comes to it gets an owner: `skills`; None: people take them."""

    def changes(self) -> Iterator[Set]:
        values = {
            "key": self.key, "name": self.name, "active": self.active, "managed": self.managed, "assign": self.assign,
        }  # fmt: skip
        yield Set("team", self.team, values)


@event("operator.defined", about="operator")
class OperatorDefined(Event):
    """An operator is so from now on; empty `teams` and `customers` mean all of them."""

    at: Instant
    operator: int
    handle: str
    roles: str
    name: Private | None = None
    account: str | None = None
    teams: str = ""
    customers: str = ""
    active: int = 1
    skills: str | None = None
    quiet: str | None = None
    """Hours in which only a page may ring, such as 22:00-06:00."""

    def changes(self) -> Iterator[Set]:
        yield Set(
            "operator",
            self.operator,
            {
                "handle": self.handle, "name": self.name, "account": self.account, "roles": self.roles,
                "teams": self.teams, "customers": self.customers, "active": self.active, "skills": self.skills,
                "quiet": self.quiet,
            },
        )  # fmt: skip


@event("customer.defined", about="customer")
class CustomerDefined(Event):
    """A customer is so from now on."""

    at: Instant
    customer: int
    key: str
    name: str
    tier: str | None = None
    active: int = 1
    zone: str | None = None
    """Where its months begin and end (rule 33); None: where the desk is."""

    def changes(self) -> Iterator[Set]:
        yield Set(
            "customer",
            self.customer,
            {"key": self.key, "name": self.name, "tier": self.tier, "active": self.active, "zone": self.zone},
        )


@event("service.defined", about="service")
class ServiceDefined(Event):
    """A service is so from now on."""

    at: Instant
    service: int
    key: str
    name: str
    criticality: int | None = None
    team: str | None = None
    active: int = 1
    skills: str | None = None
    """What somebody must be able to do who takes its tickets."""
    owner: str | None = None
    """Handle of who answers for it."""
    needs: str | None = None
    """Keys of services and items without which it does not run."""

    def changes(self) -> Iterator[Set]:
        values = {
            "key": self.key, "name": self.name, "criticality": self.criticality, "team": self.team,
            "active": self.active, "skills": self.skills, "owner": self.owner, "needs": self.needs,
        }  # fmt: skip
        yield Set("service", self.service, values)


@event("item.defined", about="item")
class ItemDefined(Event):
    """A configuration item is so from now on; `alike` is what it has in common with others."""

    at: Instant
    item: int
    key: str
    name: str
    needs: str = ""
    alike: str | None = None
    active: int = 1

    def changes(self) -> Iterator[Set]:
        values = {
            "key": self.key, "name": self.name, "needs": self.needs, "alike": self.alike, "active": self.active,
        }  # fmt: skip
        yield Set("item", self.item, values)


@event("vendor.defined", about="vendor")
class VendorDefined(Event):
    """A vendor is so from now on."""

    at: Instant
    vendor: int
    key: str
    name: str
    active: int = 1

    def changes(self) -> Iterator[Set]:
        yield Set("vendor", self.vendor, {"key": self.key, "name": self.name, "active": self.active})
