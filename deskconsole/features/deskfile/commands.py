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
from deskconsole.features.delivery.events import ChannelDefined, ContactDefined
from deskconsole.features.delivery.views import CONTACT_ROWS, ChannelSpec
from deskconsole.features.deskfile.build import agreement_body, calendar_body
from deskconsole.features.deskfile.plain import plain
from deskconsole.features.deskfile.plan import VERSIONED, Held, Step
from deskconsole.features.deskfile.regions import years_around
from deskconsole.features.deskfile.softening import require_agreement, softer
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
    Spec,
    TeamSpec,
    TemplateSpec,
    TriageSpec,
    VendorSpec,
)
from deskconsole.features.deskfile.views import current
from deskconsole.features.directory.events import (
    CustomerDefined,
    DeskDescribed,
    ItemDefined,
    OperatorDefined,
    ServiceDefined,
    TeamDefined,
    VendorDefined,
)
from deskconsole.features.escalation.events import PolicyRetired, PolicyVersioned
from deskconsole.features.handover.events import HandoverRuled
from deskconsole.features.handover.views import HandoverSpec
from deskconsole.features.mail.events import MailRuled
from deskconsole.features.mail.views import MailSpec
from deskconsole.features.maintenance.events import MaintenanceRuled
from deskconsole.features.offline.events import OfflineRuled
from deskconsole.features.offline.views import OfflineSpec
from deskconsole.features.room_updates.events import CommsRuled
from deskconsole.features.room_updates.views import CommsSpec
from deskconsole.features.rosters.events import OnCallListed, RosterVersioned
from deskconsole.features.rosters.views import RosterSpec
from deskconsole.features.taxonomy.events import CategoryDefined, FieldDefined
from deskconsole.features.templates.events import MacroDefined, TemplateDefined
from deskconsole.features.triage.events import TriageRuled
from deskconsole.features.war_room.events import RoomRuleRetired, RoomRuleVersioned
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar

