"""`[shifts.NAME]` and `[roster]`: when a shift is, who is on in it, who leads it, and the rest that people are owed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from deskconsole.core.instants import DAY, Instant, from_datetime, to_datetime
from deskconsole.core.toml.problems import Path
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.calendars import read_days, read_span, read_zone
from deskconsole.features.deskfile.spec import DeskFile, DeskSpec
from deskconsole.features.rosters.views import (
    LAYERS,
    ON_CALL,
    REST_S,
    Roster,
    RosterSpec,
    ShiftSpec,
    Turning,
    Version,
    clashes,
)

_TURNS = re.compile(r"(?:(\d{1,2}) )?(day|week)s?")


def read_roster(
    root: Section, desk: DeskSpec, teams: Collection[str], handles: Collection[str]
) -> RosterSpec | None:  # fmt: skip
    """The shifts; None where the file does not say."""
    there = root.has("shifts") or root.has("roster")
    shifts = [_shift(key, section, desk, teams, handles) for key, section in root.sections("shifts")]
    own = root.section("roster")
    rest = own.seconds("rest")
    own.done()
    return RosterSpec(tuple(shifts), REST_S if rest is None else rest) if there else None


def _shift(key: str, section: Section, desk: DeskSpec, teams: Collection[str], handles: Collection[str]) -> ShiftSpec:
    if key == ON_CALL:
        section.sheet.wrong(section.path, f"“{key}” is what [[on_call]] lists: give the shift another name")
    zone = read_zone(section) if section.has("zone") else desk.zone
    section.asked.append("zone")
    if not section.has("hours"):
        section.missing("hours", '"06:00-14:00"')
    spans = [span for path, item in section.items("hours")[:1] if (span := read_span(section, path, item))]
    groups = _groups(section, handles)
    turning, units = _turning(section)
    named = section.text("layer")
    layer = section.choice("layer", LAYERS, LAYERS[0]) if named else None
    spec = ShiftSpec(
        key, section.text("name", key.capitalize()), zone, spans[0] if spans else (0, 1440), read_days(section, "days"),
        groups, _leads(section, groups, handles), section.known("team", teams),
        section.known("duty_manager", handles), turning, units, _anchor(section, groups), _day(section, "from"),
        _day(section, "until"), layer, section.flag("customers", False),
    )  # fmt: skip
    if spec.first and spec.last and spec.last < spec.first:
        section.wrong("until", "lies before from: there would be no such day")
    section.done()
    return spec


def _groups(section: Section, handles: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Who is on: always the same people, or people and groups that take turns, in the order written."""
    if section.has("people") == section.has("rotation"):
        section.missing("people", '["ana", "ben"], or rotation = [["ana", "ben"], ["chidi"]] where they take turns')
    people = tuple(_person(section, path, item, handles) for path, item in section.items("people"))
    groups = []
    for path, item in section.items("rotation"):
        members = item if isinstance(item, list) else [item]
        groups.append(tuple(_person(section, path, each, handles) for each in members))
    return tuple(groups) or (people,)


def _person(section: Section, path: Path, item: object, handles: Collection[str]) -> str:
    if not isinstance(item, str) or item not in handles:
        section.sheet.unknown(path, "operator", str(item), handles)
        return "?"
    return item


def _leads(section: Section, groups: tuple[tuple[str, ...], ...], handles: Collection[str]) -> tuple[str, ...]:
    leads = tuple(_person(section, path, item, handles) for path, item in section.items("lead"))
    if len(leads) not in (0, 1, len(groups)):
        section.wrong("lead", f"names {len(leads)} leads for {len(groups)} groups: write one for all, or one each")
        return ()
    return leads


def _turning(section: Section) -> tuple[Turning, int]:
    text = section.text("turn", "week")
    found = _TURNS.fullmatch(text)
    if not found or found[1] == "0":
        section.wrong("turn", f"“{text}” is no time to take turns by: write day, week, or 2 weeks")
        return "week", 1
    return ("day" if found[2] == "day" else "week"), int(found[1] or 1)


def _anchor(section: Section, groups: tuple[tuple[str, ...], ...]) -> str | None:
    if len(groups) > 1 and not section.has("anchor"):
        section.missing("anchor", f"{date(2026, 1, 5)}, the first day of the first group")
    return _day(section, "anchor")


def _day(section: Section, key: str) -> str | None:
    item = section.take(key)
    return None if item is None else section.day((*section.path, key), item)


# --- what does not go together ---------------------------------------------------------------------------------------

_WEEKS = 8
"""How far shifts are looked through for people who cannot be in both of two turns."""


def together(file: DeskFile, today: date) -> Iterator[tuple[Path, str]]:
    """People whom the shifts of the coming weeks put in two places at once, or give too little rest; each pair once."""
    if file.roster is None:
        return
    begin = from_datetime(datetime(today.year, today.month, today.day, tzinfo=UTC))
    end = Instant(begin + _WEEKS * 7 * DAY)
    turns = Roster([Version(Instant(0), file.roster)]).turns(begin, end)
    told: set[tuple[str, str, str]] = set()
    for clash in clashes(turns, file.roster.rest):
        pair = (clash.who, clash.first.shift, clash.second.shift)
        if pair not in told:
            told.add(pair)
            yield ("shifts", clash.second.shift), f"{clash}, first on {_date(clash.second.begin, clash.second.zone)}"


def _date(at: Instant, zone: str) -> str:
    return to_datetime(at, ZoneInfo(zone)).date().isoformat()
