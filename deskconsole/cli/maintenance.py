"""`deskconsole maintenance`: windows from a calendar, what of them is cut out of clocks, and back as a calendar."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import FORMATS, add_actor, instant, open_store, parser_of_acts, progress, who, write
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import DAY, Instant, to_datetime, to_iso
from deskconsole.core.spans import said
from deskconsole.core.text import safe_text
from deskconsole.core.when import say_instant
from deskconsole.features.directory.views import DESK, SERVICE
from deskconsole.features.maintenance.rules import KIND, Part, item_key
from deskconsole.features.maintenance.taking import Horizon, Scope, Step, Wanted, steps
from deskconsole.features.maintenance.views import BY_UID, ENDING_AFTER, MaintenanceRow, Windows
from deskconsole.house import House
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole maintenance import changes.ics --service mail
  deskconsole maintenance import changes.ics --service mail --dry-run
  deskconsole maintenance list
  deskconsole maintenance list --all --service mail --format json
  deskconsole maintenance export windows.ics
  deskconsole do plan --title 'Patch night' --service mail --begin 'Tue 22:00' --end 'Tue 23:00'
  deskconsole do begin MW-3
  deskconsole do end MW-3 --at 22:40
  deskconsole do withdraw MW-3 --reason 'the vendor is ill'

A window is cut out of clocks only as it was announced, if that was early enough, up to the cap of the month
([maintenance] in the desk file); `list` says of each what is cut and why the rest is not. What is entered too late
needs a waiver: `deskconsole do exclusion.request`. The same file again changes nothing; what has begun stays as it
was announced. An event names its service by a category, else --service does, or --item, or --all."""

AHEAD = 366
"""Days for which windows are worked out unless somebody says otherwise."""
CHUNK = 60
"""Windows a transaction: others who write wait about 20 ms. A series is not parted."""

COLUMNS = (
    "number", "state", "service", "item", "begin", "end", "title", "begun", "ended", "announced", "cut_s", "why",
    "parts",
)  # fmt: skip


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    return _ACTS[args.act](args)


def _parser() -> argparse.ArgumentParser:
    about = "Maintenance windows: when they were announced, and what of them does not count."
    acts = {
        "import": "take over the windows of a calendar file",
        "list": "list windows, what of them is cut out of clocks, and why the rest is not",
        "export": "write windows as a calendar file",
    }
    made, act = parser_of_acts("maintenance", about, EXAMPLES, acts)
    take, shown, export = act.values()
    take.add_argument("file", type=Path, metavar="FILE.ics")
    scope = take.add_mutually_exclusive_group()
    scope.add_argument("--service", metavar="KEY", help="the windows are of this service")
    scope.add_argument("--item", metavar="KEY", help="… of this configuration item")
    scope.add_argument("--all", action="store_true", help="… of all services")
    take.add_argument("--announced", metavar="INSTANT", help="when they were, or will be, announced (default: now)")
    take.add_argument("--since", metavar="DATE", help="windows that end after it (default: now)")
    take.add_argument("--until", metavar="DATE", help=f"windows that begin before it (default: {AHEAD} days ahead)")
    take.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    take.add_argument("--format", choices=("text", "json"), default="text")
    add_actor(take)
    shown.add_argument("--service", metavar="KEY", help="only those that concern this service")
    shown.add_argument("--all", action="store_true", help="also what is over or was withdrawn")
    shown.add_argument("--format", choices=FORMATS, default="table")
    export.add_argument("file", nargs="?", type=Path, metavar="FILE.ics", help="default: standard output")
    export.add_argument("--service", metavar="KEY", help="only those that concern this service")
    export.add_argument("--all", action="store_true", help="also what is over")
    return made


# --- in --------------------------------------------------------------------------------------------------------------


def _import(args: argparse.Namespace) -> int:
    from deskconsole.calendars.ics import resolve
    from deskconsole.calendars.ics_lines import read
    from deskconsole.features.maintenance.commands import take_over

    store = open_store(args)
    zone, now = world.zone(store), store.now()
    since, until = instant(args.since, zone), instant(args.until, zone)
    within = Horizon(now if since is None else since, Instant(now + AHEAD * DAY) if until is None else until)
    if within.until <= within.since:
        raise BadInput(f"--until {args.until or ''} is before what the file is asked for begins: name a later day")
    feed = resolve(read(args.file), str(args.file), zone, within.since, within.until, KIND)
    wanted = _Scopes(store.read, args).all(feed.windows)
    made = _compared(store.read, wanted, feed.whole, within, now)
    if not args.dry_run:
        house, announced = House(store, who(store, args.as_)), instant(args.announced, zone)
        for series in _chunks(made, wanted):
            whole = {uid: feed.whole[uid] for uid in series if uid in feed.whole}
            house.do(take_over([each for each in wanted if each.uid in series], whole, within, announced))
        _remeasure(store)
    for line in feed.skipped:
        print(f"skipped: {line}", file=sys.stderr)
    _say(made, feed.outside, args, zone)
    return 0


