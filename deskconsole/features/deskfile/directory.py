"""Teams, operators, customers, services and vendors."""

from __future__ import annotations

from collections.abc import Collection

from deskconsole.features.deskfile.calendars import read_zone
from deskconsole.features.deskfile.section import Section
from deskconsole.features.deskfile.spec import (
    ROLES,
    CustomerSpec,
    OperatorSpec,
    ServiceSpec,
    TeamSpec,
    VendorSpec,
)


def read_teams(root: Section) -> tuple[TeamSpec, ...]:
    out = []
    for key, section in root.sections("teams"):
        out.append(TeamSpec(key, section.text("name", key)))
        section.done()
    return tuple(out)


def read_customers(root: Section) -> tuple[CustomerSpec, ...]:
    out = []
    for key, section in root.sections("customers"):
        zone = read_zone(section) if section.has("zone") else None
        out.append(CustomerSpec(key, section.text("name", key), section.maybe("tier"), zone))
        section.done()
    return tuple(out)


def read_services(root: Section, teams: Collection[str]) -> tuple[ServiceSpec, ...]:
    out = []
    for key, section in root.sections("services"):
        name, criticality = section.text("name", key), section.number("criticality", 1, 4)
        out.append(ServiceSpec(key, name, criticality, section.known("team", teams)))
        section.done()
    return tuple(out)


def read_vendors(root: Section, teams: Collection[str]) -> tuple[VendorSpec, ...]:
    """A vendor is called otherwise than any team: a breach is laid to one of them by its key."""
    out = []
    for key, section in root.sections("vendors"):
        if key in teams:
            section.sheet.wrong(section.path, f"a team is called “{key}” already; choose another key")
        out.append(VendorSpec(key, section.text("name", key)))
        section.done()
    return tuple(out)


def read_operators(root: Section, teams: Collection[str], customers: Collection[str]) -> tuple[OperatorSpec, ...]:
    out: list[OperatorSpec] = []
    accounts: dict[str, str] = {}
    for handle, section in root.sections("operators"):
        operator = _operator(handle, section, teams, customers)
        if operator.account:
            other = accounts.setdefault(operator.account, handle)
            if other != handle:
                section.wrong("account", f"“{operator.account}” is {other}’s already; one account is one operator")
        out.append(operator)
    return tuple(out)


def _operator(handle: str, section: Section, teams: Collection[str], customers: Collection[str]) -> OperatorSpec:
    if handle in ("me", "none", "desk"):
        section.sheet.wrong(section.path, f"“{handle}” means something else here; choose another handle")
    if not section.has("roles"):
        section.missing("roles", '["agent"]')
    operator = OperatorSpec(
        handle,
        section.text("name", handle),
        section.maybe("account"),
        section.names("roles", ROLES, "role"),
        section.names("teams", teams, "team"),
        section.names("customers", customers, "customer"),
    )
    section.done()
    return operator
