"""What a spec says and how two of them differ, in the words of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from deskconsole.features.delivery.views import ChannelSpec
from deskconsole.features.deskfile.amounts import amount, clock, written
from deskconsole.features.deskfile.comms import differences_of, summary_of
from deskconsole.features.deskfile.spec import (
    ALWAYS,
    DAYS,
    AgreementSpec,
    CalendarSpec,
    CategorySpec,
    CreditsSpec,
    CustomerSpec,
    Day,
    DeskSpec,
    EscalationSpec,
    EscalationStepSpec,
    FieldSpec,
    ItemSpec,
    MacroSpec,
    MaintenanceSpec,
    MetricSpec,
    OnCallSpec,
    OperatorSpec,
    RoomRuleSpec,
    RoutingSpec,
    ServiceSpec,
    Spec,
    StepSpec,
    TargetSpec,
    TeamSpec,
    TemplateSpec,
    TriageSpec,
    VariantSpec,
    VendorSpec,
    Week,
)
from deskconsole.features.handover.views import HandoverSpec
from deskconsole.features.mail.views import ImapSpec, MailSpec, SmtpSpec
from deskconsole.features.offline.views import OfflineSpec
from deskconsole.features.room_updates.views import CommsSpec
from deskconsole.features.rosters.views import RosterSpec


def summary(spec: Spec) -> str:
    """A new thing in a few words."""
    match spec:
        case TeamSpec(_, name) | VendorSpec(_, name):
            return name
        case TemplateSpec(_, name, _, kind):
            return f"“{name}”, for a new {kind}" if kind else f"“{name}”"
        case MacroSpec(_, name, _, writes, steps):
            return f"“{name}”, {writes}, then {_steps(steps)}"
        case CategorySpec(_, name, owner):
            return f"{name}, {owner} answers for it" if owner else name
        case FieldSpec(_, label, kind):
            needed = f", required of {_names(spec.required_for)} at {spec.at}" if spec.required_for else ""
            return f"{label}, {kind}{needed}"
        case OperatorSpec(_, name):
            return f"{name}, {_names(spec.roles)}"
        case CustomerSpec(_, name, tier, zone):
            return ", ".join(word for word in (name, tier, zone) if word)
        case ServiceSpec(_, name, criticality):
            return f"{name}, criticality {criticality}" if criticality else name
        case ItemSpec(_, name, needs):
            return f"{name}, needs {_names(needs)}" if needs else name
        case CalendarSpec(_, zone):
            return f"{week(spec.weekly)} {zone}" + (f", holidays {_names(spec.regions)}" if spec.regions else "")
        case AgreementSpec(_, calendar):
            promises = ", ".join(f"{target.metric} {_promise(target)}" for target in spec.targets)
            return f"{promises}, calendar {calendar}"
        case DeskSpec(name, zone):
            return f"{name}, {zone}"
        case MaintenanceSpec(notice, cap):
            return f"notice {written(notice)}" + (f", at most {written(cap)} a month" if cap is not None else "")
        case CommsSpec():
            return summary_of(spec)
        case MailSpec(address):
            servers = [f"{word} {_server(server)}" for word in ("smtp", "imap") if (server := getattr(spec, word))]
            return ", ".join([address, *servers])
        case ChannelSpec(_, kind):
            ways = f"falls back on {spec.fallback}" if spec.fallback else ""
            return ", ".join(filter(None, (kind, spec.url_env or " ".join(spec.command) or spec.to, ways)))
        case EscalationSpec():
            then = f", then {spec.then}" if spec.then else ""
            return f"{', '.join(map(_policy_step, spec.steps))}{then}"
        case RoomRuleSpec(_, clocks, priority, share, per, within):
            return f"{clocks} clocks of P1–P{priority} at {share} % of one {per} within {written(within)}"
        case OnCallSpec(shifts):
            return f"{len(shifts)} shifts, {_names(sorted({shift.who for shift in shifts}))}"
        case HandoverSpec(before, within):
            return f"drafted {written(before)} before the end, to be accepted within {written(within)} of it"
        case OfflineSpec(folder, mail):
            return ", ".join(filter(None, (folder or "", *mail)))
        case RosterSpec(shifts):
            return f"{_names([shift.key for shift in shifts])}, rest {written(spec.rest)}"
        case TriageSpec():
            return f"{len(spec.routing)} routing rules, hold reasons {_names([hold.reason for hold in spec.holds])}"


def differences(old: Spec, new: Spec) -> list[str]:
    """What has changed; nothing where both say the same."""
    if old == new:
        return []
    match old, new:
        case AgreementSpec(), AgreementSpec():
            return [*_fields(old, new, "targets"), *_targets(old.targets, new.targets)]
        case EscalationSpec(), EscalationSpec():
            return [*_fields(old, new, "steps", "chain"), *_policy(old, new)]
        case OnCallSpec(), OnCallSpec():
            return [f"on call {summary(old)} → {summary(new)}"]
        case CommsSpec(), CommsSpec():
            return list(differences_of(old, new))
        case RosterSpec(), RosterSpec():
            return list(_roster(old, new))
        case TriageSpec(), TriageSpec():
            closing = _fields(old.closing, new.closing, prefix="closing ")
            fields = [*_fields(old, new, "routing", "holds", "closing"), *closing]
            return [*fields, *_holds(old, new), *_routing(old.routing, new.routing)]
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


def _steps(steps: Sequence[StepSpec]) -> str:
    return ", ".join(" ".join([step.do, *(value for _, value in step.arguments)]) for step in steps) or "nothing"


def _policy_step(step: EscalationStepSpec) -> str:
    """`80 % owner`, `+15m lead`."""
    at = (
        f"{step.share} %" if step.share is not None else f"+{written(step.after)}" if step.after is not None else "next"
    )
    return f"{at} {' '.join(step.to) or 'nobody'}"


def _policy(old: EscalationSpec, new: EscalationSpec) -> Iterator[str]:
    for place, (was, now) in enumerate(zip(old.steps, new.steps, strict=False), 1):
        yield from _fields(was, now, "policy", prefix=f"step {place} ")
    yield from (
        f"+ step {place} {_policy_step(new.steps[place - 1])}"
        for place in range(len(old.steps) + 1, len(new.steps) + 1)
    )
    yield from (f"- step {place}" for place in range(len(new.steps) + 1, len(old.steps) + 1))
    if old.chain != new.chain and old.then == new.then:
        yield f"follows escalation {new.then}"


def _roster(old: RosterSpec, new: RosterSpec) -> Iterator[str]:
    """Shifts that are new, gone, or other than they were."""
    if old.rest != new.rest:
        yield f"rest {written(old.rest)} → {written(new.rest)}"
    was, now = ({shift.key: shift for shift in each.shifts} for each in (old, new))
    yield from (f"+ {key}" for key in now if key not in was)
    for key, shift in now.items():
        if key in was:
            yield from _fields(was[key], shift, prefix=f"{key} ")
    yield from (f"- {key}" for key in was if key not in now)


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
    "reopen_window": "reopening", "resolve_after": "resolve after", "confirm_within": "confirm within",
    "close_after": "close after", "remind": "call promises to mind",
    "draft_before": "drafted before the end", "accept_within": "accepted within",
    "unstarted": "pulled and not begun", "unclaimed_after": "unclaimed after",
    "turning": "turn", "units": "turn of", "rests": "stop", "share": "at", "most": "repeats", "war_room": "war room",
}  # fmt: skip


def _shown(name: str, value: Any) -> str:
    match name, value:
        case _, None:
            return "none"
        case (("weekly" | "breaks"), _):
            return week(value)
        case "dated", _:
            return " ".join(f"{day} {_day(spans)}" for day, spans in value) or "none"
        case "hours", (int(), int()):
            return clock(value)
        case "groups", _:
            return " / ".join(map(_names, value))
        case "days", (int(), *_):
            return " ".join(DAYS[day] for day in value)
        case ("bypass", ()):
            return "none"
        case (("match" | "when" | "bypass"), _):
            return "; ".join(f"{key} {' '.join(values)}" for key, values in value) or "all"
        case (("teams" | "customers"), ()):
            return "all"
        case (("limit" | "grace" | "oldest" | "backdate" | "reopen_window" | "notice" | "cap"), int()):
            return written(value)
        case (("resolve_after" | "confirm_within" | "close_after" | "after" | "acknowledge" | "every"), int()):
            return written(value)
        case (("acknowledged" | "draft_before" | "accept_within"), int()):
            return written(value)
        case "chase", _:
            return " ".join(map(written, value)) or "none"
        case "reminder", _:
            return f"“{value}”"
        case "limits", _:
            return ", ".join(f"{reason} {written(seconds)}" for reason, seconds in value) or "none"
        case (("unclaimed_after" | "share"), int()):
            return f"{value} %"
        case "objective", int():
            return f"{value // 10}.{value % 10} %"
        case "seasons", _:
            return "; ".join(f"{each.first} to {each.last} {week(each.weekly)}" for each in value) or "none"
        case "variants", _:
            return "; ".join(map(_variant, value)) or "none"
        case "definition", MetricSpec() if value.notice:
            said = value.notice
            since = f"{said.since} {said.of}" if said.of else said.since
            whom = " ".join(filter(None, (said.name or said.to, said.contact)))
            return f"from {since} to {whom} by {said.template}"
        case "definition", MetricSpec():
            return f"{' '.join(value.start)} until {' '.join(value.stop or value.restart)}"
        case (("smtp" | "imap"), (SmtpSpec() | ImapSpec())):
            return _server(value)
        case "credits", CreditsSpec():
            return _credits(value)
        case "matrix", _:
            return " / ".join(" ".join(map(str, row)) for row in value)
        case "name", _:
            return f"“{value}”"
        case "text", str():
            first, *rest = value.splitlines() or [""]
            return f"“{first}{' …' if rest else ''}”"
        case "steps", _:
            return _steps(value)
        case _, bool():
            return "yes" if value else "no"
        case "contacts", _:
            return " ".join(f"{kind} {contact}" for kind, contact in value) or "none"
        case (("timeout" | "check" | "within" | "again"), int()):
            return written(value)
        case _, tuple():
            return " ".join(map(str, value)) or "none"
    return str(value)


def _credits(spec: CreditsSpec) -> str:
    """`P1 5 % P2 250 EUR of 12000 EUR, at most 20 %`."""
    costs = " ".join(f"P{priority} {cost}" for priority, cost in spec.each)
    more = (f" of {spec.fee}" if spec.fee else "", f", at most {spec.cap}" if spec.cap else "")
    return f"{costs}{''.join(more)}" + (f", for {_names(spec.metrics)}" if spec.metrics else "")


def _variant(spec: VariantSpec) -> str:
    promised = " ".join(f"P{priority} {amount(each)}" for priority, each in spec.seconds)
    when = f"{spec.season[0]} to {spec.season[1]}" if spec.season else f"outside {spec.calendar}"
    return f"{when} {promised}"


def _server(spec: SmtpSpec | ImapSpec) -> str:
    """A server with all that is said of it: whatever changes is seen."""
    said = [spec.tls, f"as {spec.user}" if spec.user else "", spec.password_env or spec.password_file or ""]
    said += [spec.folder, spec.done] if isinstance(spec, ImapSpec) else []
    return " ".join([f"{spec.host}:{spec.port}", *filter(None, said)])


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