class _Scopes:
    """What the windows of a file are for: as the command line says, else as each event says."""

    def __init__(self, desk: Reader, args: argparse.Namespace) -> None:
        self.desk, self.file = desk, args.file
        self.given: Scope | None = None
        self.known: dict[str, Scope | None] = {}
        if args.service:
            self.given = self.named(args.service)
            if self.given is None:
                raise NotFound(f"there is no service {args.service}: `deskconsole desk export` lists them")
        elif args.item:
            self.given = Scope(item=item_key(args.item))
        elif args.all:
            self.given = Scope()

    def named(self, word: str) -> Scope | None:
        if word not in self.known:
            found = self.desk.maybe(SERVICE, word=word)
            self.known[word] = Scope(found.id, found.key) if found else None
        return self.known[word]

    def all(self, windows: Iterable[object]) -> list[Wanted]:
        from deskconsole.calendars.ics import Occurrence

        made: list[Wanted] = []
        wrong: dict[int, str] = {}
        for each in windows:
            assert isinstance(each, Occurrence)
            scope = self.given or self._own(each.services, each.item, each.everything)
            if scope is None:
                wrong[each.line] = f"“{safe_text(each.title[:40])}” names no service of this desk"
                continue
            made.append(Wanted(*each[:6], scope, each.cancelled))
        if wrong:
            told = "\n".join(f"{self.file}:{line}: {what}" for line, what in sorted(wrong.items()))
            raise BadInput(f"{told}\n--service KEY says of which service they are, --item KEY of which item, or --all")
        return made

    def _own(self, words: Sequence[str], item: str | None, everything: bool) -> Scope | None:
        if item:
            return Scope(item=item_key(item))
        if everything:
            return Scope()
        named = {scope for word in words if (scope := self.named(word))}
        return named.pop() if len(named) == 1 else None


def _compared(
    desk: Reader, wanted: Sequence[Wanted], whole: dict[str, int], within: Horizon, now: Instant
) -> list[Step]:
    series = {*whole, *(each.uid for each in wanted)}
    return steps(wanted, [row for uid in series for row in desk.all(BY_UID, uid=uid)], whole, within, now)


_CHANGES = {"new": "+", "move": "~", "withdraw": "-"}


def _chunks(made: Sequence[Step], wanted: Sequence[Wanted]) -> Iterator[set[str]]:
    """Series of which something changes, a transaction's worth at a time."""
    chunk: set[str] = set()
    size = 0
    sizes: dict[str, int] = {}
    for each in wanted:
        sizes[each.uid] = sizes.get(each.uid, 0) + 1
    for uid in dict.fromkeys(step.uid for step in made if step.act in _CHANGES):
        chunk.add(uid)
        size += sizes.get(uid, 1)
        if size >= CHUNK:
            yield chunk
            chunk, size = set(), 0
    if chunk:
        yield chunk


def _remeasure(store: Store) -> None:
    """Let the tickets that are concerned be measured anew, and whatever else is due."""
    from deskconsole.engine.tick import advance

    with progress("measuring tickets", None) as step:
        done = 0
        while handled := advance(store):
            done += handled
            step(done)


def _say(made: Sequence[Step], outside: int, args: argparse.Namespace, zone: ZoneInfo) -> None:
    if args.format == "json":
        print(json.dumps([_told(step) for step in made], ensure_ascii=False, indent=2))
        return
    for step in made:
        if sign := _CHANGES.get(step.act):
            print(f"{sign} {_words(step, zone)}")
    count = {
        act: sum(step.act == act for step in made) for act in ("new", "move", "withdraw", "same", "begun", "older")
    }
    parts = [f"{count['new']} new", f"{count['move']} moved", f"{count['withdraw']} withdrawn"]
    parts.append(f"{count['same']} as they were")
    parts += [f"{count['begun']} begun already and left as announced"] if count["begun"] else []
    parts += [f"{count['older']} older than what is known (SEQUENCE)"] if count["older"] else []
    parts += [f"{outside} events have no window in these days (--since, --until)"] if outside else []
    print(", ".join(parts) + ("; nothing was written" if args.dry_run else ""))


def _told(step: Step) -> dict[str, object]:
    wanted, held = step.wanted, step.held
    return {
        "act": step.act,
        "number": held.number if held else None,
        "uid": step.uid,
        "for": str(wanted.scope) if wanted else None,
        "title": wanted.title if wanted else held.title if held else None,
        "begin": to_iso(wanted.begin) if wanted else None,
        "end": to_iso(wanted.end) if wanted else None,
        "was": [to_iso(held.begin_at), to_iso(held.end_at)] if held else None,
    }


