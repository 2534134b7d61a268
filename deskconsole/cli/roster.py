"""`deskconsole roster`: who is on now, next and all week, who is called, who holds the desk; and what people change."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import FORMATS, add_actor, instant, open_store, parser_of_acts, write
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import DAY, Instant, to_datetime, to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.directory.views import TEAM_KEYS
from deskconsole.features.rosters.views import (
    ABSENCES,
    BOOKINGS,
    LAYERS,
    SWAPS_OPEN,
    Roster,
    Turn,
    holder,
    next_turn,
    roster,
    running,
)
from deskconsole.sla.wall import first_showing
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole roster now
  deskconsole roster now --team network --at 2026-10-25T02:30 --format json
  deskconsole roster show --days 3
  deskconsole roster week --since 2026-04-13
  deskconsole roster cover --team emea --weeks 8 --most 4
  deskconsole roster duty --format csv
  deskconsole roster leave --begin '2026-04-20 00:00' --end '2026-04-25 00:00'
  deskconsole roster take --shift early --when 'Tue 06:00' --who eli --instead-of ana --reason 'dentist'
  deskconsole roster give-back RB-3
  deskconsole roster swap --shift early --when 'Wed 06:00' --other ben
  deskconsole roster accept SW-1
  deskconsole roster approve SW-1 --anyway yes --reason 'both ask for it'
  deskconsole roster export roster.ics --since 2026-04-13 --until 2026-05-01
  deskconsole roster import roster.csv --dry-run

Shifts are in the desk file ([shifts.*]); files and people change single turns. The same file again changes nothing.
Turns that were taken are RB-3, leave is LV-3 (stay LV-3 takes it back), swaps are SW-3."""

DONE = {
    "leave": "roster.leave", "stay": "roster.stay", "take": "roster.take", "give-back": "roster.give_back",
    "swap": "roster.swap", "accept": "roster.swap_accept", "approve": "roster.swap_approve",
    "refuse": "roster.swap_refuse",
}  # fmt: skip
"""Acts that are commands, with the names that `deskconsole do` knows them by."""

_NUMBER = re.compile(r"(?:LV|RB|SW)-\d+", re.IGNORECASE)

SHORT = ("when", "shift", "team", "layer", "people", "lead", "away")
COLUMNS = ("begin", "end", "shift", "name", "team", "layer", "people", "lead", "duty_manager", "away")


def run(argv: list[str]) -> int:
    if argv and argv[0] in DONE:
        from deskconsole.cli.do import run as do

        named = [word for word in argv[1:] if _NUMBER.fullmatch(word)][:1]  # it stands before all options
        return do([DONE[argv[0]], *named, *(word for word in argv[1:] if word not in named)])
    args = _parser().parse_args(argv)
    if args.act in ("import", "export"):
        from deskconsole.cli import roster_files

        return roster_files.run(args)
    if args.act in ("cover", "duty"):
        from deskconsole.cli import roster_cover

        return roster_cover.run(args)
    return {"now": _now, "show": _show, "week": _week}[args.act](args)


def _parser() -> argparse.ArgumentParser:
    about = "Rosters: who is on when, who is called, what of it changed, and what is not covered."
    acts = {
        "now": "say who is on, who is called, who holds the desk and who comes next",
        "show": "list the turns of the next days, what was taken, leave and swaps",
        "week": "print a week: a line for each shift, a column for each day",
        "cover": "hold who is on against promised hours and what usually comes; list gaps, print a week",
        "duty": "say how often each had the duty before customers, and whose it is next",
        "export": "write turns as a calendar (.ics) or a table (.csv)",
        "import": "take over who is on when from a calendar or a table",
    }
    made, act = parser_of_acts("roster", about, EXAMPLES, acts, "|".join([*acts, *DONE]))
    for name in ("now", "show", "week", "cover", "duty", "export"):
        act[name].add_argument("--team", metavar="KEY", help="only of this team")
    for name in ("now", "cover", "duty"):
        act[name].add_argument("--at", metavar="INSTANT", help="as of then (default: now)")
    for name in ("now", "cover"):
        act[name].add_argument("--format", choices=("text", "json"), default="text")
    for name in ("show", "duty"):
        act[name].add_argument("--format", choices=FORMATS, default="table")
    act["show"].add_argument("--days", type=int, default=7, metavar="N", help="how far ahead (default: 7)")
    for name in ("show", "week", "export"):
        act[name].add_argument("--since", metavar="DATE", help="from then on (default: now; of a week its Monday)")
    act["cover"].add_argument("--weeks", type=int, default=8, metavar="N", help="what came in so many (default: 8)")
    act["cover"].add_argument("--most", type=float, default=4, metavar="N", help="tickets an hour each can take (4)")
    act["duty"].add_argument("--weeks", type=int, default=8, metavar="N", help="how far back and ahead (default: 8)")
    act["export"].add_argument("file", type=Path, metavar="FILE", help="its ending says what it is: .ics or .csv")
    act["export"].add_argument("--until", metavar="DATE", help="turns that begin before it (default: 28 days ahead)")
    act["import"].add_argument("file", type=Path, metavar="FILE", help="a calendar (.ics) or a table (.csv)")
    act["import"].add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    act["import"].add_argument("--format", choices=("text", "json"), default="text")
    add_actor(act["import"])
    return made


