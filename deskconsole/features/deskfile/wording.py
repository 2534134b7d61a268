"""What a spec says and how two of them differ, in the words of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from deskconsole.features.deskfile.spec import (
    ALWAYS,
    DAYS,
    AgreementSpec,
    CalendarSpec,
    CustomerSpec,
    Day,
    DeskSpec,
    MaintenanceSpec,
    MetricSpec,
    OperatorSpec,
    RoutingSpec,
    ServiceSpec,
    Spec,
    TargetSpec,
    TeamSpec,
    TriageSpec,
    VariantSpec,
    VendorSpec,
    Week,
    amount,
    clock,
    written,
)


def summary(spec: Spec) -> str:
    """A new thing in a few words."""
    match spec:
        case TeamSpec(_, name) | VendorSpec(_, name):
            return name
        case OperatorSpec(_, name):
            return f"{name}, {_names(spec.roles)}"
        case CustomerSpec(_, name, tier, zone):
            return ", ".join(word for word in (name, tier, zone) if word)
        case ServiceSpec(_, name, criticality):
            return f"{name}, criticality {criticality}" if criticality else name
        case CalendarSpec(_, zone):
            return f"{week(spec.weekly)} {zone}" + (f", holidays {_names(spec.regions)}" if spec.regions else "")
        case AgreementSpec(_, calendar):
            promises = ", ".join(f"{target.metric} {_promise(target)}" for target in spec.targets)
            return f"{promises}, calendar {calendar}"
        case DeskSpec(name, zone):
            return f"{name}, {zone}"
        case MaintenanceSpec(notice, cap):
            return f"notice {written(notice)}" + (f", at most {written(cap)} a month" if cap is not None else "")
        case TriageSpec():
            return f"{len(spec.routing)} routing rules, hold reasons {_names([hold.reason for hold in spec.holds])}"


def differences(old: Spec, new: Spec) -> list[str]:
    """What has changed; nothing where both say the same."""
    if old == new:
        return []
    match old, new:
        case AgreementSpec(), AgreementSpec():
            return [*_fields(old, new, "targets"), *_targets(old.targets, new.targets)]
        case TriageSpec(), TriageSpec():
            return [*_fields(old, new, "routing", "holds"), *_holds(old, new), *_routing(old.routing, new.routing)]
    return list(_fields(old, new))


def week(days: Week) -> str:
    """`Mon-Fri 09:00-18:00, Sat 09:00-12:00`."""
    if days == ALWAYS:
        return "always"
    parts: list[str] = []
    place = 0
    while place < 7:
        last = place
        while last < 6 and days[last + 1] == days[place]:
            last += 1
        if days[place]:
            name = DAYS[place].title() + (f"-{DAYS[last].title()}" if last > place else "")
            parts.append(f"{name} {_day(days[place])}")
        place = last + 1
    return ", ".join(parts) or "none"


def _day(spans: Day) -> str:
    return " ".join(map(clock, spans)) or "closed"


def _names(names: Sequence[str]) -> str:
    return " ".join(names) or "none"


def _promise(target: TargetSpec) -> str:
    return " ".join(f"P{priority} {amount(seconds)}" for priority, seconds in target.seconds)


def _fields(old: object, new: object, *but: str, prefix: str = "") -> Iterator[str]:
    """Fields that differ, each as `name old → new`."""
    for each in fields(old):  # type: ignore[arg-type]
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before != after and each.name not in but:
            word = _WORDS.get(each.name, each.name)
            yield f"{prefix}{word} {_shown(each.name, before)} → {_shown(each.name, after)}"


_WORDS = {
    "weekly": "hours", "regions": "holidays", "pauses": "pause", "needs_question": "needs a question",
    "open_ended": "open-ended", "oldest": "oldest time believed", "backdate": "backdating",
    "reopen_window": "reopening",
}  # fmt: skip


def _shown(name: str, value: Any) -> str:
    match name, value:
        case _, None:
            return "none"
        case (("weekly" | "breaks"), _):
            return week(value)
        case "dated", _:
            return " ".join(f"{day} {_day(spans)}" for day, spans in value) or "none"
        case (("match" | "when"), _):
            return "; ".join(f"{key} {' '.join(values)}" for key, values in value) or "all"
        case (("teams" | "customers"), ()):
            return "all"
        case (("limit" | "grace" | "oldest" | "backdate" | "reopen_window" | "notice" | "cap"), int()):
            return written(value)
        case "limits", _:
            return ", ".join(f"{reason} {written(seconds)}" for reason, seconds in value) or "none"
        case "objective", int():
            return f"{value // 10}.{value % 10} %"
        case "seasons", _:
            return "; ".join(f"{each.first} to {each.last} {week(each.weekly)}" for each in value) or "none"
        case "variants", _:
            return "; ".join(map(_variant, value)) or "none"
        case "definition", MetricSpec():
            return f"{' '.join(value.start)} until {' '.join(value.stop or value.restart)}"
        case "matrix", _:
            return " / ".join(" ".join(map(str, row)) for row in value)
        case "name", _:
            return f"“{value}”"
        case _, bool():
            return "yes" if value else "no"
        case _, tuple():
            return " ".join(map(str, value)) or "none"
    return str(value)


def _variant(spec: VariantSpec) -> str:
    promised = " ".join(f"P{priority} {amount(each)}" for priority, each in spec.seconds)
    when = f"{spec.season[0]} to {spec.season[1]}" if spec.season else f"outside {spec.calendar}"
    return f"{when} {promised}"


def _targets(old: Sequence[TargetSpec], new: Sequence[TargetSpec]) -> Iterator[str]:
    before, after = ({target.metric: target for target in targets} for targets in (old, new))
    for metric, target in after.items():
        if metric not in before:
            yield f"+ {metric} {_promise(target)}"
            continue
        was, now = dict(before[metric].seconds), dict(target.seconds)
        for priority in sorted({*was, *now}):
            if was.get(priority) != now.get(priority):
                pair = (amount(each[priority]) if priority in each else "none" for each in (was, now))
                yield f"{metric} P{priority} {' → '.join(pair)}"
        yield from _fields(before[metric], target, "seconds", prefix=f"{metric} ")
    for metric in before:
        if metric not in after:
            yield f"- {metric}"


def _holds(old: TriageSpec, new: TriageSpec) -> Iterator[str]:
    before, after = ({hold.reason: hold for hold in spec.holds} for spec in (old, new))
    for reason, hold in after.items():
        if reason in before:
            yield from _fields(before[reason], hold, prefix=f"hold {reason} ")
        else:
            yield f"+ hold {reason}"
    yield from (f"- hold {reason}" for reason in before if reason not in after)


def _routing(old: Sequence[RoutingSpec], new: Sequence[RoutingSpec]) -> Iterator[str]:
    before, after = ({rule.name: rule for rule in rules} for rules in (old, new))
    for name, rule in after.items():
        if name in before:
            yield from _fields(before[name], rule, prefix=f"rule “{name}” ")
        else:
            yield f"+ rule “{name}” to {rule.team}"
    yield from (f"- rule “{name}”" for name in before if name not in after)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield f"rules in the order {', '.join(f'“{name}”' for name in after)}"
