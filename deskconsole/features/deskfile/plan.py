"""What a desk file would change: compared with what the desk holds now, step by step, each with a line to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from deskconsole.features.delivery.views import ChannelSpec
from deskconsole.features.deskfile.spec import (
    AgreementSpec,
    CalendarSpec,
    CategorySpec,
    CustomerSpec,
    DeskFile,
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
    Spec,
    TeamSpec,
    TemplateSpec,
    TriageSpec,
    VendorSpec,
)
from deskconsole.features.deskfile.wording import differences, summary
from deskconsole.features.handover.views import HandoverSpec
from deskconsole.features.mail.views import MailSpec
from deskconsole.features.offline.views import OfflineSpec
from deskconsole.features.room_updates.views import CommsSpec
from deskconsole.features.rosters.views import RosterSpec

S = TypeVar("S", bound=Spec, covariant=True)

Act = Literal["create", "change", "retire"]
Kind = Literal[
    "desk", "calendar", "team", "customer", "service", "operator", "vendor", "category", "field", "agreement", "triage",
    "maintenance", "mail", "channel", "template", "macro", "escalation", "on call", "offline", "roster", "item",
    "war rooms", "war room rule", "handover",
]  # fmt: skip

VERSIONED: tuple[Kind, ...] = ("calendar", "agreement", "escalation", "roster", "war room rule")
"""Kinds whose rows never change: a change is a new version beside the old one."""
FRESH_YEARS = 1
"""Public holidays are resolved anew when fewer whole years than this are known ahead."""


@dataclass(frozen=True)
class Held(Generic[S]):
    """A row as the desk holds it; of versioned kinds the newest version."""

    spec: S
    id: int
    version: int = 1
    retired: bool = False
    managed: bool = True
    """Whether a desk file set it. What came by import is left alone by a file that does not name it."""
    until: int | None = None
    """Calendars: the last year whose public holidays it knows; None where it has none."""


@dataclass(frozen=True)
class Current:
    """What the desk holds now, retired rows among it."""

    desk: Held[DeskSpec] | None = None
    calendars: Sequence[Held[CalendarSpec]] = ()
    teams: Sequence[Held[TeamSpec]] = ()
    customers: Sequence[Held[CustomerSpec]] = ()
    services: Sequence[Held[ServiceSpec]] = ()
    operators: Sequence[Held[OperatorSpec]] = ()
    vendors: Sequence[Held[VendorSpec]] = ()
    agreements: Sequence[Held[AgreementSpec]] = ()
    triage: Held[TriageSpec] | None = None
    maintenance: Held[MaintenanceSpec] | None = None
    templates: Sequence[Held[TemplateSpec]] = ()
    macros: Sequence[Held[MacroSpec]] = ()
    categories: Sequence[Held[CategorySpec]] = ()
    fields: Sequence[Held[FieldSpec]] = ()
    mail: Held[MailSpec] | None = None
    channels: Sequence[Held[ChannelSpec]] = ()
    escalations: Sequence[Held[EscalationSpec]] = ()
    on_call: Held[OnCallSpec] | None = None
    items: Sequence[Held[ItemSpec]] = ()
    comms: Held[CommsSpec] | None = None
    war_rooms: Sequence[Held[RoomRuleSpec]] = ()
    offline: Held[OfflineSpec] | None = None
    roster: Held[RosterSpec] | None = None
    handover: Held[HandoverSpec] | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do. `spec` is what it shall be (None: retired), `held` the row there is (None: a new one)."""

    act: Act
    kind: Kind
    key: str
    text: str
    spec: Spec | None = field(repr=False)
    held: Held[Spec] | None = field(repr=False)
    version: int = 1


def plan(file: DeskFile, current: Current, year: int | None = None) -> list[Step]:
    """The steps from what there is to what the file says, those first that others refer to; none where it is so.

    With the `year` it is now, calendars whose public holidays run out are renewed too.
    """
    sections = list(_sections(file, current))
    steps: list[Step] = []
    renewed: set[str] = set()
    for kind, wanted, held in sections:
        if kind == "calendar":
            made = [step for row in _pairs(kind, wanted, held) if (step := _calendar(*row, year))]
            renewed = {step.key for step in made if step.act == "change" or step.held}
        elif kind == "agreement":
            made = [step for row in _pairs(kind, wanted, held) if (step := _agreement(*row, renewed))]
        else:
            made = [step for row in _pairs(kind, wanted, held) if (step := _step(*row))]
        steps += made
    return steps + [step for kind, wanted, held in reversed(sections) for step in _retired(kind, wanted, held)]


def held_file(current: Current) -> DeskFile:
    """What the desk holds, as the desk file that would make it so."""
    return DeskFile(
        current.desk.spec if current.desk else DeskSpec("Service desk"),
        _alive(current.calendars),
        _alive(current.teams),
        _alive(current.operators),
        _alive(current.customers),
        _alive(current.services),
        _alive(current.agreements),
        current.triage.spec if current.triage else TriageSpec(),
        _alive(current.vendors),
        current.maintenance.spec if current.maintenance else None,
        _alive(current.templates),
        _alive(current.macros),
        _alive(current.categories),
        _alive(current.fields),
        current.mail.spec if current.mail else None,
        _alive(current.channels),
        escalations=_alive(current.escalations),
        on_call=current.on_call.spec if current.on_call else None,
        items=_alive(current.items),
        comms=current.comms.spec if current.comms else None,
        war_rooms=_alive(current.war_rooms),
        offline=current.offline.spec if current.offline else None,
        roster=current.roster.spec if current.roster else None,
        handover=current.handover.spec if current.handover else None,
    )