def the_team(store: Store, args: argparse.Namespace) -> str | None:
    """The team that is asked for, which must be there."""
    if args.team and args.team not in store.read.all(TEAM_KEYS):
        raise NotFound(f"there is no team {args.team}: `deskconsole desk export` lists them")
    return args.team or None


def the_instant(store: Store, text: str | None) -> Instant:
    at = instant(text, world.zone(store))
    return store.now() if at is None else at


def said_of(turn: Turn, zone: ZoneInfo) -> str:
    """`Tue 14 Apr 06:00–14:00`, in the desk's zone."""
    begin, end = to_datetime(turn.begin, zone), to_datetime(turn.end, zone)
    last = f"{end:%H:%M}" if (turn.end - turn.begin) <= DAY else f"{end:%a %d %b %H:%M}"
    return f"{begin:%a %d %b %H:%M}–{last}"


def as_json(turn: Turn | None) -> dict[str, object] | None:
    return None if turn is None else {
        "shift": turn.shift, "name": turn.name, "team": turn.team, "layer": turn.layer, "begin": to_iso(turn.begin),
        "end": to_iso(turn.end), "people": list(turn.people), "lead": turn.lead, "duty_manager": turn.duty_manager,
        "away": list(turn.away),
    }  # fmt: skip


# --- now -------------------------------------------------------------------------------------------------------------


def _now(args: argparse.Namespace) -> int:
    store = open_store(args)
    team, at, zone = the_team(store, args), the_instant(store, args.at), world.zone(store)
    known = roster(store.read, at, Instant(at + 7 * DAY))
    teams = [team] if team else _teams(known, at)
    found = [_desk(store, each, known, at) for each in teams]
    if args.format == "json":
        print(json.dumps({"at": to_iso(at), "desks": found}, ensure_ascii=False, indent=2))
    elif not found:
        print("nobody says who is on: write [shifts.*] in the desk file, or `deskconsole roster import` a calendar")
    else:
        print("\n\n".join("\n".join(_told(store, each, at, zone)) for each in found))
    return 0


def _teams(known: Roster, at: Instant) -> list[str | None]:
    """Those of whom the roster knows anything in the days ahead; the desk as such first."""
    found = {turn.team for turn in known.turns(at, Instant(at + 7 * DAY))}
    return sorted(found, key=lambda team: (team is not None, team or ""))


def _desk(store: Store, team: str | None, known: Roster, at: Instant) -> dict[str, object]:
    turns = [turn for turn in known.turns(at, Instant(at + 1)) if turn.team == team]
    return {
        "team": team,
        "holder": holder(store.read, team, at),
        "turn": as_json(running([turn for turn in turns if turn.layer is None], at)),
        "called": {layer: list(who) for layer in LAYERS if (who := known.on(team, at, layer))},
        "next": as_json(next_turn(store.read, team, at)),
    }


def _told(store: Store, desk: dict[str, object], at: Instant, zone: ZoneInfo) -> Iterator[str]:
    team, now, later = (desk[name] for name in ("team", "turn", "next"))
    yield f"{team or 'The desk'}, held by {desk['holder'] or 'nobody'}"
    yield f"  now   {_line(now, zone) if isinstance(now, dict) else 'nobody is on'}"
    called = desk["called"]
    assert isinstance(called, dict)
    yield from (f"  {layer:<5} {' '.join(who)}" for layer, who in called.items())
    yield f"  next  {_line(later, zone) if isinstance(later, dict) else 'no turn in the next weeks'}"


def _line(turn: dict[str, object], zone: ZoneInfo) -> str:
    begin, end = (to_datetime(instant(str(turn[name])) or Instant(0), zone) for name in ("begin", "end"))
    people = turn["people"]
    assert isinstance(people, list)
    words = [f"{turn['name']} {begin:%a %H:%M}–{end:%H:%M} {end.tzname()}", " ".join(people) or "nobody"]
    words += [f"{name.replace('_', ' ')} {turn[name]}" for name in ("lead", "duty_manager") if turn[name]]
    away = turn["away"]
    return " · ".join([*words, *([f"on leave {' '.join(map(str, away))}"] if isinstance(away, list) and away else [])])