_TABLES = {
    "calendar": "calendar_version", "team": "team", "customer": "customer", "service": "service",
    "operator": "operator", "vendor": "vendor", "agreement": "agreement_version",
    "escalation": "escalation_policy",
    "template": "template", "macro": "macro", "category": "category", "field": "custom_field",
    "item": "item", "channel": "channel", "war room rule": "war_room_rule", "contact": "operator_contact",
    "roster": "roster_version",
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
        if step.held and step.kind not in VERSIONED:
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
            case TeamSpec(key, name, assign):
                yield TeamDefined(at=now, team=self._number(step), key=key, name=name, assign=assign)
            case MailSpec():
                yield MailRuled(at=now, mail_rules=1, body=plain(spec))
            case CommsSpec():
                yield CommsRuled(at=now, comms_rules=1, body=plain(spec))
            case CustomerSpec(key, name, tier, zone):
                yield CustomerDefined(at=now, customer=self._number(step), key=key, name=name, tier=tier, zone=zone)
            case ServiceSpec(key, name, criticality, team, _, owner):
                number, skills = self._number(step), " ".join(spec.skills) or None
                needs = " ".join(spec.needs) or None
                yield ServiceDefined(
                    at=now, service=number, key=key, name=name, criticality=criticality, team=team, skills=skills,
                    owner=owner, needs=needs,
                )  # fmt: skip
            case ItemSpec():
                yield self._item(self._number(step), spec)
            case OperatorSpec():
                number = self._number(step)
                yield self._operator(number, spec)
                yield from self._contacts(number, spec.contacts)
            case ChannelSpec():
                yield self._channel(self._number(step), spec)
            case VendorSpec(key, name):
                yield VendorDefined(at=now, vendor=self._number(step), key=key, name=name)
            case CategorySpec() | FieldSpec():
                yield self._taxonomy(self._number(step), spec)
            case CalendarSpec():
                yield from self._calendar(step, spec)
            case AgreementSpec():
                yield from self._agreement(step, spec)
            case EscalationSpec():
                yield from self._escalation(step, spec)
            case RoomRuleSpec():
                yield from self._war_room(step, spec)
            case OnCallSpec():
                yield OnCallListed(at=now, on_call=1, body=plain(spec))
            case RosterSpec():
                yield RosterVersioned(at=now, roster_version=self._number(step), version=step.version, body=plain(spec))
            case HandoverSpec():
                yield HandoverRuled(at=now, handover_rules=1, body=plain(spec))
            case OfflineSpec():
                yield OfflineRuled(at=now, offline_rules=1, body=plain(spec))
            case TemplateSpec():
                yield self._template(self._number(step), spec)
            case MacroSpec():
                yield self._macro(self._number(step), spec)

    def _template(self, number: int, spec: TemplateSpec, active: int = 1) -> TemplateDefined:
        return TemplateDefined(
            at=self.now, template=number, key=spec.key, name=spec.name, text=spec.text, active=active, type=spec.type,
            **dict(spec.sets),
        )  # fmt: skip

    def _macro(self, number: int, spec: MacroSpec, active: int = 1) -> MacroDefined:
        steps = {"steps": [[step.do, [list(pair) for pair in step.arguments]] for step in spec.steps]}
        return MacroDefined(
            at=self.now, macro=number, key=spec.key, name=spec.name, text=spec.text, writes=spec.writes, body=steps,
            active=active,
        )  # fmt: skip

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
            skills=" ".join(spec.skills) or None,
            quiet=spec.quiet,
        )

    def _item(self, number: int, spec: ItemSpec, active: int = 1) -> ItemDefined:
        return ItemDefined(
            at=self.now, item=number, key=spec.key, name=spec.name, needs=" ".join(spec.needs), alike=spec.like,
            active=active,
        )  # fmt: skip

    def _contacts(self, operator: int, wanted: Sequence[tuple[str, str]]) -> Iterator[ContactDefined]:
        """Where somebody is reached from now on; a kind of contact keeps its row."""
        rows = {row.kind: row for row in self.desk.all(CONTACT_ROWS, person=operator)}
        for place, (kind, value) in enumerate(wanted):
            row = rows.pop(kind, None)
            if row and row.active and (row.place, row.value) == (place, value):
                continue
            if row is None:
                self.next["contact"] += 1
            number = row.id if row else self.next["contact"] - 1
            yield ContactDefined(
                at=self.now, operator_contact=number, operator=operator, kind_of=kind, place=place, value=Private(value)
            )
        for row in rows.values():
            if row.active:
                yield ContactDefined(
                    at=self.now, operator_contact=row.id, operator=operator, kind_of=row.kind, place=row.place, active=0
                )

    def _channel(self, number: int, spec: ChannelSpec, active: int = 1) -> ChannelDefined:
        body = {name: value for name, value in plain(spec).items() if name != "key"}
        return ChannelDefined(at=self.now, channel=number, key=spec.key, body=body, active=active)

    def _taxonomy(self, number: int, spec: CategorySpec | FieldSpec, active: int = 1) -> Event:
        if isinstance(spec, CategorySpec):
            return CategoryDefined(
                at=self.now, category=number, key=spec.key, name=spec.name, owner=spec.owner, review_on=spec.review,
                skills=" ".join(spec.skills), active=active,
            )  # fmt: skip
        return FieldDefined(
            at=self.now, field=number, key=spec.key, label=spec.label, shape=spec.kind, choices=spec.choices,
            required_for=spec.required_for, step=spec.at, private=spec.private, active=active,
        )  # fmt: skip

    def _calendar(self, step: Step, spec: CalendarSpec) -> Iterator[Event]:
        number = self.calendars[spec.name] = self._number(step)
        years = years_around(to_datetime(self.now, UTC).year)
        body = self.bodies[spec.name] = calendar_body(spec, number, step.version, years)
        if step.held and not step.held.retired:
            yield CalendarRetired(at=self.now, calendar=step.held.id)
        yield CalendarVersioned(at=self.now, calendar=number, name=spec.name, version=step.version, body=body)

    def _escalation(self, step: Step, spec: EscalationSpec) -> Iterator[Event]:
        if step.held and not step.held.retired:
            yield PolicyRetired(at=self.now, escalation_policy=step.held.id)
        yield PolicyVersioned(
            at=self.now, escalation_policy=self._number(step), name=spec.name, version=step.version,
            body={word: said for word, said in plain(spec).items() if word != "name"},
        )  # fmt: skip

    def _war_room(self, step: Step, spec: RoomRuleSpec) -> Iterator[Event]:
        if step.held and not step.held.retired:
            yield RoomRuleRetired(at=self.now, war_room_rule=step.held.id)
        yield RoomRuleVersioned(
            at=self.now, war_room_rule=self._number(step), name=spec.name, version=step.version,
            body={word: said for word, said in plain(spec).items() if word != "name"},
        )  # fmt: skip

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
            case ItemSpec():
                yield self._item(held.id, held.spec, active=0)
            case OperatorSpec():
                yield self._operator(held.id, held.spec, active=0)
                yield from self._contacts(held.id, ())
            case ChannelSpec():
                yield self._channel(held.id, held.spec, active=0)
            case VendorSpec(key, name):
                yield VendorDefined(at=now, vendor=held.id, key=key, name=name, active=0)
            case TemplateSpec():
                yield self._template(held.id, held.spec, active=0)
            case MacroSpec():
                yield self._macro(held.id, held.spec, active=0)
            case CategorySpec() | FieldSpec():
                yield self._taxonomy(held.id, held.spec, active=0)
            case CalendarSpec():
                yield CalendarRetired(at=now, calendar=held.id)
            case EscalationSpec():
                yield PolicyRetired(at=now, escalation_policy=held.id)
            case RoomRuleSpec():
                yield RoomRuleRetired(at=now, war_room_rule=held.id)
            case AgreementSpec():
                yield AgreementRetired(at=now, agreement=held.id, from_at=Instant(now), until=self._until(now))