def key_of(spec: Spec) -> str:
    """How a spec is named within its section."""
    match spec:
        case TeamSpec(key) | CustomerSpec(key) | ServiceSpec(key) | OperatorSpec(key) | VendorSpec(key):
            return key
        case TemplateSpec(key) | MacroSpec(key) | CategorySpec(key) | FieldSpec(key) | ChannelSpec(key) | ItemSpec(key):
            return key
        case CalendarSpec(name) | AgreementSpec(name) | EscalationSpec(name) | RoomRuleSpec(name):
            return name
    return ""


def _alive(rows: Sequence[Held[S]]) -> tuple[S, ...]:
    alive = [row.spec for row in rows if row.managed and not row.retired]
    return tuple(sorted(alive, key=key_of))


def _sections(file: DeskFile, current: Current) -> Iterator[tuple[Kind, Sequence[Spec], Sequence[Held[Spec]]]]:
    yield "desk", [file.desk], [current.desk] if current.desk else []
    yield "calendar", file.calendars, current.calendars
    yield "team", file.teams, current.teams
    yield "customer", file.customers, current.customers
    yield "service", file.services, current.services
    yield "item", file.items, current.items
    yield "operator", file.operators, current.operators
    yield "vendor", file.vendors, current.vendors
    yield "category", file.categories, current.categories
    yield "field", file.fields, current.fields
    yield "triage", [file.triage], [current.triage] if current.triage else []
    held = [current.maintenance] if current.maintenance else []
    yield "maintenance", [file.maintenance] if file.maintenance else [], held
    yield "mail", [file.mail] if file.mail else [], [current.mail] if current.mail else []
    yield "channel", file.channels, current.channels
    yield "escalation", file.escalations, current.escalations
    duty = [current.on_call] if current.on_call else []
    yield "offline", [file.offline] if file.offline else [], [current.offline] if current.offline else []
    yield "on call", [file.on_call] if file.on_call else [], duty
    yield "war rooms", [file.comms] if file.comms else [], [current.comms] if current.comms else []
    yield "handover", [file.handover] if file.handover else [], [current.handover] if current.handover else []
    yield "roster", [file.roster] if file.roster else [], [current.roster] if current.roster else []
    yield "agreement", file.agreements, current.agreements
    yield "war room rule", file.war_rooms, current.war_rooms
    yield "template", file.templates, current.templates
    yield "macro", file.macros, current.macros


def _pairs(
    kind: Kind, wanted: Iterable[Spec], held: Iterable[Held[Spec]]
) -> Iterator[tuple[Kind, Spec, Held[Spec] | None]]:
    rows = {key_of(row.spec): row for row in held}
    for spec in wanted:
        yield kind, spec, rows.get(key_of(spec))


def _step(kind: Kind, spec: Spec, held: Held[Spec] | None, also: Iterable[str] = ()) -> Step | None:
    """What it takes to make one row as wanted; `also` are reasons for a new version beside the spec itself."""
    name = f"{kind} {key_of(spec)}".rstrip()
    if held is None or held.retired:
        version = held.version + 1 if held and kind in VERSIONED else 1
        again = " again" if held else ""
        return Step("create", kind, key_of(spec), f"+ {name}{again} {summary(spec)}", spec, held, version)
    reasons = [*differences(held.spec, spec), *also]
    if not reasons:
        return None
    versions = f" v{held.version} → v{held.version + 1}" if kind in VERSIONED else ""
    version = held.version + (kind in VERSIONED)
    return Step("change", kind, key_of(spec), f"~ {name}{versions}: {', '.join(reasons)}", spec, held, version)


def _calendar(kind: Kind, spec: Spec, held: Held[Any] | None, year: int | None) -> Step | None:
    assert isinstance(spec, CalendarSpec)
    runs_out = year is not None and spec.regions and held and held.until and held.until < year + FRESH_YEARS
    return _step(kind, spec, held, [f"public holidays after {held.until}"] if runs_out and held else [])


def _agreement(kind: Kind, spec: Spec, held: Held[Any] | None, renewed: set[str]) -> Step | None:
    """An agreement names the calendar version it is measured in, so a new one of those is a new one of it."""
    assert isinstance(spec, AgreementSpec)
    return _step(kind, spec, held, [f"follows calendar {name}" for name in sorted(spec.calendars & renewed)])


def _retired(kind: Kind, wanted: Iterable[Spec], held: Iterable[Held[Spec]]) -> Iterator[Step]:
    kept = {key_of(spec) for spec in wanted}
    if not kept:
        return  # a section that a file does not have is left alone: nobody is locked out by what is not said
    for row in sorted(held, key=lambda row: key_of(row.spec)):
        key = key_of(row.spec)
        if key not in kept and row.managed and not row.retired:
            yield Step("retire", kind, key, f"- {kind} {key} retired", None, row, row.version)
