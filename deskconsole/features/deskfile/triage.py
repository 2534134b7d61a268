"""Matrix, conflict rule, reasons to hold, bounds, and routing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import get_args

from deskconsole.core.toml.problems import Path
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.agreements import Known, refuse_contradiction
from deskconsole.features.deskfile.amounts import written
from deskconsole.features.deskfile.chasing import check_chase, read_chase
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
    To,
    TriageSpec,
)

_HOURS = re.compile(r"([01]?\d|2[0-4])(?::([0-5]\d))?\s*[-–]\s*([01]?\d|2[0-4])(?::([0-5]\d))?")
_SHARE = re.compile(r"([1-9]\d?)\s*%")
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
        cells = [priorities(section, (*section.path, "matrix", place, cell), item) for cell, item in enumerate(row)]
        out.append(tuple(found[0] if found else 0 for found in cells))
    return tuple(out)


def priorities(section: Section, path: Path, item: object) -> list[int]:
    """`1`, `"p1"` or, where several may be meant, `"1-2"`."""
    found = _PRIORITY.fullmatch(str(item)) if isinstance(item, (int, str)) else None
    if not found:
        section.sheet.wrong(path, f"“{item}” is no priority: write 1 to 5")
        return []
    low, high = sorted((int(found[1]), int(found[2] or found[1])))
    return list(range(low, high + 1))


def read_holds(root: Section, calendars: Collection[str]) -> tuple[HoldSpec, ...]:
    """The reasons given; the three of every desk where none is."""
    if not root.has("holds"):
        root.asked.append("holds")
        return DEFAULT_HOLDS
    out = []
    for reason, section in root.sections("holds"):
        limit, needs_question = section.seconds("limit", least=1), section.flag("needs_question", False)
        open_ended, chase = section.flag("open_ended", False), read_chase(section, calendars)
        if open_ended and limit is not None:
            section.wrong("open_ended", "says that it has no end, and limit says when it ends; keep one of them")
        elif not open_ended and limit is None and not section.has("limit") and chase.resolve_after is None:
            section.sheet.wrong(
                section.path,
                'has neither limit nor end: write limit = "5d", or open_ended = true where it may last for ever',
            )
        check_chase(section, chase, limit, needs_question)
        out.append(replace(chase, reason=reason, limit=limit, needs_question=needs_question, open_ended=open_ended))
        section.done()
    return tuple(out)


def read_promises(root: Section) -> str | None:
    """When a promise is called to mind: `15m` before it is due, or at `80 %` of its time."""
    section = root.section("promises")
    text = section.maybe("remind")
    section.done()
    if text is None or _SHARE.fullmatch(text):
        return text and text.replace(" ", "").replace("%", " %")
    seconds = Section(root.sheet, section.path, {"remind": text}).seconds("remind", least=1)
    return None if seconds is None else written(seconds)


def read_bounds(root: Section) -> tuple[int, int, int, int]:
    """How old a told time may be, how far back one may enter something, how long a ticket may be opened again; how many
    tickets one may have pulled and not begun."""
    usual = TriageSpec()
    intake, reopen, staffing = root.section("intake"), root.section("reopen"), root.section("staffing")
    oldest, backdate = intake.seconds("oldest", least=1), intake.seconds("backdate", least=1)
    window = reopen.seconds("window", least=1)
    unstarted = staffing.number("unstarted", 1, 100)
    for section in (intake, reopen, staffing):
        section.done()
    return (
        oldest or usual.oldest,
        backdate or usual.backdate,
        window or usual.reopen_window,
        unstarted or usual.unstarted,
    )


def read_routing(root: Section, known: Known) -> tuple[RoutingSpec, ...]:
    rules: list[RoutingSpec] = []
    last = ""
    for path, item in root.items("routing"):
        section = Section(root.sheet, path, item)
        rule = _rule(section, known)
        if last and not rule.unclaimed_after:
            root.sheet.wrong(path, f"is never reached: “{last}” before it takes everything")
        if any(rule.name == other.name for other in rules):
            section.wrong("name", f"two rules are called “{rule.name}”")
        if not rule.when and not section.table.get("when") and not rule.unclaimed_after:
            last = last or rule.name
        rules.append(rule)
    return tuple(rules)


def _rule(section: Section, known: Known) -> RoutingSpec:
    for key in ("name", "team"):
        if not section.has(key):
            section.missing(key, f'"a {key}"')
    name, share = section.text("name", "?"), _share(section)
    when = _when(section.section("when"), known, {"team"} if share else set())
    team, to = section.known("team", known.teams) or "", section.choice("to", get_args(To), "team")
    section.done()
    return RoutingSpec(name, team, when, to, share)


def _share(section: Section) -> int | None:
    """The share of its clock after which a ticket that nobody took is routed again."""
    if not section.has("unclaimed_after"):
        section.asked.append("unclaimed_after")
        return None
    said = section.text("unclaimed_after")
    found = _SHARE.fullmatch(said)
    if not found or not int(found[1]) > 0:
        section.wrong("unclaimed_after", f"“{said}” is no share: write 50%, more than nothing and less than all")
        return 50
    return int(found[1])


def _when(section: Section, known: Known, also: Collection[str] = ()) -> Match:
    out: list[tuple[str, tuple[str, ...]]] = []
    allowed: dict[str, Collection[str]] = {"environment": ENVIRONMENTS, "channel": CHANNELS}
    for key in sorted({*WHEN_KEYS, *also}):
        match key:
            case "priority":
                found = {p for path, item in section.items(key) for p in priorities(section, path, item)}
                values = tuple(map(str, sorted(found)))
            case "hours":
                values = hours(section)
            case _:
                values = section.names(key, allowed.get(key, known.of(key)))
        if values:
            out.append((key, values))
    section.done()
    refuse_contradiction(section, out, known)
    return tuple(out)


def hours(section: Section) -> tuple[str, ...]:
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
