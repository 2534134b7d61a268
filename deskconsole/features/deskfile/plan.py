"""What a desk file would change: compared with what the desk holds now, step by step, each with a line to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from deskconsole.features.deskfile.spec import (
    AgreementSpec,
    CalendarSpec,
    CustomerSpec,
    DeskFile,
    DeskSpec,
    MaintenanceSpec,
    OperatorSpec,
    ServiceSpec,
    Spec,
    TeamSpec,
    TriageSpec,
    VendorSpec,
)
from deskconsole.features.deskfile.wording import differences, summary

S = TypeVar("S", bound=Spec, covariant=True)

Act = Literal["create", "change", "retire"]
Kind = Literal[
    "desk", "calendar", "team", "customer", "service", "operator", "vendor", "agreement", "triage", "maintenance"
]

VERSIONED: tuple[Kind, ...] = ("calendar", "agreement")
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
    )


def key_of(spec: Spec) -> str:
    """How a spec is named within its section."""
    match spec:
        case TeamSpec(key) | CustomerSpec(key) | ServiceSpec(key) | OperatorSpec(key) | VendorSpec(key):
            return key
        case CalendarSpec(name) | AgreementSpec(name):
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
    yield "operator", file.operators, current.operators
    yield "vendor", file.vendors, current.vendors
    yield "triage", [file.triage], [current.triage] if current.triage else []
    held = [current.maintenance] if current.maintenance else []
    yield "maintenance", [file.maintenance] if file.maintenance else [], held
    yield "agreement", file.agreements, current.agreements


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
