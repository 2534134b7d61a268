"""What the desk holds now, as specs to compare a desk file with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.features.delivery.views import ALL_CONTACTS, ChannelSpec
from deskconsole.features.deskfile.build import agreement_spec, calendar_spec
from deskconsole.features.deskfile.plain import typed
from deskconsole.features.deskfile.plan import Current, Held
from deskconsole.features.deskfile.spec import (
    AgreementSpec,
    CalendarSpec,
    CategorySpec,
    CustomerSpec,
    DeskSpec,
    EscalationSpec,
    FieldSpec,
    ItemSpec,
    MacroSpec,
    MaintenanceSpec,
    OnCallSpec,
    OperatorSpec,
    RoomRuleSpec,
    ServiceSpec,
    StepSpec,
    TeamSpec,
    TemplateSpec,
    TriageSpec,
    VendorSpec,
)
from deskconsole.features.handover.views import SETTINGS as HANDOVER_NOW
from deskconsole.features.mail.views import MAIL as MAIL_NOW
from deskconsole.features.offline.views import OFFLINE as OFFLINE_NOW
from deskconsole.features.room_updates.views import COMMS as COMMS_NOW
from deskconsole.features.rosters.views import RosterSpec

R = TypeVar("R")


def _team(id: int, key: str, name: str, active: int, managed: int, assign: Any) -> Held[TeamSpec]:  # noqa: A002
    return Held(TeamSpec(key, name, assign), id, retired=not active, managed=bool(managed))


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
    skills: str,
    owner: str | None,
    needs: str,
) -> Held[ServiceSpec]:
    able, on = tuple(skills.split()), tuple(needs.split())
    return Held(ServiceSpec(key, name, criticality, team, able, owner, on), id, retired=not active)


def _item(id: int, key: str, name: str, needs: str, like: str | None, active: int) -> Held[ItemSpec]:  # noqa: A002
    return Held(ItemSpec(key, name, tuple(needs.split()), like), id, retired=not active)


def _vendor(id: int, key: str, name: str, active: int) -> Held[VendorSpec]:  # noqa: A002
    return Held(VendorSpec(key, name), id, retired=not active)


def _triage(body: str) -> Held[TriageSpec]:
    """A hold of before `open_ended` could be said lasts until somebody ends it, unless it has a limit."""
    said = json.loads(body)
    holds = [{"open_ended": hold.get("limit") is None, **hold} for hold in said["holds"]]
    return Held(typed(TriageSpec, {**said, "holds": holds}), 1)


def _template(
    number: int, key: str, name: str, text: str, active: int, kind: str | None, sets: str | None
) -> Held[TemplateSpec]:
    return Held(
        TemplateSpec(key, name, text, kind, tuple(json.loads(sets or "{}").items())), number, retired=not active
    )


def _macro(
    id: int,  # noqa: A002
    key: str,
    name: str,
    text: str,
    writes: str,
    steps: str,
    active: int,
) -> Held[MacroSpec]:
    does = tuple(StepSpec(do, tuple((name, value) for name, value in given)) for do, given in json.loads(steps))
    return Held(MacroSpec(key, name, text, writes, does), id, retired=not active)


def _operator(
    id: int,  # noqa: A002
    handle: str,
    name: str | None,
    account: str | None,
    roles: str,
    teams: str,
    customers: str,
    active: int,
    skills: str,
    quiet: str | None,
) -> Held[OperatorSpec]:
    of, to, by, can = (tuple(text.split()) for text in (roles, teams, customers, skills))
    spec = OperatorSpec(handle, name or handle, account, of, to, by, can, quiet=quiet)
    return Held(spec, id, retired=not active)


def _category(
    id: int,  # noqa: A002
    key: str,
    name: str,
    owner: str | None,
    review: str | None,
    skills: str,
    active: int,
) -> Held[CategorySpec]:
    return Held(CategorySpec(key, name, owner, review, tuple(skills.split())), id, retired=not active)


def _field(
    id: int,  # noqa: A002
    key: str,
    label: str,
    kind: str,
    choices: str,
    types: str,
    step: str,
    private: int,
    active: int,
) -> Held[FieldSpec]:
    among = tuple(choices.split("\n")) if choices else ()
    spec = FieldSpec(key, label, kind, among, tuple(types.split()), step, bool(private))
    return Held(spec, id, retired=not active)


def _calendar(id: int, version: int, body: str, retired_at: int | None) -> Held[CalendarSpec]:  # noqa: A002
    spec, until = calendar_spec(json.loads(body))
    return Held(spec, id, version, retired=retired_at is not None, until=until)


def _agreement(id: int, name: str, version: int, body: str, retired_at: int | None) -> Held[AgreementSpec]:  # noqa: A002
    return Held(agreement_spec(name, json.loads(body)), id, version, retired=retired_at is not None)


def _escalation(id: int, name: str, version: int, body: str, retired_at: int | None) -> Held[EscalationSpec]:  # noqa: A002
    spec = typed(EscalationSpec, {**json.loads(body), "name": name})
    return Held(spec, id, version, retired=retired_at is not None)


def _war_room(id: int, name: str, version: int, body: str, retired_at: int | None) -> Held[RoomRuleSpec]:  # noqa: A002
    spec = typed(RoomRuleSpec, {**json.loads(body), "name": name})
    return Held(spec, id, version, retired=retired_at is not None)


DESK = Query("select name, zone, prefix from desk where id = 1", lambda *row: Held(DeskSpec(*row), 1))
TRIAGE = Query("select body from triage where id = 1", _triage)
TEAMS = Query("select id, key, name, active, managed, assign from team", _team)
CUSTOMERS = Query("select id, key, name, tier, active, zone from customer", _customer)
SERVICES = Query(
    "select id, key, name, criticality, team, active, coalesce(skills, ''), owner, coalesce(needs, '') from service",
    _service,
)
ITEMS = Query("select id, key, name, needs, alike, active from item", _item)
VENDORS = Query("select id, key, name, active from vendor", _vendor)
OPERATORS = Query(
    "select o.id, o.handle, p.text, o.account, o.roles, o.teams, o.customers, o.active, coalesce(o.skills, ''),"
    " o.quiet from operator o left join private_text p on p.id = o.name",
    _operator,
)
CATEGORIES = Query("select id, key, name, owner, review_on, skills, active from category", _category)
FIELDS = Query("select id, key, label, kind, choices, required_for, step, private, active from custom_field", _field)
CALENDARS = Query("select id, version, body, retired_at from calendar_version order by version", _calendar)
MAINTENANCE = Query(
    "select notice_s, cap_s from maintenance_rules where id = 1", lambda *row: Held(MaintenanceSpec(*row), 1)
)
TEMPLATES = Query("select id, key, name, text, active, type, sets from template", _template)
MACROS = Query("select id, key, name, text, writes, steps, active from macro", _macro)
CHANNELS = Query(
    "select id, key, body, active from channel",
    lambda number, key, body, active: Held(ChannelSpec.of(key, json.loads(body)), number, retired=not active),
)
MAIL = Query(MAIL_NOW.sql, lambda body: Held(MAIL_NOW.row(body), 1))
COMMS = Query(COMMS_NOW.sql, lambda body: Held(COMMS_NOW.row(body), 1))
ESCALATIONS = Query("select id, name, version, body, retired_at from escalation_policy order by version", _escalation)
WAR_ROOMS = Query("select id, name, version, body, retired_at from war_room_rule order by version", _war_room)
HANDOVER = Query(HANDOVER_NOW.sql, lambda body: Held(HANDOVER_NOW.row(body), 1))
OFFLINE = Query(OFFLINE_NOW.sql, lambda body: Held(OFFLINE_NOW.row(body), 1))
ON_CALL = Query("select body from on_call where id = 1", lambda body: Held(typed(OnCallSpec, json.loads(body)), 1))
ROSTER = Query(
    "select id, version, body from roster_version order by version desc limit 1",
    lambda number, version, body: Held(RosterSpec.of(json.loads(body)), number, version),
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
        operators=_reached(desk),
        vendors=desk.all(VENDORS),
        agreements=_newest(desk.all(AGREEMENTS)),
        triage=desk.maybe(TRIAGE),
        maintenance=desk.maybe(MAINTENANCE),
        templates=desk.all(TEMPLATES),
        macros=desk.all(MACROS),
        categories=desk.all(CATEGORIES),
        fields=desk.all(FIELDS),
        mail=desk.maybe(MAIL),
        channels=desk.all(CHANNELS),
        escalations=_newest(desk.all(ESCALATIONS)),
        on_call=desk.maybe(ON_CALL),
        items=desk.all(ITEMS),
        comms=desk.maybe(COMMS),
        war_rooms=_newest(desk.all(WAR_ROOMS)),
        offline=desk.maybe(OFFLINE),
        roster=desk.maybe(ROSTER),
        handover=desk.maybe(HANDOVER),
    )


def _reached(desk: Reads) -> list[Held[OperatorSpec]]:
    """Operators with their contacts."""
    contacts: dict[int, list[tuple[str, str]]] = {}
    for operator, kind, value in desk.all(ALL_CONTACTS):
        contacts.setdefault(operator, []).append((kind, value or ""))
    return [
        replace(held, spec=replace(held.spec, contacts=tuple(contacts[held.id]))) if held.id in contacts else held
        for held in desk.all(OPERATORS)
    ]


def _newest(rows: Iterable[Held[Any]]) -> list[Held[Any]]:
    """The newest version of each name; rows come by version."""
    return list({row.spec.name: row for row in rows}.values())
