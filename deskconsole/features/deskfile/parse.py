"""A desk file, read: either all of it makes sense, or everything that does not is named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path as FilePath

from deskconsole.core.toml.problems import BadFile, Sheet
from deskconsole.core.toml.reading import sections, text_of
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.agreements import Known, read_agreements, read_metrics
from deskconsole.features.deskfile.calendars import read_calendars, read_zone
from deskconsole.features.deskfile.chasing import read_closing
from deskconsole.features.deskfile.comms import read_comms
from deskconsole.features.deskfile.delivery import read_channels
from deskconsole.features.deskfile.dependencies import needed_keys, read_items, refuse_circles
from deskconsole.features.deskfile.directory import (
    read_customers,
    read_operators,
    read_services,
    read_teams,
    read_vendors,
)
from deskconsole.features.deskfile.escalations import read_escalations
from deskconsole.features.deskfile.handover import read_handover
from deskconsole.features.deskfile.mail import read_mail
from deskconsole.features.deskfile.maintenance import read_maintenance
from deskconsole.features.deskfile.notices import read_notices
from deskconsole.features.deskfile.offline import read_offline
from deskconsole.features.deskfile.oncall import read_on_call
from deskconsole.features.deskfile.rosters import read_roster
from deskconsole.features.deskfile.spec import DeskFile, DeskSpec, TriageSpec
from deskconsole.features.deskfile.taxonomy import read_categories, read_fields
from deskconsole.features.deskfile.templates import read_macros, read_templates
from deskconsole.features.deskfile.triage import read_bounds, read_holds, read_matrix, read_promises, read_routing
from deskconsole.features.deskfile.war_rooms import read_war_rooms

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,7}-?")


def read(path: FilePath) -> DeskFile:
    """The desk file at a path. Raises BadFile, or BadInput where there is no such text."""
    return parse(text_of(path), str(path))


def parse(text: str, file: str = "desk.toml") -> DeskFile:
    """What a desk file says. Raises BadFile with all its problems."""
    return placed(text, file)[0]


def placed(text: str, file: str = "desk.toml") -> tuple[DeskFile, Sheet]:
    """The same, and where its keys stand."""
    root = sections(text, file)
    made = _file(root)
    if root.sheet.problems:
        raise BadFile(root.sheet.problems)
    return made, root.sheet


def _file(root: Section) -> DeskFile:
    """Section by section, those first that others refer to; each refers to what was written, also where it is wrong."""
    desk = _desk(root)
    calendars, teams, customers = read_calendars(root), read_teams(root), read_customers(root)
    team_keys, customer_keys = {team.key for team in teams}, {customer.key for customer in customers}
    operators = read_operators(root, team_keys, customer_keys)
    handles = {operator.handle for operator in operators}
    needed = needed_keys(root)
    services = read_services(root, team_keys, handles, needed)
    items = read_items(root, needed, {service.key for service in services})
    refuse_circles(root, services, items)
    vendors = read_vendors(root, team_keys)
    categories = read_categories(root, handles)
    matrix, conflict = read_matrix(root)
    names = {calendar.name for calendar in calendars}
    holds, closing = read_holds(root, names), read_closing(root, names)
    known = Known(
        calendars=names,
        teams=team_keys,
        customers=customer_keys,
        services={service.key for service in services},
        tiers={customer.tier for customer in customers if customer.tier},
        holds={hold.reason for hold in holds},
        vendors={vendor.key for vendor in vendors},
        tier_of={customer.key: customer.tier for customer in customers},
        categories={category.key for category in categories},
    )
    templates = read_templates(root, {each.key for each in services}, {each.key for each in categories})
    own = read_metrics(root)
    metrics = own | read_notices(root, {each.key for each in templates if each.type is None}, own)
    escalations = read_escalations(root, known, operators, metrics)
    agreements = read_agreements(root, replace(known, escalations={each.name for each in escalations}), metrics)
    triage = TriageSpec(
        matrix, conflict, read_routing(root, known), holds, *read_bounds(root), closing, read_promises(root)
    )
    maintenance, fields = read_maintenance(root), read_fields(root)
    mail = read_mail(root, team_keys)
    channels = read_channels(root, mail)
    macros = read_macros(root, {hold.reason for hold in holds})
    on_call = read_on_call(root, desk, team_keys, handles)
    comms = read_comms(root, customer_keys, known.services)
    war_rooms = read_war_rooms(root, agreements, metrics, fields)
    roster = read_roster(root, desk, team_keys, handles)
    offline, handover = read_offline(root, channels), read_handover(root)
    root.done()
    return DeskFile(
        desk, calendars, teams, operators, customers, services, agreements, triage, vendors, maintenance, templates,
        macros, categories, fields, mail, channels, escalations=escalations, on_call=on_call, roster=roster,
        offline=offline, items=items, war_rooms=war_rooms, comms=comms, handover=handover,
    )  # fmt: skip


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
