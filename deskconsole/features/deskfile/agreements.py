"""`[agreements.NAME]` and its metrics: what is promised to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from deskconsole.core.errors import BadInput
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.calendars import day_of_year
from deskconsole.features.deskfile.credits import read_credits, refuse_currencies
from deskconsole.features.deskfile.spec import (
    MATCH_KEYS,
    METRICS,
    TYPES,
    AgreementSpec,
    Amounts,
    Existing,
    Match,
    MetricSpec,
    TargetSpec,
    VariantSpec,
)
from deskconsole.sla.agreements import (
    THRESHOLDS,
    Layer,
    PriorityRule,
    Reopen,
    Stop,
    chooses_stop,
)
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.metrics import FACTS, SHIPPED, AfterReopen, Start, starts_offered

_PRIORITIES = ("p1", "p2", "p3", "p4", "p5")


@dataclass(frozen=True)
class Known:
    """What the other sections define, for what refers to it."""

    calendars: Collection[str] = ()
    teams: Collection[str] = ()
    customers: Collection[str] = ()
    services: Collection[str] = ()
    tiers: Collection[str] = ()
    holds: Collection[str] = ()
    vendors: Collection[str] = ()
    categories: Collection[str] = ()
    """The tree; without one any words will do."""
    escalations: Collection[str] = ()
    tier_of: Mapping[str, str | None] = field(default_factory=dict)
    """The tier of each customer."""

    def of(self, key: str) -> Collection[str] | None:
        """The names a condition on `key` may use; None where any will do."""
        names: Mapping[str, Collection[str]] = {
            "customer": self.customers,
            "service": self.services,
            "team": self.teams,
            "tier": self.tiers,
            "type": TYPES,
            **({"category": self.categories} if self.categories else {}),
        }
        return names.get(key)


def read_metrics(root: Section) -> dict[str, MetricSpec]:
    """`[metrics.NAME]`: what the desk measures beside the shipped metrics."""
    made = {name: _metric(name, section) for name, section in root.sections("metrics")}
    return {name: spec for name, spec in made.items() if spec}


def _metric(name: str, section: Section) -> MetricSpec | None:
    if name in SHIPPED:
        section.sheet.wrong(section.path, "every desk has a metric of that name; take another one")
    spec = MetricSpec(
        name,
        section.text("word", name),
        section.names("start", FACTS, "fact"),
        section.names("stop", FACTS, "fact"),
        section.names("restart", FACTS, "fact"),
        section.flag("repeat", False),
        section.choice("reopen", get_args(AfterReopen), "goes-on"),
        section.names("pause"),
    )
    section.done()
    try:
        return spec if spec.metric else None
    except BadInput as trouble:
        section.sheet.wrong(section.path, str(trouble))
    return None


def read_agreements(root: Section, known: Known, metrics: Mapping[str, MetricSpec]) -> tuple[AgreementSpec, ...]:
    made = tuple(_agreement(name, section, known, metrics) for name, section in root.sections("agreements"))
    refuse_currencies(root, made)
    used = {target.metric for agreement in made for target in agreement.targets}
    for name in sorted(set(metrics) - used):
        place = "notices" if metrics[name].notice else "metrics"
        root.sheet.wrong((place, name), f"no agreement promises it: add [agreements.….{name}]")
    return made


def _agreement(name: str, section: Section, known: Known, metrics: Mapping[str, MetricSpec]) -> AgreementSpec:
    if not section.has("calendar"):
        section.missing("calendar", '"the name of a calendar"')
    calendar = section.known("calendar", known.calendars) or ""
    effective = next((section.day(path, item) for path, item in section.items("effective")), None)
    layer: Layer = section.choice("layer", get_args(Layer), "sla")
    party = _party(section, layer, known)
    match = _match(section.section("match"), known)
    targets = []
    for metric in (*METRICS, *metrics):
        if section.has(metric):
            targets.append(_target(metric, section.section(metric), known, metrics.get(metric), layer))
        section.asked.append(metric)
    if not targets:
        section.sheet.wrong(section.path, f"promises nothing: add [{'.'.join(map(str, section.path))}.resolution]")
    existing: Existing = section.choice("existing", get_args(Existing), "keep")
    acknowledged, objective = section.maybe("acknowledged"), _objective(section)
    escalation = _escalation(section, known)
    costs = read_credits(section, layer, {target.metric for target in targets})
    section.done()
    return AgreementSpec(
        name, calendar, tuple(targets), match, effective, layer, party, existing, acknowledged, objective,
        escalation, costs,
    )  # fmt: skip


def _party(section: Section, layer: Layer, known: Known) -> str | None:
    """Whose spells an operational agreement (a team’s) or an underpinning contract (a vendor’s) measures.

    Not by the word for either: `vendor` is the metric of a contract, and a table of that name stands here too.
    """
    if layer == "sla":
        return None
    if not section.has("party"):
        section.missing("party", f'"the {"team" if layer == "ola" else "vendor"} whose spells it measures"')
    return section.known("party", known.teams if layer == "ola" else known.vendors)


def _escalation(section: Section, known: Known) -> str | None:
    """The policy by which its clocks are escalated."""
    name = section.maybe("escalation")
    if name is not None and name not in known.escalations:
        section.sheet.unknown((*section.path, "escalation"), "escalation policy", name, known.escalations)
        return None
    return name


def _objective(section: Section) -> int | None:
    """Per cent of the clocks of a month that must be met, with at most one decimal."""
    value = section.take("objective")
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 100 and value * 10 % 1 == 0:
        return int(value * 10)
    section.wrong("objective", "must be a per cent above 0 and up to 100 with one decimal, such as 95.0")
    return None


def _match(section: Section, known: Known) -> Match:
    """Conditions that can come true: each name must be one that exists, and all of them together."""
    out = []
    for key in sorted(MATCH_KEYS):
        if names := section.names(key, known.of(key)):
            out.append((key, names))
        elif section.has(key) and section.table[key] == []:
            section.wrong(key, "names nothing, so no ticket would ever match; leave it out to match all")
    if section.take("priority") is not None:
        section.wrong("priority", "is no condition: leave a priority out of targets, and it has no clock")
    section.done()
    refuse_contradiction(section, out, known)
    return tuple(out)


def refuse_contradiction(section: Section, conditions: Iterable[tuple[str, Collection[str]]], known: Known) -> None:
    """Customers and tiers depend on each other; of all other conditions each can come true beside the others."""
    named = dict(conditions)
    customers, tiers = named.get("customer", ()), named.get("tier", ())
    of = {customer: known.tier_of.get(customer) for customer in customers}
    if customers and tiers and not set(of.values()) & set(tiers):
        are = ", ".join(f"{customer} is in {f'tier {tier}' if tier else 'no tier'}" for customer, tier in of.items())
        section.wrong("tier", f"no ticket would ever match: {are}; leave out customer or tier, or change the other")


def _target(metric: str, section: Section, known: Known, definition: MetricSpec | None, layer: Layer) -> TargetSpec:
    means = definition.metric if definition else SHIPPED[metric]
    if means.party != (layer != "sla") or (layer != "sla" and metric != _OF_LAYER[layer]):
        wanted = "a promise to a customer" if layer == "sla" else f"only {_OF_LAYER[layer]}"
        section.sheet.wrong(section.path, f"an agreement of layer {layer} makes {wanted}, not {metric}")
    if definition and definition.notice:
        return _notice(metric, section, definition)
    seconds = _seconds(section)
    stop: Stop = "closed" if metric == "closure" else "resolved"
    reopen: Reopen = "through"
    if _chooses(metric):
        stop = section.choice("stop", get_args(Stop), "restored" if metric == "restore" else stop)
    if means.reopen == "goes-on":
        reopen = section.choice("reopen", get_args(Reopen), reopen)
    start: Start | None = None
    offered: tuple[Start, ...] = starts_offered(means)
    if offered and section.has("start"):
        start = section.choice("start", offered, offered[0])
    pauses = section.names("pause", known.holds, "hold reason")
    if not section.has("pause"):
        pauses = tuple(sorted(means.pause & set(known.holds)))  # rule 13
    section.asked += ["maintenance", "start"]
    target = TargetSpec(
        metric,
        seconds,
        stop,
        pauses,
        _thresholds(section),
        section.choice("priority", get_args(PriorityRule), "rule8"),
        reopen,
        section.seconds("grace") or 0,
        start,
        _variants(section, known),
        _limits(section.section("limits"), pauses),
        section.flag("maintenance", means.maintenance) if section.has("maintenance") else None,
        definition,
    )
    section.done()
    return target


def _notice(metric: str, section: Section, definition: MetricSpec) -> TargetSpec:
    """Within how long somebody is told. Nothing pauses it: neither a contract nor a law waits for our holds."""
    if section.has("within"):
        if section.has("targets"):
            section.wrong("targets", "the time is in within already; keep one of them")
        amount = _amount(section, "within")
        section.asked.append("targets")
        seconds: Amounts = tuple((priority, amount) for priority in range(1, 6)) if amount else ()
    elif section.has("targets"):
        seconds = _seconds(section)
    else:
        section.missing("within", '"72h"')
        seconds = ()
    target = TargetSpec(metric, seconds, thresholds=_thresholds(section), definition=definition)
    section.done()
    return target


_OF_LAYER: Mapping[Layer, str] = {"ola": "ownership", "uc": "vendor"}


def _chooses(metric: str) -> bool:
    """Whether an agreement may say what ends it (rule 21)."""
    return metric in SHIPPED and chooses_stop(SHIPPED[metric])


def _limits(section: Section, pauses: Collection[str]) -> tuple[tuple[str, int], ...]:
    """How long each hold pauses this clock at most (rule 15)."""
    out = []
    for reason in sorted(section.table):
        if reason not in pauses:
            section.asked.append(reason)
            section.sheet.unknown((*section.path, reason), "reason that pauses it", reason, pauses)
        elif seconds := section.seconds(reason, least=1):
            out.append((reason, seconds))
    section.done()
    return tuple(out)


def _variants(section: Section, known: Known) -> tuple[VariantSpec, ...]:
    """`[[….seasons]]` with their days, then `[….outside]` of a calendar (CK-5)."""
    out = []
    for path, item in section.items("seasons"):
        season = Section(section.sheet, path, item)
        first, last = day_of_year(season, "from"), day_of_year(season, "to")
        out.append(VariantSpec(_seconds(season), None, (first, last)))
        season.done()
    if section.has("outside"):
        outside = section.section("outside")
        if not outside.has("calendar"):
            outside.missing("calendar", '"core", the calendar outside of which these targets hold')
        calendar = outside.known("calendar", known.calendars)
        out.append(VariantSpec(_seconds(outside), calendar))
        outside.done()
    section.asked.append("outside")
    return tuple(out)


def _seconds(section: Section) -> Amounts:
    """Durations of business time, or deadlines of the calendar (rule 3)."""
    targets = section.section("targets")
    read = [(priority, _amount(targets, word)) for priority, word in enumerate(_PRIORITIES, 1)]
    targets.done()
    if not targets.table:
        section.missing("targets", '{ p1 = "4h", p2 = "next business day 17:00" }')
    return tuple((priority, amount) for priority, amount in read if amount)


def _amount(section: Section, key: str) -> int | str | None:
    """A duration of business time, or a deadline of the calendar."""
    written = section.table.get(key)
    if not isinstance(written, str) or " day" not in written:
        return section.seconds(key, least=1)
    section.asked.append(key)
    try:
        return str(Deadline.read(written))
    except BadInput as trouble:
        section.wrong(key, str(trouble))
    return None


def _thresholds(section: Section) -> tuple[int, ...]:
    if not section.has("thresholds"):
        section.asked.append("thresholds")
        return THRESHOLDS
    shares: set[int] = set()
    for path, item in section.items("thresholds"):
        if isinstance(item, int) and not isinstance(item, bool) and 1 <= item <= 1000:
            shares.add(item)
        else:
            section.sheet.wrong(path, f"{item!r} is no share: write a per cent from 1 to 1000, such as 80")
    if 100 not in shares:
        section.wrong("thresholds", "must name 100: the breach itself is always told")
    return tuple(sorted(shares))
