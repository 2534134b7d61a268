"""A desk as desk file text: what `parse` reads back as the same, with a comment for each section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from deskconsole.features.delivery.views import ChannelSpec
from deskconsole.features.deskfile.amounts import amount, clock, written
from deskconsole.features.deskfile.comms import tables
from deskconsole.features.deskfile.export_escalation import escalation, war_room
from deskconsole.features.deskfile.export_rosters import on_call, roster
from deskconsole.features.deskfile.export_stakes import credits_of, item
from deskconsole.features.deskfile.spec import (
    ALWAYS,
    DAYS,
    NO_WEEK,
    AgreementSpec,
    Amounts,
    CalendarSpec,
    CategorySpec,
    Day,
    DeskFile,
    FieldSpec,
    MacroSpec,
    MaintenanceSpec,
    MetricSpec,
    OperatorSpec,
    RoutingSpec,
    SeasonSpec,
    ServiceSpec,
    TargetSpec,
    TemplateSpec,
    TriageSpec,
    VariantSpec,
    Week,
)
from deskconsole.features.deskfile.toml_text import inline as _inline
from deskconsole.features.deskfile.toml_text import match as _match
from deskconsole.features.deskfile.toml_text import table as _table
from deskconsole.features.deskfile.toml_text import text, texts
from deskconsole.features.handover.views import HandoverSpec
from deskconsole.features.mail.views import MailSpec
from deskconsole.features.offline.views import OfflineSpec
from deskconsole.sla.agreements import THRESHOLDS, chooses_stop
from deskconsole.sla.metrics import SHIPPED, Notice


def export(file: DeskFile) -> str:
    """The text of a desk file."""
    parts = [
        "# The desk file: everything this desk is set up with. `deskconsole desk check` names what is wrong with it.",
        _table(("desk",), [("name", text(file.desk.name)), ("zone", text(file.desk.zone)), *_prefix(file)]),
        *_section("Calendars: when business time runs", map(_calendar, file.calendars)),
        *_section("Teams", (_named("teams", each, assign=each.assign) for each in file.teams)),
        *_section("Customers", (_named("customers", each, tier=each.tier, zone=each.zone) for each in file.customers)),
        *_section(
            "Services: criticality 1 is the highest",
            map(_service, file.services),
        ),
        *_section("Configuration items: what services run on", map(item, file.items)),
        *_section("Vendors: who works for us", (_named("vendors", each) for each in file.vendors)),
        *_section("Operators: without teams or customers they work for all", map(_operator, file.operators)),
        *_section("Categories: what tickets are about, and who answers for that", map(_category, file.categories)),
        *_section("Fields of our own: what a ticket must hold before it goes on", map(_field, file.fields)),
        *_section("Metrics of our own: what starts, stops and restarts them", _metrics(file.agreements)),
        *_section("Notices: who is told, from when that is owed, in which words", _notices(file.agreements)),
        *_section("Agreements: targets in business time of their calendar", map(_agreement, file.agreements)),
        *_section("Escalations: who is told when a promise is about to be broken", map(escalation, file.escalations)),
        *_section("War rooms: when many promises at risk are one matter", map(war_room, file.war_rooms)),
        *_section("Roster: who is on when, and who is called", roster(file.roster)),
        *_section("On call: who is called on single days", on_call(file.on_call)),
        *_section("Handover: how early it is drafted, and how long it may stay unaccepted", _handover(file.handover)),
        *_section("Offline: where the sheet goes for when the desk is down", _offline(file.offline)),
        *_section("Maintenance: what is announced later counts", _maintenance(file.maintenance)),
        *_section("Mail: who we are in it, our servers, the limits", _mail(file.mail)),
        *_section("Channels: how people are told, and what each falls back on", map(_channel, file.channels)),
        *_section(
            "War rooms: what they say and how often, who is called in, reviews",
            (_table(path, pairs) for path, pairs in tables(file.comms)),
        ),
        *_section("Triage: how urgent, what for, and whose", _triage(file.triage)),
        *_section(
            "Templates: what is written often",
            (
                _table(("templates", each.key), [*_written(each.name, each.text), *_for_new(each)])
                for each in file.templates
            ),
        ),
        *_section("Macros: a text, and the steps that follow it", map(_macro, file.macros)),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, tables: Iterable[str]) -> Iterator[str]:
    made = list(tables)
    if made:
        yield f"\n# --- {title} ".ljust(121, "-")
        yield from made


# --- sections --------------------------------------------------------------------------------------------------------


def _prefix(file: DeskFile) -> Iterator[tuple[str, str]]:
    if file.desk.prefix != "INC":
        yield "prefix", text(file.desk.prefix)


def _named(section: str, spec: object, **more: str | int | None) -> str:
    pairs = [("name", text(getattr(spec, "name")))]  # noqa: B009
    pairs += [(word, text(value) if isinstance(value, str) else str(value)) for word, value in more.items() if value]
    return _table((section, getattr(spec, "key")), pairs)  # noqa: B009


def _service(spec: ServiceSpec) -> str:
    made = _named("services", spec, criticality=spec.criticality, team=spec.team, owner=spec.owner)
    lists = (("skills", spec.skills), ("needs", spec.needs))
    return "\n".join([made, *(f"{word} = {texts(names)}" for word, names in lists if names)])


def _operator(spec: OperatorSpec) -> str:
    pairs = [("name", text(spec.name)), *([("account", text(spec.account))] if spec.account else [])]
    pairs.append(("roles", texts(spec.roles)))
    lists = (("teams", spec.teams), ("customers", spec.customers), ("skills", spec.skills))
    pairs += [(word, texts(names)) for word, names in lists if names]
    pairs += [("contacts", _inline((kind, text(value)) for kind, value in spec.contacts))] if spec.contacts else []
    pairs += [("quiet", text(spec.quiet))] if spec.quiet else []
    return _table(("operators", spec.handle), pairs)


def _channel(spec: ChannelSpec) -> str:
    words = ("kind", "to", "contact", "url_env", "secret_env", "domain", "fallback")
    pairs = [(word, text(value)) for word in words if (value := getattr(spec, word))]
    pairs += [(word, texts(value)) for word in ("command", "sandbox") if (value := getattr(spec, word))]
    pairs += [(word, text(written(value))) for word in ("timeout", "check") if (value := getattr(spec, word))]
    return _table(("channels", spec.key), pairs)


def _category(spec: CategorySpec) -> str:
    pairs = [("name", text(spec.name)), *([("owner", text(spec.owner))] if spec.owner else [])]
    pairs += [("review", spec.review)] if spec.review else []
    return _table(("categories", spec.key), pairs + ([("skills", texts(spec.skills))] if spec.skills else []))


def _field(spec: FieldSpec) -> str:
    pairs = [("label", text(spec.label)), ("kind", text(spec.kind))]
    pairs += [("choices", texts(spec.choices))] if spec.choices else []
    pairs += [("required_for", texts(spec.required_for))] if spec.required_for else []
    return _table(
        ("fields", spec.key), [*pairs, ("at", text(spec.at)), *([("private", "true")] if spec.private else [])]
    )


def _calendar(spec: CalendarSpec) -> str:
    hours = text("always") if spec.weekly == ALWAYS else _week(spec.weekly)
    pairs = [("zone", text(spec.zone)), ("hours", hours)]
    if spec.breaks != NO_WEEK:
        pairs.append(("breaks", _week(spec.breaks)))
    pairs += [(word, texts(days)) for word, days in (("holidays", spec.regions), ("closed", spec.closed)) if days]
    if spec.dated:
        pairs.append(("dated", _inline((day, _day(spans)) for day, spans in spec.dated)))
    return "\n\n".join([_table(("calendars", spec.name), pairs), *(_season(spec.name, each) for each in spec.seasons)])


def _season(name: str, spec: SeasonSpec) -> str:
    hours = text("always") if spec.weekly == ALWAYS else _week(spec.weekly)
    return _table(
        ("calendars", name, "seasons"),
        [("from", text(spec.first)), ("to", text(spec.last)), ("hours", hours)],
        several=True,
    )


def _week(week: Week) -> str:
    pairs: list[tuple[str, str]] = []
    if len(set(week[:5])) == 1 and week[0]:
        pairs.append(("weekdays", _day(week[0])))
    else:
        pairs += [(name, _day(day)) for name, day in zip(DAYS[:5], week, strict=False) if day]
    return _inline([*pairs, *((name, _day(day)) for name, day in zip(DAYS[5:], week[5:], strict=True) if day)])


def _day(spans: Day) -> str:
    return texts(map(clock, spans))


def _metric(spec: MetricSpec) -> str:
    pairs = [("word", text(spec.word)), ("start", texts(spec.start)), ("stop", texts(spec.stop))]
    pairs += [("restart", texts(spec.restart))] if spec.restart else []
    pairs += [("repeat", "true")] if spec.repeat else []
    pairs += [("reopen", text(spec.reopen)), ("pause", texts(spec.pause))]
    return _table(("metrics", spec.name), pairs)


def _metrics(agreements: Iterable[AgreementSpec]) -> list[str]:
    """The desk's own metrics, as the agreements that promise them know them."""
    return [_metric(spec) for spec in _own(agreements) if spec.notice is None]


