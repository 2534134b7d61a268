"""A desk file, read: either all of it makes sense, or everything that does not is named."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from deskconsole.core.toml.reading import sections, text_of
from deskconsole.features.deskfile.agreements import Known, read_agreements, read_metrics
from deskconsole.features.deskfile.calendars import read_calendars, read_zone
from deskconsole.features.deskfile.directory import (
    read_customers,
    read_operators,
    read_services,
    read_teams,
    read_vendors,
)
from deskconsole.features.deskfile.maintenance import read_maintenance
from deskconsole.features.deskfile.problems import BadDeskFile, Sheet
from deskconsole.features.deskfile.section import Section
from deskconsole.features.deskfile.spec import DeskFile, DeskSpec, TriageSpec
from deskconsole.features.deskfile.triage import read_bounds, read_holds, read_matrix, read_routing

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,7}-?")


def read(path: FilePath) -> DeskFile:
    """The desk file at a path. Raises BadDeskFile, or BadInput where there is no such text."""
    return parse(text_of(path), str(path))


def parse(text: str, file: str = "desk.toml") -> DeskFile:
    """What a desk file says. Raises BadDeskFile with all its problems."""
    return placed(text, file)[0]


def placed(text: str, file: str = "desk.toml") -> tuple[DeskFile, Sheet]:
    """The same, and where its keys stand."""
    root = sections(text, file)
    made = _file(root)
    if root.sheet.problems:
        raise BadDeskFile(root.sheet.problems)
    return made, root.sheet


def _file(root: Section) -> DeskFile:
    """Section by section, those first that others refer to; each refers to what was written, also where it is wrong."""
    desk = _desk(root)
    calendars, teams, customers = read_calendars(root), read_teams(root), read_customers(root)
    team_keys, customer_keys = {team.key for team in teams}, {customer.key for customer in customers}
    services = read_services(root, team_keys)
    vendors = read_vendors(root, team_keys)
    operators = read_operators(root, team_keys, customer_keys)
    matrix, conflict = read_matrix(root)
    holds = read_holds(root)
    known = Known(
        calendars={calendar.name for calendar in calendars},
        teams=team_keys,
        customers=customer_keys,
        services={service.key for service in services},
        tiers={customer.tier for customer in customers if customer.tier},
        holds={hold.reason for hold in holds},
        vendors={vendor.key for vendor in vendors},
        tier_of={customer.key: customer.tier for customer in customers},
    )
    agreements = read_agreements(root, known, read_metrics(root))
    triage = TriageSpec(matrix, conflict, read_routing(root, known), holds, *read_bounds(root))
    maintenance = read_maintenance(root)
    root.done()
    return DeskFile(desk, calendars, teams, operators, customers, services, agreements, triage, vendors, maintenance)


def _desk(root: Section) -> DeskSpec:
    if not root.has("desk"):
        root.missing("[desk]", "a section with the name of the desk")
    section = root.section("desk")
    if root.has("desk") and not section.has("name"):
        section.missing("name", '"Service desk"')
    desk = DeskSpec(section.text("name", "?"), read_zone(section), section.text("prefix", "INC"))
    if not _PREFIX.fullmatch(desk.prefix):
        section.wrong("prefix", f"“{desk.prefix}” is no prefix: up to eight capitals and digits, such as INC")
    section.done()
    return desk
