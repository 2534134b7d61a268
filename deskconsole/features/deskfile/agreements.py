"""`[agreements.NAME]` and its metrics: what is promised to whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import get_args

from deskconsole.features.deskfile.section import Section
from deskconsole.features.deskfile.spec import (
    MATCH_KEYS,
    METRICS,
    TYPES,
    AgreementSpec,
    Match,
    TargetSpec,
)
from deskconsole.sla.agreements import THRESHOLDS, Metric, PriorityRule, Reopen, Stop

_PRIORITIES = ("p1", "p2", "p3", "p4", "p5")
_LIVES_ON: tuple[Metric, ...] = ("resolution", "closure")
"""Metrics for which it matters what ends them and what a reopening does."""


@dataclass(frozen=True)
class Known:
    """What the other sections define, for what refers to it."""

    calendars: Collection[str] = ()
    teams: Collection[str] = ()
    customers: Collection[str] = ()
    services: Collection[str] = ()
    tiers: Collection[str] = ()
    holds: Collection[str] = ()

    def of(self, key: str) -> Collection[str] | None:
        """The names a condition on `key` may use; None where any will do."""
        names: Mapping[str, Collection[str]] = {
            "customer": self.customers,
            "service": self.services,
            "team": self.teams,
            "tier": self.tiers,
            "type": TYPES,
        }
        return names.get(key)


def read_agreements(root: Section, known: Known) -> tuple[AgreementSpec, ...]:
    return tuple(_agreement(name, section, known) for name, section in root.sections("agreements"))


def _agreement(name: str, section: Section, known: Known) -> AgreementSpec:
    if not section.has("calendar"):
        section.missing("calendar", '"the name of a calendar"')
    calendar = section.known("calendar", known.calendars) or ""
    effective = next((section.day(path, item) for path, item in section.items("effective")), None)
    match = _match(section.section("match"), known)
    targets = []
    for metric in METRICS:
        if section.has(metric):
            targets.append(_target(metric, section.section(metric), known.holds))
        section.asked.append(metric)
    if not targets:
        section.sheet.wrong(section.path, f"promises nothing: add [{'.'.join(map(str, section.path))}.resolution]")
    section.done()
    return AgreementSpec(name, calendar, tuple(targets), match, effective)


def _match(section: Section, known: Known) -> Match:
    """Conditions that can come true: each name must be one that exists."""
    out = []
    for key in sorted(MATCH_KEYS):
        if names := section.names(key, known.of(key)):
            out.append((key, names))
        elif section.has(key) and section.table[key] == []:
            section.wrong(key, "names nothing, so no ticket would ever match; leave it out to match all")
    section.done()
    return tuple(out)


def _target(metric: Metric, section: Section, holds: Collection[str]) -> TargetSpec:
    seconds = _seconds(section)
    stop: Stop = "closed" if metric == "closure" else "resolved"
    reopen: Reopen = "through"
    if metric in _LIVES_ON:
        stop = section.choice("stop", get_args(Stop), stop)
        reopen = section.choice("reopen", get_args(Reopen), reopen)
    pauses = section.names("pause", holds, "hold reason")
    if metric == "resolution" and not section.has("pause") and "caller" in holds:
        pauses = ("caller",)  # rule 13
    target = TargetSpec(
        metric,
        seconds,
        stop,
        pauses,
        _thresholds(section),
        section.choice("priority", get_args(PriorityRule), "rule8"),
        reopen,
        section.seconds("grace") or 0,
    )
    section.done()
    return target


def _seconds(section: Section) -> tuple[tuple[int, int], ...]:
    targets = section.section("targets")
    out = []
    for priority, word in enumerate(_PRIORITIES, 1):
        if seconds := targets.seconds(word, least=1):
            out.append((priority, seconds))
    targets.done()
    if not targets.table:
        section.missing("targets", '{ p1 = "4h", p2 = "8h" }')
    return tuple(out)


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