def _own(agreements: Iterable[AgreementSpec]) -> list[MetricSpec]:
    own = {t.metric: t.definition for agreement in agreements for t in agreement.targets if t.definition}
    return [spec for _, spec in sorted(own.items())]


def _notices(agreements: Iterable[AgreementSpec]) -> list[str]:
    """Who is told what, as the agreements know it that say within how long."""
    return [_notice(spec, spec.notice) for spec in _own(agreements) if spec.notice is not None]


def _notice(metric: MetricSpec, spec: Notice) -> str:
    pairs = [("word", text(metric.word)), ("from", text(spec.since))]
    pairs += [("tag" if spec.since == "tag" else "metric", text(spec.of))] if spec.of else []
    pairs += [("to", text(spec.to))]
    pairs += [(key, text(said)) for key, said in (("name", spec.name), ("contact", spec.contact)) if said]
    return _table(("notices", metric.name), [*pairs, ("template", text(spec.template))])


def _agreement(spec: AgreementSpec) -> str:
    pairs = [("calendar", text(spec.calendar))]
    if spec.layer != "sla":
        pairs += [("layer", text(spec.layer)), ("party", text(spec.party or ""))]
    pairs += [("effective", spec.effective)] if spec.effective else []
    pairs += [("existing", text(spec.existing))] if spec.existing != "keep" else []
    pairs += [("acknowledged", text(spec.acknowledged))] if spec.acknowledged else []
    pairs += [("objective", f"{spec.objective // 10}.{spec.objective % 10}")] if spec.objective else []
    pairs += [("escalation", text(spec.escalation))] if spec.escalation else []
    pairs += [("match", _match(spec.match))] if spec.match else []
    tables = [_table(("agreements", spec.name), pairs)]
    tables += [credits_of(spec.name, spec.credits)] if spec.credits else []
    return "\n\n".join([*tables, *(_target(("agreements", spec.name, each.metric), each) for each in spec.targets)])


