"""`deskconsole roster import|export`: turns as calendars and tables."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import instant, open_store, progress, who
from deskconsole.cli.roster import said_of, the_instant, the_team
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, Instant, to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.directory.views import DESK, HANDLES, TEAM_KEYS
from deskconsole.features.rosters.commands import take_over
from deskconsole.features.rosters.files import Known, Rows, as_csv, as_ics, from_csv, from_ics
from deskconsole.features.rosters.views import VERSIONS, Step, Turn, Wanted, roster, taken_over
from deskconsole.house import House
from deskconsole.store.store import Store

CHUNK = 40
"""Rows a transaction: others who write wait about 20 ms."""
BACK, AHEAD = 35, 400
"""Days of a calendar that are taken over, before today and after it."""
MOST = 5000
_SIGNS = {"new": "+", "move": "~", "withdraw": "-"}
_COUNTED = {"new": "new", "move": "moved", "withdraw": "called off", "same": "as they were", "left": "given back here"}


def run(args: argparse.Namespace) -> int:
    return {"import": _import, "export": _export}[args.act](args)


def _export(args: argparse.Namespace) -> int:
    store = open_store(args)
    team, begin = the_team(store, args), the_instant(store, args.since)
    end = instant(args.until, world.zone(store)) or Instant(begin + 28 * DAY)
    turns = [turn for turn in roster(store.read, begin, end).turns(begin, end) if team in (None, turn.team)]
    if _kind(args.file) == "csv":
        data = as_csv(turns).encode()
    else:
        data = as_ics(turns, f"{store.read.one(DESK).name}: roster", store.now())
    try:
        args.file.write_bytes(data)
    except OSError as trouble:
        raise BadInput(f"{args.file} cannot be written: {trouble.strerror}") from trouble
    print(f"{args.file}: {sum(len(turn.seats) for turn in turns)} rows of {len(turns)} turns")
    return 0


def _kind(file: Path) -> str:
    if file.suffix.lower() not in (".csv", ".ics"):
        raise BadInput(f"{file}: is it a calendar or a table? its name ends in .ics or .csv")
    return file.suffix.lower().lstrip(".")


def _import(args: argparse.Namespace) -> int:
    store = open_store(args)
    actor = who(store, args.as_)
    read = _read(store, args.file)
    if len(read.wanted) > MOST:
        raise BadInput(f"{args.file}: has {len(read.wanted)} rows, at most {MOST} at once: take them by the month")
    made = taken_over(store.read, read.wanted)
    changes = [step.wanted for step in made if step.act in _SIGNS]
    if not args.dry_run:
        house = House(store, actor)
        with progress("taking over", len(changes)) as step:
            for place in range(0, len(changes), CHUNK):
                house.do(take_over(changes[place : place + CHUNK]))
                step(min(place + CHUNK, len(changes)))
    wrong = [*read.wrong, *(f"{args.file}:{each.wanted.line}: {each.why}" for each in made if each.act == "wrong")]
    _say(made, wrong, read.outside, args, world.zone(store))
    return 2 if wrong else 0


def _read(store: Store, file: Path) -> Rows:
    kind, now, desk_zone = _kind(file), store.now(), world.zone(store)
    versions = store.read.all(VERSIONS)
    shifts = {shift.key: shift for shift in versions[-1].spec.shifts} if versions else {}
    shifts |= {shift.name.casefold(): shift for shift in shifts.values()}
    known = Known(frozenset(store.read.all(HANDLES)), frozenset(store.read.all(TEAM_KEYS)), shifts, desk_zone)
    if kind == "csv":
        try:
            return from_csv(file.read_text("utf-8-sig"), str(file), known)
        except OSError as trouble:
            raise BadInput(f"{file} cannot be read: {trouble.strerror}") from trouble
        except UnicodeDecodeError as trouble:
            raise BadInput(f"{file}: is not text in UTF-8: export it again as that") from trouble
    from deskconsole.calendars.ics_lines import read

    since, until = Instant(now - BACK * DAY), Instant(now + AHEAD * DAY)
    return from_ics(read(file), str(file), known, since, until)


def _say(
    made: Sequence[Step], wrong: Sequence[str], outside: int, args: argparse.Namespace, zone: ZoneInfo
) -> None:  # fmt: skip
    counts = {act: sum(step.act == act for step in made) for act in _COUNTED}
    if args.format == "json":
        rows = [_told(step) for step in made if step.act != "same"]
        told = {"rows": rows, "wrong": list(wrong), **counts, "outside": outside, "dry_run": args.dry_run}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in _lines(made, zone):
        print(line)
    for line in wrong:
        print(f"✗ {line}")
    parts = [f"{counts[act]} {word}" for act, word in _COUNTED.items() if counts[act] or act in ("new", "same")]
    parts += [f"{len(wrong)} not taken"] if wrong else []
    parts += [f"{outside} events lie outside of these days"] if outside else []
    print(", ".join(parts) + ("; nothing was written" if args.dry_run else ""))


def _lines(made: Sequence[Step], zone: ZoneInfo) -> Iterator[str]:
    for step in made:
        if sign := _SIGNS.get(step.act):
            yield f"{sign} {said_of(_turn(step.wanted), zone)}  {safe_text(step.wanted.shift)}  {step.wanted.who}"


def _turn(wanted: Wanted) -> Turn:
    return Turn(wanted.team, wanted.shift, wanted.begin, wanted.end, (wanted.who,), None, None)


def _told(step: Step) -> dict[str, object]:
    wanted = step.wanted
    return {
        "act": step.act, "uid": wanted.uid, "shift": wanted.shift, "team": wanted.team, "person": wanted.who,
        "begin": to_iso(wanted.begin), "end": to_iso(wanted.end), "line": wanted.line or None, "why": step.why or None,
    }  # fmt: skip