# --- the days ahead --------------------------------------------------------------------------------------------------


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    team, begin, zone = the_team(store, args), the_instant(store, args.since), world.zone(store)
    end = Instant(begin + args.days * DAY)
    turns = [turn for turn in roster(store.read, begin, end).turns(begin, end) if team in (None, turn.team)]
    if args.format == "table":
        write([_row(turn, zone) for turn in turns], SHORT, "table")
        print("\n".join(_changed(store, begin, end, zone)))
        return 0
    rows = [dict(as_json(turn) or {}) for turn in turns]
    if args.format == "csv":
        rows = [row | {name: " ".join(map(str, row[name])) for name in ("people", "away")} for row in rows]  # type: ignore[call-overload]
    write(rows, COLUMNS, args.format)
    return 0


def _row(turn: Turn, zone: ZoneInfo) -> dict[str, object]:
    return {
        "when": said_of(turn, zone), "shift": turn.name, "team": turn.team, "layer": turn.layer,
        "people": " ".join(turn.people) or None, "lead": turn.lead, "away": " ".join(turn.away) or None,
    }  # fmt: skip


def _changed(store: Store, begin: Instant, end: Instant, zone: ZoneInfo) -> Iterator[str]:
    """Turns that were taken, leave, and swaps that wait for somebody."""
    for each in store.read.all(BOOKINGS, begin=begin, end=end):
        instead = f" instead of {each.instead_of}" if each.instead_of else ""
        yield f"RB-{each.id}  {each.operator} takes {each.shift}{instead}, {_span(each.begin, each.end, zone)}"
    for away in store.read.all(ABSENCES, begin=begin, end=end):
        yield f"LV-{away.id}  {away.operator} is on leave, {_span(away.begin, away.end, zone)}"
    for swap in store.read.all(SWAPS_OPEN):
        back = f", for {swap.back_shift} {_moment(swap.back_begin, zone)}" if swap.back_begin else ""
        waits = f"{swap.other} has to accept it" if swap.state == "asked" else "a lead has to approve it"
        why = f" “{safe_text(swap.reason)}”" if swap.reason else ""
        what = f"{swap.asker} asks {swap.other} to take {swap.shift} {_moment(swap.begin, zone)}{back}"
        yield f"{swap.number}  {what}:{why} {waits}"


def _span(begin: Instant, end: Instant, zone: ZoneInfo) -> str:
    return f"{_moment(begin, zone)} to {_moment(end, zone)}"


def _moment(at: Instant, zone: ZoneInfo) -> str:
    return f"{to_datetime(at, zone):%a %d %b %H:%M}"


def days_from(at: Instant, zone: ZoneInfo, *, monday: bool = False) -> list[Instant]:
    """The midnights of the week of an instant's day, and of the day after it; or of the week that day lies in."""
    day = to_datetime(at, zone).date()
    first = day.toordinal() - (day.weekday() if monday else 0)
    return [Instant(first_showing(zone, first + place, 0)) for place in range(8)]


def _week(args: argparse.Namespace) -> int:
    """A line for each shift, a column for each day on which its turns begin."""
    store = open_store(args)
    team, zone = the_team(store, args), world.zone(store)
    days = days_from(the_instant(store, args.since), zone, monday=True)
    turns = roster(store.read, days[0], days[7]).turns(days[0], days[7])
    shown = [turn for turn in turns if turn.begin >= days[0] and team in (None, turn.team)]
    columns = [f"{to_datetime(day, zone):%a %d}" for day in days[:7]]
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    for turn in shown:
        key = (turn.team, turn.shift, turn.layer)
        hours = f"{to_datetime(turn.begin, zone):%H:%M}–{to_datetime(turn.end, zone):%H:%M}"
        row = rows.setdefault(key, {"shift": turn.name, "hours": hours, "team": turn.team})
        place = sum(turn.begin >= day for day in days[:7]) - 1
        row[columns[place]] = _names(turn)
    write(rows.values(), ("shift", "hours", "team", *columns), "table")
    return 0


def _names(turn: Turn) -> str:
    """`mia* ana ben −chidi`: the lead has a star, who is on leave a minus."""
    people: Iterable[str] = [f"{who}*" if who == turn.lead else who for who in turn.people]
    return " ".join([*sorted(people, key=lambda who: not who.endswith("*")), *(f"-{who}" for who in turn.away)]) or "–"