def _target(path: Sequence[str], spec: TargetSpec) -> str:
    """A metric. What pauses it is always written: it is what people come to look up."""
    if spec.definition and spec.definition.notice:
        return _table(path, [*_within(spec.seconds), *_thresholds(spec)])
    means = spec.definition.metric if spec.definition else SHIPPED[spec.metric]
    pairs = [("targets", _amounts(spec.seconds)), ("pause", texts(spec.pauses))]
    if not spec.definition and chooses_stop(means):
        pairs.append(("stop", text(spec.stop)))
    if means.reopen == "goes-on":
        pairs.append(("reopen", text(spec.reopen)))
    if spec.start:
        pairs.append(("start", text(spec.start)))
    if spec.priority != "rule8":
        pairs.append(("priority", text(spec.priority)))
    pairs += _thresholds(spec)
    if spec.grace:
        pairs.append(("grace", text(written(spec.grace))))
    if spec.limits:
        pairs.append(("limits", _inline((reason, text(written(seconds))) for reason, seconds in spec.limits)))
    if spec.maintenance is not None:
        pairs.append(("maintenance", "true" if spec.maintenance else "false"))
    return "\n\n".join([_table(path, pairs), *(_variant(path, each) for each in spec.variants)])


def _within(seconds: Amounts) -> list[tuple[str, str]]:
    """One time for all priorities, where it is one."""
    one = {each for _, each in seconds}
    if len(one) == 1 and len(seconds) == 5:
        return [("within", text(amount(one.pop())))]
    return [("targets", _amounts(seconds))]


def _thresholds(spec: TargetSpec) -> list[tuple[str, str]]:
    return [("thresholds", str(list(spec.thresholds)))] if spec.thresholds != THRESHOLDS else []


def _amounts(seconds: Amounts) -> str:
    return _inline((f"p{priority}", text(amount(each))) for priority, each in seconds)


def _variant(path: Sequence[str], spec: VariantSpec) -> str:
    if spec.season:
        pairs = [("from", text(spec.season[0])), ("to", text(spec.season[1])), ("targets", _amounts(spec.seconds))]
        return _table((*path, "seasons"), pairs, several=True)
    return _table((*path, "outside"), [("calendar", text(spec.calendar or "")), ("targets", _amounts(spec.seconds))])


def _bounds(spec: TriageSpec) -> Iterator[str]:
    """Those that are not the usual ones."""
    usual, sections = TriageSpec(), {"intake": ("oldest", "backdate"), "reopen": ("reopen_window",)}
    for section, names in sections.items():
        if said := [name for name in names if getattr(spec, name) != getattr(usual, name)]:
            words = {"reopen_window": "window"}
            yield _table((section,), [(words.get(name, name), text(written(getattr(spec, name)))) for name in said])
    if spec.unstarted != usual.unstarted:
        yield _table(("staffing",), [("unstarted", str(spec.unstarted))])


