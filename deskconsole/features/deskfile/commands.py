"""Making the desk what its file says: one call, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.instants import Instant, from_iso, to_datetime
from deskconsole.features.agreements.events import (
    AgreementRetired,
    AgreementTookOver,
    AgreementVersioned,
    CalendarRetired,
    CalendarVersioned,
)
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, calendar_of
from deskconsole.features.deskfile.build import agreement_body, calendar_body
from deskconsole.features.deskfile.plan import Held, Step
from deskconsole.features.deskfile.regions import years_around
from deskconsole.features.deskfile.softening import require_agreement, softer
from deskconsole.features.deskfile.spec import (
    AgreementSpec,
    CalendarSpec,
    CustomerSpec,
    DeskSpec,
    MaintenanceSpec,
    OperatorSpec,
    ServiceSpec,
    Spec,
    TeamSpec,
    TriageSpec,
    VendorSpec,
    plain,
)
from deskconsole.features.deskfile.views import current
from deskconsole.features.directory.events import (
    CustomerDefined,
    DeskDescribed,
    OperatorDefined,
    ServiceDefined,
    TeamDefined,
    VendorDefined,
)
from deskconsole.features.maintenance.events import MaintenanceRuled
from deskconsole.features.triage.events import TriageRuled
from deskconsole.sla.calendars import Calendar, CalendarVersion, compile_calendar

_TABLES = {
    "calendar": "calendar_version", "team": "team", "customer": "customer", "service": "service",
    "operator": "operator", "vendor": "vendor", "agreement": "agreement_version",
}  # fmt: skip


@command("desk.apply", needs="desk.apply")
def apply(desk: Desk, steps: Sequence[Step]) -> Iterator[Event]:
    """Carry out the steps from what the desk holds to what its file says."""
    yield from _Applying(desk).all(steps)


class _Applying:
    """Gives numbers to what is new, and knows which version an agreement names."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, desk.now
        self.last_ticket = desk.next_id("ticket") - 1
        self.next = {kind: desk.next_id(table) for kind, table in _TABLES.items()}
        self.bodies: dict[str, dict[str, Any]] = {}  # of calendars that are made now
        self.calendars = {held.spec.name: held.id for held in current(desk).calendars}
        self.promised = any(row.retired_at is None for row in desk.all(AGREEMENTS))

    def all(self, steps: Sequence[Step]) -> Iterator[Event]:
        for step in steps:
            yield from self._retired(step) if step.spec is None else self._made(step, step.spec)

    def _number(self, step: Step) -> int:
        """A row that stays keeps its number; a new one, and a new version, gets the next."""
        if step.held and step.kind not in ("calendar", "agreement"):
            return step.held.id
        self.next[step.kind] += 1
        return self.next[step.kind] - 1

    def _made(self, step: Step, spec: Spec) -> Iterator[Event]:
        now = self.now
        match spec:
            case DeskSpec(name, zone, prefix):
                yield DeskDescribed(at=now, desk=1, name=name, zone=zone, prefix=prefix)
            case TriageSpec():
                yield TriageRuled(at=now, triage=1, body=plain(spec))
            case MaintenanceSpec(notice, cap):
                yield MaintenanceRuled(at=now, maintenance_rules=1, notice_s=notice, cap_s=cap)
            case TeamSpec(key, name):
                yield TeamDefined(at=now, team=self._number(step), key=key, name=name)
            case CustomerSpec(key, name, tier, zone):
                yield CustomerDefined(at=now, customer=self._number(step), key=key, name=name, tier=tier, zone=zone)
            case ServiceSpec(key, name, criticality, team):
                number = self._number(step)
                yield ServiceDefined(at=now, service=number, key=key, name=name, criticality=criticality, team=team)
            case OperatorSpec():
                yield self._operator(self._number(step), spec)
            case VendorSpec(key, name):
                yield VendorDefined(at=now, vendor=self._number(step), key=key, name=name)
            case CalendarSpec():
                yield from self._calendar(step, spec)
            case AgreementSpec():
                yield from self._agreement(step, spec)

    def _operator(self, number: int, spec: OperatorSpec, active: int = 1) -> OperatorDefined:
        return OperatorDefined(
            at=self.now,
            operator=number,
            handle=spec.handle,
            name=Private(spec.name),
            account=spec.account,
            roles=" ".join(spec.roles),
            teams=" ".join(spec.teams),
            customers=" ".join(spec.customers),
            active=active,
        )

    def _calendar(self, step: Step, spec: CalendarSpec) -> Iterator[Event]:
        number = self.calendars[spec.name] = self._number(step)
        years = years_around(to_datetime(self.now, UTC).year)
        body = self.bodies[spec.name] = calendar_body(spec, number, step.version, years)
        if step.held and not step.held.retired:
            yield CalendarRetired(at=self.now, calendar=step.held.id)
        yield CalendarVersioned(at=self.now, calendar=number, name=spec.name, version=step.version, body=body)

    def _agreement(self, step: Step, spec: AgreementSpec) -> Iterator[Event]:
        begins = from_iso(spec.effective, self._zone(spec.calendar)) if spec.effective else None
        if step.version > 1 and begins is None:
            begins = (
                self.now
            )  # it is for tickets that are yet to come (rule 11); the first one also for those there are
        ends = Instant(max(begins or self.now, self.now))
        if step.held and not step.held.retired:
            yield AgreementRetired(at=self.now, agreement=step.held.id, from_at=ends, until=self._until(ends))
        number = self._number(step)
        moves = step.version > 1 and spec.existing == "move"
        if moves and step.held:
            require_agreement(spec, self._losses(step.held, spec))
        yield AgreementVersioned(
            at=self.now,
            agreement=number,
            name=spec.name,
            version=step.version,
            calendar=self.calendars[spec.calendar],
            body=agreement_body(spec, self.calendars),
            effective_at=begins,
            after=self._until(ends) if step.version > 1 else self.last_ticket if self.promised else None,
            existing="move" if moves else None,
        )
        if moves and begins is not None and begins <= self.now:
            yield AgreementTookOver(at=self.now, agreement=number)

    def _zone(self, calendar: str) -> ZoneInfo:
        """Where the days of a calendar begin."""
        body = self.bodies.get(calendar)
        return ZoneInfo(body["zone"] if body else self._calendar_held(calendar).version.zone)

    def _calendar_held(self, name: str) -> Calendar:
        return calendar_of(self.desk.one(CALENDAR, id=self.calendars[name]))

    def _losses(self, held: Held[Spec], spec: AgreementSpec) -> list[str]:
        """What customers of the version before lose by going over to this one."""
        assert isinstance(held.spec, AgreementSpec)
        number = next(row.calendar for row in self.desk.all(AGREEMENTS) if row.id == held.id)
        was = calendar_of(self.desk.one(CALENDAR, id=number))
        body = self.bodies.get(spec.calendar)
        becomes = compile_calendar(CalendarVersion.from_dict(body)) if body else was
        if not body and held.spec.calendar != spec.calendar:
            becomes = self._calendar_held(spec.calendar)
        return list(softer(held.spec, spec, was, becomes, self.now))

    def _until(self, at: Instant | None) -> int | None:
        """The last ticket before a change that is made in this instant."""
        return self.last_ticket if at == self.now else None

    def _retired(self, step: Step) -> Iterator[Event]:
        assert step.held
        now, held = self.now, step.held
        match held.spec:
            case TeamSpec(key, name):
                yield TeamDefined(at=now, team=held.id, key=key, name=name, active=0)
            case CustomerSpec(key, name, tier, zone):
                yield CustomerDefined(at=now, customer=held.id, key=key, name=name, tier=tier, active=0, zone=zone)
            case ServiceSpec(key, name, criticality, team):
                yield ServiceDefined(
                    at=now, service=held.id, key=key, name=name, criticality=criticality, team=team, active=0
                )
            case OperatorSpec():
                yield self._operator(held.id, held.spec, active=0)
            case VendorSpec(key, name):
                yield VendorDefined(at=now, vendor=held.id, key=key, name=name, active=0)
            case CalendarSpec():
                yield CalendarRetired(at=now, calendar=held.id)
            case AgreementSpec():
                yield AgreementRetired(at=now, agreement=held.id, from_at=Instant(now), until=self._until(now))
