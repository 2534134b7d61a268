"""A desk as desk file text: what `parse` reads back as the same, with a comment for each section."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from deskconsole.features.deskfile.spec import (
    ALWAYS,
    DAYS,
    NO_WEEK,
    AgreementSpec,
    Amounts,
    CalendarSpec,
    Day,
    DeskFile,
    MaintenanceSpec,
    Match,
    MetricSpec,
    OperatorSpec,
    RoutingSpec,
    SeasonSpec,
    TargetSpec,
    TriageSpec,
    VariantSpec,
    Week,
    amount,
    clock,
    written,
)
from deskconsole.sla.agreements import THRESHOLDS, chooses_stop
from deskconsole.sla.metrics import SHIPPED

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def export(file: DeskFile) -> str:
    """The text of a desk file."""
    parts = [
        "# The desk file: everything this desk is set up with. `deskconsole desk check` names what is wrong with it.",
        _table(("desk",), [("name", text(file.desk.name)), ("zone", text(file.desk.zone)), *_prefix(file)]),
        *_section("Calendars: when business time runs", map(_calendar, file.calendars)),
        *_section("Teams", (_table(("teams", team.key), [("name", text(team.name))]) for team in file.teams)),
        *_section("Customers", (_named("customers", each, tier=each.tier, zone=each.zone) for each in file.customers)),
        *_section(
            "Services: criticality 1 is the highest",
            (_named("services", each, criticality=each.criticality, team=each.team) for each in file.services),
        ),
        *_section("Vendors: who works for us", (_named("vendors", each) for each in file.vendors)),
        *_section("Operators: without teams or customers they work for all", map(_operator, file.operators)),
        *_section("Metrics of our own: what starts, stops and restarts them", _metrics(file.agreements)),
        *_section("Agreements: targets in business time of their calendar", map(_agreement, file.agreements)),
        *_section("Maintenance: what is announced later counts", _maintenance(file.maintenance)),
        *_section("Triage: how urgent, what for, and whose", _triage(file.triage)),
    ]
    return "\n\n".join(parts) + "\n"


# --- words -----------------------------------------------------------------------------------------------------------


def text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(text, values))}]"


def key(name: str) -> str:
    return name if _BARE.fullmatch(name) else text(name)


def _section(title: str, tables: Iterable[str]) -> Iterator[str]:
    made = list(tables)
    if made:
        yield f"\n# --- {title} ".ljust(121, "-")
        yield from made


def _table(path: Sequence[str], pairs: Iterable[tuple[str, str]], several: bool = False) -> str:
    name = ".".join(map(key, path))
    lines = [f"[[{name}]]" if several else f"[{name}]"]
    return "\n".join([*lines, *(f"{key(word)} = {value}" for word, value in pairs)])


def _inline(pairs: Iterable[tuple[str, str]]) -> str:
    inner = ", ".join(f"{key(word)} = {value}" for word, value in pairs)
    return f"{{ {inner} }}" if inner else "{}"


# --- sections --------------------------------------------------------------------------------------------------------


def _prefix(file: DeskFile) -> Iterator[tuple[str, str]]:
    if file.desk.prefix != "INC":
        yield "prefix", text(file.desk.prefix)


def _named(section: str, spec: object, **more: str | int | None) -> str:
    pairs = [("name", text(getattr(spec, "name")))]  # noqa: B009
    pairs += [(word, text(value) if isinstance(value, str) else str(value)) for word, value in more.items() if value]
    return _table((section, getattr(spec, "key")), pairs)  # noqa: B009


def _operator(spec: OperatorSpec) -> str:
    pairs = [("name", text(spec.name)), *([("account", text(spec.account))] if spec.account else [])]
    pairs.append(("roles", texts(spec.roles)))
    pairs += [(word, texts(names)) for word, names in (("teams", spec.teams), ("customers", spec.customers)) if names]
    return _table(("operators", spec.handle), pairs)


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
    own = {t.metric: t.definition for agreement in agreements for t in agreement.targets if t.definition}
    return [_metric(spec) for _, spec in sorted(own.items())]


def _agreement(spec: AgreementSpec) -> str:
    pairs = [("calendar", text(spec.calendar))]
    if spec.layer != "sla":
        pairs += [("layer", text(spec.layer)), ("party", text(spec.party or ""))]
    pairs += [("effective", spec.effective)] if spec.effective else []
    pairs += [("existing", text(spec.existing))] if spec.existing != "keep" else []
    pairs += [("acknowledged", text(spec.acknowledged))] if spec.acknowledged else []
    pairs += [("objective", f"{spec.objective // 10}.{spec.objective % 10}")] if spec.objective else []
    pairs += [("match", _match(spec.match))] if spec.match else []
    tables = [_table(("agreements", spec.name), pairs)]
    return "\n\n".join([*tables, *(_target(("agreements", spec.name, each.metric), each) for each in spec.targets)])


def _match(match: Match) -> str:
    return _inline((word, text(values[0]) if len(values) == 1 else texts(values)) for word, values in match)


def _target(path: Sequence[str], spec: TargetSpec) -> str:
    """A metric. What pauses it is always written: it is what people come to look up."""
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
    if spec.thresholds != THRESHOLDS:
        pairs.append(("thresholds", str(list(spec.thresholds))))
    if spec.grace:
        pairs.append(("grace", text(written(spec.grace))))
    if spec.limits:
        pairs.append(("limits", _inline((reason, text(written(seconds))) for reason, seconds in spec.limits)))
    if spec.maintenance is not None:
        pairs.append(("maintenance", "true" if spec.maintenance else "false"))
    return "\n\n".join([_table(path, pairs), *(_variant(path, each) for each in spec.variants)])


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


def _maintenance(spec: MaintenanceSpec | None) -> Iterator[str]:
    if spec:
        pairs = [("notice", text(written(spec.notice)))]
        yield _table(("maintenance",), pairs + ([("cap", text(written(spec.cap)))] if spec.cap is not None else []))


def _triage(spec: TriageSpec) -> Iterator[str]:
    rows = "".join(f"  {list(row)},\n" for row in spec.matrix)
    yield _table(("triage",), [("matrix", f"[\n{rows}]"), ("conflict", text(spec.conflict))])
    if not spec.holds:
        yield "[holds]"  # none at all, not those of every desk
    for hold in spec.holds:
        pairs = [("limit", text(written(hold.limit)))] if hold.limit else []
        pairs += [(word, "true") for word in ("open_ended", "needs_question") if getattr(hold, word)]
        yield _table(("holds", hold.reason), pairs)
    yield from _bounds(spec)
    yield from map(_rule, spec.routing)


def _rule(rule: RoutingSpec) -> str:
    when = [("when", _match(rule.when))] if rule.when else []
    return _table(("routing",), [("name", text(rule.name)), *when, ("team", text(rule.team))], several=True)
