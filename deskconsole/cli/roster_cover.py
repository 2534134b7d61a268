"""`deskconsole roster cover|duty`: what is not covered, a week by the hour, and whose turn before customers it is."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import open_store, write
from deskconsole.cli.roster import days_from, the_instant, the_team
from deskconsole.core.instants import DAY, HOUR, Instant, to_datetime, to_iso
from deskconsole.features.rosters.cover import COVERED, LEGEND, Gap, Hour, load, rounds, sign, when
from deskconsole.features.rosters.covering import covered
from deskconsole.features.rosters.views import roster

_STEPS = " ▁▂▃▄▅▆▇█"


def run(args: argparse.Namespace) -> int:
    return {"cover": _cover, "duty": _duty}[args.act](args)


def _cover(args: argparse.Namespace) -> int:
    store = open_store(args)
    team, zone = the_team(store, args), world.zone(store)
    begin, *_, end = days_from(the_instant(store, args.at), zone)
    by_hour, found, _ = covered(store.read, team, begin, end, zone, args.weeks, args.most)
    if args.format == "json":
        told = {"team": team, "from": to_iso(begin), "to": to_iso(end), "gaps": [_gap(gap) for gap in found]}
        print(json.dumps(told | {"hours": [_hour(hour) for hour in by_hour]}, ensure_ascii=False, indent=2))
        return 0
    print("\n".join([*_map(by_hour, zone), "", *_listed(found, zone)]))
    return 0


def _gap(gap: Gap) -> dict[str, object]:
    return {"from": to_iso(gap.begin), "to": to_iso(gap.end), "hours": (gap.end - gap.begin) / HOUR, "why": gap.why}


def _hour(hour: Hour) -> dict[str, object]:
    return {
        "at": to_iso(hour.begin), "people": hour.people, "promised": hour.promised, "called": hour.called,
        "demand": round(hour.demand, 2),
    }  # fmt: skip


# --- a week ----------------------------------------------------------------------------------------------------------


def _map(found: Sequence[Hour], zone: ZoneInfo) -> Iterator[str]:
    """A line for each day, two cells for each hour of it: who is on, and what usually comes."""
    most = max((hour.demand for hour in found), default=0)
    yield "            " + "".join(f"{hour:02} " for hour in range(24))
    days: dict[str, dict[int, str]] = {}
    for hour in found:
        local = to_datetime(hour.begin, zone)
        cells = days.setdefault(f"{local:%a %d %b}", {})
        cells.setdefault(local.hour, _cell(hour, most))  # of the hour that there is twice, the first
    for day, cells in days.items():
        yield f"{day:<12}" + "".join(f"{cells.get(hour, '  ')} " for hour in range(24)).rstrip()
    peak = f"█ is {most:.1f} tickets an hour" if most else "no tickets came in these weeks"
    yield f"{'':<12}people on, then what usually comes: {peak}; {LEGEND}"


def _cell(hour: Hour, most: float) -> str:
    return sign(hour) + _STEPS[load(hour, most)]


def _listed(found: Sequence[Gap], zone: ZoneInfo) -> Iterator[str]:
    if not found:
        yield COVERED
    for gap in found:
        yield f"{when(gap, zone)}  {(gap.end - gap.begin) / HOUR:g} h  {gap.why}"


# --- duty ------------------------------------------------------------------------------------------------------------


def _duty(args: argparse.Namespace) -> int:
    store = open_store(args)
    team, at, zone = the_team(store, args), the_instant(store, args.at), world.zone(store)
    since, until = (Instant(at + sign * args.weeks * 7 * DAY) for sign in (-1, 1))
    turns = [turn for turn in roster(store.read, since, until).turns(since, until) if team in (None, turn.team)]
    found = rounds(turns, since, at)
    rows: list[dict[str, object]]
    if args.format == "table":
        rows = [
            {"person": each.who, "turns": each.turns, "hours": f"{each.hours:g}",
             "next": f"{each.shift} {to_datetime(each.next, zone):%a %d %b %H:%M}" if each.next else None}
            for each in found
        ]  # fmt: skip
    else:
        rows = [
            {"person": each.who, "turns": each.turns, "hours": each.hours,
             "next": to_iso(each.next) if each.next else None, "shift": each.shift}
            for each in found
        ]  # fmt: skip
    write(rows, ("person", "turns", "hours", "next", *(("shift",) if args.format == "csv" else ())), args.format)
    return 0
