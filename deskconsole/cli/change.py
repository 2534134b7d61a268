"""`deskconsole change`: what is planned when, what the board decided, and changes from a calendar."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import (
    FORMATS,
    add_actor,
    instant,
    open_store,
    parser_of_acts,
    who,
    write,
    write_fields,
    write_json,
)
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import DAY, Instant, to_iso
from deskconsole.core.when import say_instant
from deskconsole.features.changes.views import (
    ALL_CHANGES,
    BY_UID,
    CHANGE,
    CHANGES_BETWEEN,
    TICKETS_OF,
    ChangeRow,
)
from deskconsole.house import House

EXAMPLES = """  deskconsole change list
  deskconsole change list --all --format json
  deskconsole change show CHG-7
  deskconsole change import cab.ics --service mail --risk medium
  deskconsole change import cab.ics --dry-run
  deskconsole do change.enter --title 'New switch' --begin 'Tue 22:00' --end 'Tue 23:00' --services mail --risk high
  deskconsole do decide CHG-7 --decision approved
  deskconsole do ticket.change INC-10001 --change CHG-7 --relation caused-by

`list` shows those that take place within the next days. A calendar's event names its services by categories, else
--service does; a number in its title (CHG0030467) is the change's own. The same file again changes nothing; a change
that is moved is to be decided anew."""

AHEAD, MOST = 14, 1000
"""Days that `list` looks ahead; changes that `list --all` shows."""
HORIZON = 366
"""Days for which a calendar is worked out unless somebody says otherwise."""
CHUNK = 60
"""Changes a transaction: others who write wait about 20 ms."""

SHORT = ("number", "window", "risk", "board", "services", "state", "title")
COLUMNS = (
    "number", "title", "begin", "end", "risk", "decision", "decided_at", "note", "services", "state", "uid",
)  # fmt: skip


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    return _ACTS[args.act](args)


def _parser() -> argparse.ArgumentParser:
    about = "Changes: their windows, risk, what the board decided, and the tickets they have to do with."
    acts = {
        "list": "list changes of the next days",
        "show": "print one with all that is known of it",
        "import": "take over the changes of a calendar file",
    }
    made, act = parser_of_acts("change", about, EXAMPLES, acts)
    shown = act["list"]
    shown.add_argument("--service", metavar="KEY", help="only those that touch this service")
    shown.add_argument("--days", type=int, default=AHEAD, metavar="N", help=f"how far ahead (default: {AHEAD})")
    shown.add_argument("--all", action="store_true", help="also what is over or was withdrawn, the newest first")
    shown.add_argument("--format", choices=FORMATS, default="table")
    one = act["show"]
    one.add_argument("number", metavar="NUMBER", help="such as CHG-7")
    one.add_argument("--format", choices=FORMATS, default="table")
    take = act["import"]
    take.add_argument("file", type=Path, metavar="FILE.ics")
    take.add_argument("--service", action="append", default=[], metavar="KEY", help="they touch this service")
    take.add_argument("--risk", choices=("low", "medium", "high", "not-rated"), default="not-rated")
    take.add_argument("--since", metavar="DATE", help="changes that end after it (default: now)")
    take.add_argument("--until", metavar="DATE", help=f"changes that begin before it (default: {HORIZON} days ahead)")
    take.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    take.add_argument("--format", choices=("text", "json"), default="text")
    add_actor(take)
    return made


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    now, zone = store.now(), world.zone(store)
    if not 0 < args.days <= 3660:
        raise BadInput(f"--days {args.days}: from 1 to 3660")
    end = Instant(now + (3660 if args.all else args.days) * DAY)
    query, values = (ALL_CHANGES, {"limit": MOST}) if args.all else (CHANGES_BETWEEN, {"begin": now})
    rows = [
        row
        for row in store.read.all(query, end=end, **values)
        if args.service is None or args.service in row.services.split()
    ]
    if args.format == "table":
        write((_short(row, now, zone) for row in rows), SHORT, "table")
    else:
        write((_row(row) for row in rows), COLUMNS, args.format)
    return 0


def _short(row: ChangeRow, now: Instant, zone: ZoneInfo) -> dict[str, object]:
    span = f"{say_instant(row.begin_at, now, zone)} to {say_instant(row.end_at, row.begin_at, zone)}"
    return {
        "number": row.number, "window": span, "risk": row.risk, "board": row.decided, "services": row.services,
        "state": row.state, "title": row.title or "(erased)",
    }  # fmt: skip


def _row(row: ChangeRow) -> dict[str, object]:
    return {
        "number": row.number, "title": row.title, "begin": to_iso(row.begin_at), "end": to_iso(row.end_at),
        "risk": row.risk, "decision": row.decision,
        "decided_at": None if row.decided_at is None else to_iso(row.decided_at), "note": row.note,
        "services": row.services.split(), "state": row.state, "uid": row.uid,
    }  # fmt: skip


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    row = store.read.maybe(CHANGE, number=args.number.strip().upper())
    if row is None:
        raise NotFound(f"there is no change {args.number}: `deskconsole change list --all` lists them")
    shown = _row(row)
    shown["tickets"] = [f"{each.number} {each.relation}" for each in store.read.all(TICKETS_OF, change=row.id)]
    if write_json(shown, args.format):
        return 0
    write_fields(shown, args.format)
    return 0


def _import(args: argparse.Namespace) -> int:
    from deskconsole.calendars.ics import resolve
    from deskconsole.calendars.ics_lines import read
    from deskconsole.features.changes.commands import take_over
    from deskconsole.features.changes.rules import KIND, steps

    store = open_store(args)
    zone, now = world.zone(store), store.now()
    since, until = instant(args.since, zone), instant(args.until, zone)
    since = now if since is None else since
    until = Instant(now + HORIZON * DAY) if until is None else until
    if until <= since:
        raise BadInput(f"--until {args.until or ''} is before what the file is asked for begins: name a later day")
    feed = resolve(read(args.file), str(args.file), zone, since, until, KIND)
    series = {*feed.whole, *(each.uid for each in feed.windows)}
    held = [row for uid in sorted(series) for row in store.read.all(BY_UID, uid=uid)]
    made = list(steps(feed, held, since, until))
    if not args.dry_run:
        house = House(store, who(store, args.as_))
        for place in range(0, len(made), CHUNK):
            house.do(take_over(made[place : place + CHUNK], args.service, args.risk))
    for line in feed.skipped:
        print(f"skipped: {line}", file=sys.stderr)
    counts = {act: sum(step.act == act for step in made) for act in ("new", "move", "withdraw")}
    counts["same"] = len(feed.windows) - sum(step.wanted is not None for step in made)
    if args.format == "json":
        print(json.dumps(counts | {"skipped": feed.skipped, "dry_run": args.dry_run}, ensure_ascii=False))
        return 0
    words = {"new": "new", "move": "moved", "withdraw": "withdrawn", "same": "as they were"}
    would = "would be: " if args.dry_run else ""
    print(would + ", ".join(f"{count} {words[act]}" for act, count in counts.items() if count or act == "new"))
    return 0


_ACTS = {"list": _list, "show": _show, "import": _import}
