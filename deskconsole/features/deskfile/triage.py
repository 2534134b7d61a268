"""Matrix, conflict rule, reasons to hold, bounds, and routing."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import get_args

from deskconsole.features.deskfile.agreements import Known, refuse_contradiction
from deskconsole.features.deskfile.problems import Path
from deskconsole.features.deskfile.section import Section
from deskconsole.features.deskfile.spec import (
    CHANNELS,
    DEFAULT_HOLDS,
    ENVIRONMENTS,
    ITIL_MATRIX,
    WHEN_KEYS,
    Conflict,
    HoldSpec,
    Match,
    RoutingSpec,
    TriageSpec,
)

_HOURS = re.compile(r"([01]?\d|2[0-4])(?::([0-5]\d))?\s*[-–]\s*([01]?\d|2[0-4])(?::([0-5]\d))?")
_PRIORITY = re.compile(r"[pP]?([1-5])(?:-[pP]?([1-5]))?")


def read_matrix(root: Section) -> tuple[tuple[tuple[int, ...], ...], Conflict]:
    section = root.section("triage")
    matrix = _matrix(section) if section.has("matrix") else ITIL_MATRIX
    section.asked.append("matrix")
    conflict: Conflict = section.choice("conflict", get_args(Conflict), "desk")
    section.done()
    return matrix, conflict


def _matrix(section: Section) -> tuple[tuple[int, ...], ...]:
    rows = section.take("matrix")
    if not isinstance(rows, list) or [len(row) if isinstance(row, list) else 0 for row in rows] != [3, 3, 3]:
        section.wrong("matrix", "wanted are three rows (impact) of three priorities (urgency): [[1, 2, 3], …]")
        return ITIL_MATRIX
    out = []
    for place, row in enumerate(rows):
        cells = [_priorities(section, (*section.path, "matrix", place, cell), item) for cell, item in enumerate(row)]
        out.append(tuple(found[0] if found else 0 for found in cells))
    return tuple(out)


def _priorities(section: Section, path: Path, item: object) -> list[int]:
    """`1`, `"p1"` or, where several may be meant, `"1-2"`."""
    found = _PRIORITY.fullmatch(str(item)) if isinstance(item, (int, str)) else None
    if not found:
        section.sheet.wrong(path, f"“{item}” is no priority: write 1 to 5")
        return []
    low, high = sorted((int(found[1]), int(found[2] or found[1])))
    return list(range(low, high + 1))


def read_holds(root: Section) -> tuple[HoldSpec, ...]:
    """The reasons given; the three of every desk where none is."""
    if not root.has("holds"):
        root.asked.append("holds")
        return DEFAULT_HOLDS
    out = []
    for reason, section in root.sections("holds"):
        limit, needs_question = section.seconds("limit", least=1), section.flag("needs_question", False)
        open_ended = section.flag("open_ended", False)
        if open_ended and limit is not None:
            section.wrong("open_ended", "says that it has no end, and limit says when it ends; keep one of them")
        elif not open_ended and limit is None and not section.has("limit"):
            section.sheet.wrong(
                section.path,
                'has neither limit nor end: write limit = "5d", or open_ended = true where it may last for ever',
            )
        out.append(HoldSpec(reason, limit, needs_question, open_ended))
        section.done()
    return tuple(out)


def read_bounds(root: Section) -> tuple[int, int, int]:
    """How old a told time may be, how far back one may enter something, how long a ticket may be opened again."""
    usual = TriageSpec()
    intake, reopen = root.section("intake"), root.section("reopen")
    oldest, backdate = intake.seconds("oldest", least=1), intake.seconds("backdate", least=1)
    window = reopen.seconds("window", least=1)
    intake.done()
    reopen.done()
    return oldest or usual.oldest, backdate or usual.backdate, window or usual.reopen_window


def read_routing(root: Section, known: Known) -> tuple[RoutingSpec, ...]:
    rules: list[RoutingSpec] = []
    last = ""
    for path, item in root.items("routing"):
        section = Section(root.sheet, path, item)
        rule = _rule(section, known)
        if last:
            root.sheet.wrong(path, f"is never reached: “{last}” before it takes everything")
        if any(rule.name == other.name for other in rules):
            section.wrong("name", f"two rules are called “{rule.name}”")
        if not rule.when and not section.table.get("when"):
            last = last or rule.name
        rules.append(rule)
    return tuple(rules)


def _rule(section: Section, known: Known) -> RoutingSpec:
    for key in ("name", "team"):
        if not section.has(key):
            section.missing(key, f'"a {key}"')
    name = section.text("name", "?")
    when = _when(section.section("when"), known)
    rule = RoutingSpec(name, section.known("team", known.teams) or "", when)
    section.done()
    return rule


def _when(section: Section, known: Known) -> Match:
    out: list[tuple[str, tuple[str, ...]]] = []
    allowed: dict[str, Collection[str]] = {"environment": ENVIRONMENTS, "channel": CHANNELS}
    for key in sorted(WHEN_KEYS):
        match key:
            case "priority":
                found = {p for path, item in section.items(key) for p in _priorities(section, path, item)}
                values = tuple(map(str, sorted(found)))
            case "hours":
                values = _hours(section)
            case _:
                values = section.names(key, allowed.get(key, known.of(key)))
        if values:
            out.append((key, values))
    section.done()
    refuse_contradiction(section, out, known)
    return tuple(out)


def _hours(section: Section) -> tuple[str, ...]:
    """Hours of the desk's day, `08-18`; they may go over midnight."""
    out = set()
    for path, item in section.items("hours"):
        found = _HOURS.fullmatch(item.strip()) if isinstance(item, str) else None
        ends = [int(found[i]) * 60 + int(found[i + 1] or 0) for i in (1, 3)] if found else [0, 0]
        if ends[0] == ends[1] or max(ends) > 1440 or ends[0] == 1440:
            section.sheet.wrong(path, f"“{item}” are no hours: write 08-18, or 22-06 over midnight")
        else:
            out.add("-".join(f"{end // 60:02}" + (f":{end % 60:02}" if end % 60 else "") for end in ends))
    return tuple(sorted(out))