def _closing(spec: TriageSpec) -> Iterator[str]:
    spans = ((word, getattr(spec.closing, word)) for word in ("confirm_within", "close_after"))
    pairs = [(word, text(written(seconds))) for word, seconds in spans if seconds is not None]
    if pairs:
        yield _table(
            ("closing",), pairs + ([("calendar", text(spec.closing.calendar))] if spec.closing.calendar else [])
        )
    if spec.remind:
        yield _table(("promises",), [("remind", text(spec.remind))])


def _maintenance(spec: MaintenanceSpec | None) -> Iterator[str]:
    if spec:
        pairs = [("notice", text(written(spec.notice)))]
        yield _table(("maintenance",), pairs + ([("cap", text(written(spec.cap)))] if spec.cap is not None else []))


def _handover(spec: HandoverSpec | None) -> Iterator[str]:
    if spec:
        yield _table(("handover",), [(each.name, text(written(getattr(spec, each.name)))) for each in fields(spec)])


def _offline(spec: OfflineSpec | None) -> Iterator[str]:
    if spec:
        pairs = [("folder", text(spec.folder))] if spec.folder else []
        yield _table(("offline",), pairs + ([("mail", texts(spec.mail))] if spec.mail else []))


def _written(name: str, said: str) -> list[tuple[str, str]]:
    return [("name", text(name)), ("text", text(said))]


def _for_new(spec: TemplateSpec) -> list[tuple[str, str]]:
    return [("type", text(spec.type)), *((name, text(value)) for name, value in spec.sets)] if spec.type else []


def _macro(spec: MacroSpec) -> str:
    steps = [_inline([("do", text(s.do)), *((name, text(value)) for name, value in s.arguments)]) for s in spec.steps]
    pairs = [*_written(spec.name, spec.text), ("writes", text(spec.writes)), ("steps", f"[{', '.join(steps)}]")]
    return _table(("macros", spec.key), pairs)


def _mail(spec: MailSpec | None) -> Iterator[str]:
    """Limits only where they are not the usual ones."""
    if not spec:
        return
    usual = MailSpec(spec.address)
    pairs = [("address", text(spec.address))]
    pairs += [(word, text(said)) for word in ("name", "domain") if (said := getattr(spec, word))]
    pairs += [("trusted", texts(spec.trusted))] if spec.trusted else []
    limits = ("size_mb", "hops", "automatic", "new")
    pairs += [(word, str(getattr(spec, word))) for word in limits if getattr(spec, word) != getattr(usual, word)]
    yield _table(("mail",), pairs)
    if spec.teams:
        yield _table(("mail", "teams"), [(team, text(address)) for team, address in spec.teams])
    for word, server in (("smtp", spec.smtp), ("imap", spec.imap)):
        if server:
            said = {name: value for name, value in vars(server).items() if value is not None}
            yield _table(
                ("mail", word),
                [(name, text(value) if isinstance(value, str) else str(value)) for name, value in said.items()],
            )


def _triage(spec: TriageSpec) -> Iterator[str]:
    rows = "".join(f"  {list(row)},\n" for row in spec.matrix)
    yield _table(("triage",), [("matrix", f"[\n{rows}]"), ("conflict", text(spec.conflict))])
    if not spec.holds:
        yield "[holds]"  # none at all, not those of every desk
    for hold in spec.holds:
        pairs = [("limit", text(written(hold.limit)))] if hold.limit else []
        pairs += [(word, "true") for word in ("open_ended", "needs_question") if getattr(hold, word)]
        pairs += [("chase", texts(map(written, hold.chase)))] if hold.chase else []
        pairs += [("resolve_after", text(written(hold.resolve_after)))] if hold.resolve_after else []
        pairs += [(word, text(said)) for word in ("calendar", "reminder") if (said := getattr(hold, word))]
        yield _table(("holds", hold.reason), pairs)
    yield from _bounds(spec)
    yield from _closing(spec)
    yield from map(_rule, spec.routing)


def _rule(rule: RoutingSpec) -> str:
    when = [("when", _match(rule.when))] if rule.when else []
    more = [("to", text(rule.to))] if rule.to != "team" else []
    more += [("unclaimed_after", text(f"{rule.unclaimed_after}%"))] if rule.unclaimed_after else []
    return _table(("routing",), [("name", text(rule.name)), *when, ("team", text(rule.team)), *more], several=True)
