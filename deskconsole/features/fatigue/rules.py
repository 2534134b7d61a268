"""The figures of alarms, from what was sent and what was done then. Pure; per cents are cut, not rounded (rule 33)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta, tzinfo
from typing import NamedTuple

from deskconsole.core.instants import Instant, to_datetime
from deskconsole.features.fatigue.views import Alarm, Answer, Component, Run

TOLD, ACKNOWLEDGED, TAKEN_OVER = "escalation.step_taken", "escalation.acknowledged", "escalation.taken_over"


class Ask(NamedTuple):
    """How the figures are made: where days and shifts begin, and what counts as many and as few."""

    zone: tzinfo
    shifts: Sequence[int] = ()
    """Minutes of the local day at which shifts begin; none: a day is one."""
    many: int = 5
    """Alarms from which on a rule may be noisy …"""
    few: int = 50
    """… where less than so many per cent of them were acted upon."""


class Acted(NamedTuple):
    """How many alarms there were, how many rang, and how many of those about a ticket led to something."""

    alarms: int
    """How often it rang: a digest is one."""
    told: int
    """Of how many things."""
    judged: int
    acted: int

    @property
    def share(self) -> int | None:
        """Per cent acted upon; None where there is nothing to judge."""
        return 100 * self.acted // self.judged if self.judged else None


class Answered(NamedTuple):
    """How runs were answered: those that told somebody, of those who acknowledged or took over, and how fast."""

    runs: int
    told: int
    answered: int
    seconds: tuple[int, ...]
    """From the first that somebody was told to the answer, each, rising; what was answered before is none of them."""

    @property
    def mean(self) -> int | None:
        """MTTA, whole seconds."""
        return sum(self.seconds) // len(self.seconds) if self.seconds else None

    @property
    def median(self) -> int | None:
        """The lower one of the two in the middle, where there are two."""
        return self.seconds[(len(self.seconds) - 1) // 2] if self.seconds else None

    @property
    def p90(self) -> int | None:
        """What nine of ten took at most."""
        return self.seconds[-(-9 * len(self.seconds) // 10) - 1] if self.seconds else None


class Shift(NamedTuple):
    """The local day of a shift, and the minute at which it began; None: the day is one."""

    day: str
    begins: int | None

    @property
    def name(self) -> str:
        return self.day if self.begins is None else f"{self.day} {self.begins // 60:02}:{self.begins % 60:02}"


class OfPerson(NamedTuple):
    """What somebody was told in a shift."""

    person: str
    shift: Shift
    pages: int
    acted: Acted


class Rule(NamedTuple):
    """What makes alarms: a step of a policy, and the promise it was about."""

    policy: str
    step: int
    agreement: str
    metric: str


class OfRule(NamedTuple):
    """What a rule led to."""

    rule: Rule
    acted: Acted
    noisy: bool


class OfComponent(NamedTuple):
    """A service with who answers for it, its runs and its alarms."""

    component: Component
    answered: Answered
    acted: Acted


class Figures(NamedTuple):
    """All of them, over one span."""

    acted: Acted
    answered: Answered
    persons: list[OfPerson]
    rules: list[OfRule]
    components: list[OfComponent]


def figures(
    ask: Ask, alarms: Sequence[Alarm], runs: Sequence[Run], answers: Sequence[Answer], known: Sequence[Component]
) -> Figures:
    """The figures of a span."""
    response = responses(runs, answers)
    return Figures(
        acted(alarms), answered(runs, response), persons(ask, alarms), rules(ask, alarms),
        components(known, alarms, runs, response),
    )  # fmt: skip


# --- what was done ---------------------------------------------------------------------------------------------------


def acted(alarms: Iterable[Alarm]) -> Acted:
    """What alarms led to."""
    every = list(alarms)
    judged = [each for each in every if each.ticket is not None]
    rang = {each.bundle or -each.notification for each in every}
    return Acted(len(rang), len(every), len(judged), sum(each.acted_at is not None for each in judged))


def persons(ask: Ask, alarms: Iterable[Alarm]) -> list[OfPerson]:
    """Alarms of each person and shift, by person, the latest shift last."""
    grouped: dict[tuple[str, str, Shift], list[Alarm]] = defaultdict(list)
    for each in alarms:
        shift = shift_of(ask, each.sent_at)
        grouped[each.person, shift.name, shift].append(each)
    return [
        OfPerson(person, shift, acted(each for each in grouped[person, name, shift] if each.severity == "page").alarms,
                 acted(grouped[person, name, shift]))
        for person, name, shift in sorted(grouped, key=lambda key: key[:2])
    ]  # fmt: skip


def shift_of(ask: Ask, at: Instant) -> Shift:
    """The shift of an instant; what is before the first of a day belongs to the last of the day before."""
    local = to_datetime(at, ask.zone)
    if not ask.shifts:
        return Shift(f"{local:%Y-%m-%d}", None)
    minute = 60 * local.hour + local.minute
    begun = [begins for begins in sorted(ask.shifts) if begins <= minute]
    day = local.date() if begun else local.date() - timedelta(days=1)
    return Shift(day.isoformat(), begun[-1] if begun else max(ask.shifts))


def rules(ask: Ask, alarms: Iterable[Alarm]) -> list[OfRule]:
    """Alarms of each rule, the noisiest first: those with the most that nobody acted upon."""
    grouped: dict[Rule, list[Alarm]] = defaultdict(list)
    for each in alarms:
        if each.policy is not None and each.step is not None:
            grouped[Rule(each.policy, each.step, each.agreement or "", each.metric or "")].append(each)
    found = [OfRule(rule, did := acted(of), _is_noisy(ask, did)) for rule, of in grouped.items()]
    return sorted(found, key=lambda each: (not each.noisy, each.acted.acted - each.acted.judged, each.rule))


def _is_noisy(ask: Ask, did: Acted) -> bool:
    return did.judged >= ask.many and did.share is not None and did.share < ask.few


# --- how fast --------------------------------------------------------------------------------------------------------


class Response(NamedTuple):
    """When a run first told somebody, and when somebody first answered."""

    told_at: Instant | None
    answered_at: Instant | None
    by: str | None


def responses(runs: Iterable[Run], answers: Iterable[Answer]) -> dict[int, Response]:
    """How each run was answered. `answers` are in order."""
    found = {run.run: Response(None, None, None) for run in runs}
    for each in answers:
        if (known := found.get(each.run)) is None:
            continue
        if each.kind == TOLD and each.outcome == "told" and known.told_at is None:
            found[each.run] = known._replace(told_at=each.at)
        elif each.kind in (ACKNOWLEDGED, TAKEN_OVER) and known.answered_at is None:
            found[each.run] = known._replace(answered_at=each.at, by=each.actor)
    return found


def answered(runs: Sequence[Run], of: Mapping[int, Response]) -> Answered:
    """How some runs were answered together."""
    every = [of[run.run] for run in runs]
    told = [each for each in every if each.told_at is not None]
    both = [each for each in told if each.answered_at is not None]
    took = sorted((each.answered_at or 0) - (each.told_at or 0) for each in both)
    seconds = tuple(each // 1_000_000 for each in took if each >= 0)
    return Answered(len(every), len(told), sum(each.answered_at is not None for each in every), seconds)


def components(
    known: Sequence[Component], alarms: Iterable[Alarm], runs: Iterable[Run], of: Mapping[int, Response]
) -> list[OfComponent]:
    """Services that made alarms or runs, most alarms first; of what names no service nobody is the owner."""
    told: dict[str | None, list[Alarm]] = defaultdict(list)
    began: dict[str | None, list[Run]] = defaultdict(list)
    for alarm in alarms:
        told[alarm.service].append(alarm)
    for run in runs:
        began[run.service].append(run)
    named = {each.service: each for each in known}
    found = [
        OfComponent(
            named.get(service or "") or Component(service or "", None, None),
            answered(began[service], of),
            acted(told[service]),
        )
        for service in {*told, *began}
    ]
    return sorted(found, key=lambda each: (-each.acted.alarms, each.component.service))