def _words(step: Step, zone: ZoneInfo) -> str:
    wanted, held = step.wanted, step.held
    number = f"{held.number} " if held else ""
    if wanted is None or step.act == "withdraw":
        assert held is not None
        return f"{number}{_span(held.begin_at, held.end_at, zone)}  “{safe_text(held.title or '')}” withdrawn"
    was = f", was {_span(held.begin_at, held.end_at, zone)}" if held else ""
    return f"{number}{_span(wanted.begin, wanted.end, zone)}  {wanted.scope}  “{safe_text(wanted.title)}”{was}"


def _span(begin: Instant, end: Instant, zone: ZoneInfo) -> str:
    """`Tue 7 Apr 2026 22:00 to 23:00 CEST`."""
    first, last = to_datetime(begin, zone), to_datetime(end, zone)
    if first.date() != last.date():
        return f"{say_instant(begin, None, zone)} to {say_instant(end, begin, zone)}"
    return f"{say_instant(begin, None, zone).rpartition(' ')[0]} to {last:%H:%M} {last.tzname()}"


# --- out -------------------------------------------------------------------------------------------------------------


def _chosen(store: Store, args: argparse.Namespace) -> list[MaintenanceRow]:
    """Windows that are asked for, in order of time."""
    now, far = store.now(), 1 << 62
    since = -far if args.all else now
    rows = store.read.all(ENDING_AFTER, since=since, until=far)
    if not args.all and args.act == "list":
        rows = [row for row in rows if row.withdrawn_at is None and row.state(now) != "over"]
    if args.service:
        found = store.read.maybe(SERVICE, word=args.service)
        if found is None:
            raise NotFound(f"there is no service {args.service}: `deskconsole desk export` lists them")
        rows = [row for row in rows if row.service == found.id or (row.service is None and row.item is None)]
    return rows


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    now, zone, windows = store.now(), world.zone(store), Windows(store.read)
    parts: dict[tuple[int | None, str | None], dict[int, list[Part]]] = {}
    rows = []
    for row in _chosen(store, args):
        scope = (row.service, row.item)
        if scope not in parts:
            plan = windows.of_item(row.item) if row.item else windows.of(row.service)
            parts[scope] = {}
            for part in plan.parts:
                parts[scope].setdefault(part.window, []).append(part)
        rows.append(_row(row, parts[scope].get(row.id, []), now))
    if args.format == "table":
        write([_short(row, zone) for row in rows], ("number", "state", "for", "when", "title", "cut", "why"), "table")
        return 0
    if args.format == "csv":
        rows = [row | {"parts": json.dumps(row["parts"], ensure_ascii=False)} for row in rows]
    write(rows, COLUMNS, args.format)
    return 0


def _row(row: MaintenanceRow, parts: Sequence[Part], now: Instant) -> dict[str, object]:
    cut = sum(part.end - part.begin for part in parts if part.cut)
    against = list(dict.fromkeys(part.why for part in parts if not part.cut))
    return {
        "number": row.number, "state": row.state(now), "service": row.service_key, "item": row.item,
        "begin": to_iso(row.begin_at), "end": to_iso(row.end_at), "title": row.title, "begun": _iso(row.begun_at),
        "ended": _iso(row.ended_at), "announced": to_iso(row.announced_at), "cut_s": cut // 1_000_000,
        "why": "; ".join(against or dict.fromkeys(part.why for part in parts)),
        "parts": [
            {"begin": to_iso(part.begin), "end": to_iso(part.end), "cut": part.cut, "why": part.why} for part in parts
        ],
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


def _short(row: dict[str, object], zone: ZoneInfo) -> dict[str, object]:
    begin, end = (instant(str(row[name])) or Instant(0) for name in ("begin", "end"))
    return row | {
        "for": row["service"] or row["item"] or "all services",
        "when": _span(begin, end, zone),
        "cut": said(int(str(row["cut_s"])) * 1_000_000) if row["cut_s"] else "nothing",
    }


def _export(args: argparse.Namespace) -> int:
    from deskconsole.features.maintenance.ics_out import written

    store = open_store(args)
    text = written(_chosen(store, args), f"{store.read.one(DESK).name}: maintenance")
    if args.file is None:
        sys.stdout.buffer.write(text)
        return 0
    try:
        with NamedTemporaryFile(dir=args.file.resolve().parent, delete=False) as file:
            file.write(text)
        os.replace(file.name, args.file)
    except OSError as trouble:
        raise BadInput(f"{args.file} cannot be written: {trouble.strerror}") from trouble
    return 0


_ACTS = {"import": _import, "list": _list, "export": _export}
