"""Whether an edited agreement promises less: open tickets go over to that only where the customer agreed (rule 11)."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.deskfile.amounts import amount
from deskconsole.features.deskfile.spec import AgreementSpec, TargetSpec
from deskconsole.sla.blame import both_open
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.deadlines import Deadline

_LOOK_AHEAD = 2 * 366 * DAY
"""How far two calendars are compared."""


def softer(old: AgreementSpec, new: AgreementSpec, was: Calendar, becomes: Calendar, now: Instant) -> Iterator[str]:
    """What a customer loses by going over from one version to the next, in words; nothing where it loses nothing."""
    promised = {target.metric: target for target in new.targets}
    for target in old.targets:
        if (after := promised.get(target.metric)) is None:
            yield f"{target.metric} is no longer promised"
        else:
            yield from _target(target, after, becomes, now)
    until = Instant(now + _LOOK_AHEAD)
    if both_open(was, becomes, now, until) < was.elapsed(now, until):
        yield f"calendar {new.calendar} is closed when {old.calendar} was open"


def require_agreement(spec: AgreementSpec, losses: list[str]) -> None:
    """Raises BadInput where open tickets would be promised less and nobody wrote down that the customer agreed."""
    if not losses or (spec.acknowledged and spec.effective):
        return
    raise BadInput(
        f"agreement {spec.name}: open tickets would be promised less ({'; '.join(losses)}), which their customer must"
        ' have agreed to (rule 11): write effective = 2026-04-01 and acknowledged = "who, when, evidence",'
        ' or existing = "keep" for new tickets only'
    )


def _target(old: TargetSpec, new: TargetSpec, calendar: Calendar, now: Instant) -> Iterator[str]:
    after = dict(new.seconds)
    for priority, seconds in old.seconds:
        if priority not in after:
            yield f"{old.metric} P{priority} is no longer promised"
        elif _length(after[priority], calendar, now) > _length(seconds, calendar, now):
            yield f"{old.metric} P{priority} {amount(seconds)} → {amount(after[priority])}"
    if more := sorted(set(new.pauses) - set(old.pauses)):
        yield f"{old.metric} pauses for {' '.join(more)} too"
    if new.grace > old.grace:
        yield f"{old.metric} has more grace"
    limits = dict(new.limits)
    for reason, seconds in old.limits:
        if reason in new.pauses and limits.get(reason, seconds + 1) > seconds:
            yield f"{old.metric} may be held longer for {reason}"
    for name in ("stop", "start", "variants", "reopen", "priority", "maintenance", "definition"):
        if getattr(old, name) != getattr(new, name):
            yield f"{old.metric} has another {name}"


def _length(promised: int | str, calendar: Calendar, now: Instant) -> int:
    """Business seconds, for comparing; a deadline as if it began now."""
    if isinstance(promised, int):
        return promised
    return Deadline.read(promised).allowed(now, calendar) // 1_000_000
