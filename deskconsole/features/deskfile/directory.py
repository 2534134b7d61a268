"""Teams, operators, customers, services and vendors."""

from __future__ import annotations

from collections.abc import Collection

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.calendars import read_zone
from deskconsole.features.deskfile.delivery import read_contacts, read_quiet
from deskconsole.features.deskfile.dependencies import read_needs
from deskconsole.features.deskfile.spec import (
    ASSIGN,
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
        name = section.text("name", key)
        out.append(TeamSpec(key, name, section.known("assign", ASSIGN)))
        section.done()
    return tuple(out)


def read_customers(root: Section) -> tuple[CustomerSpec, ...]:
    out = []
    for key, section in root.sections("customers"):
        zone = read_zone(section) if section.has("zone") else None
        out.append(CustomerSpec(key, section.text("name", key), section.maybe("tier"), zone))
        section.done()
    return tuple(out)


def read_services(
    root: Section, teams: Collection[str], handles: Collection[str], needed: Collection[str]
) -> tuple[ServiceSpec, ...]:
    """Services; `needed` is all that one can need."""
    out = []
    for key, section in root.sections("services"):
        name, criticality = section.text("name", key), section.number("criticality", 1, 4)
        team, skills = section.known("team", teams), read_skills(section)
        owner, needs = section.known("owner", handles), read_needs(section, key, needed)
        out.append(ServiceSpec(key, name, criticality, team, skills, owner, needs))
        section.done()
    return tuple(out)


def read_skills(section: Section) -> tuple[str, ...]:
    """Skills are words: one each, so that people can be told by them."""
    found = section.names("skills")
    for skill in found:
        if len(skill.split()) > 1:
            section.wrong("skills", f"“{skill}” has a space in it; write {'-'.join(skill.split())}")
    return tuple(skill for skill in found if len(skill.split()) == 1)


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
        read_skills(section),
        read_contacts(section),
        read_quiet(section),
    )
    section.done()
    return operator
