"""`deskconsole import`: history of other systems."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from deskconsole.cli.common import Parser, add_actor, add_store, open_store, progress, who, zone
from deskconsole.cli.rejects import report
from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput
from deskconsole.core.text import safe_text
from deskconsole.features.imports import servicenow, table
from deskconsole.features.imports.cases import Case, Feed, Log, Reject
from deskconsole.features.imports.commands import (
    check_identity,
    import_csv,
    import_read,
    import_servicenow_log,
)
from deskconsole.features.imports.mapping import Map, read_map
from deskconsole.features.imports.taking import KNOWN
from deskconsole.features.imports.views import LOGS, known_logs
from deskconsole.features.imports.words import guessed
from deskconsole.house import House

CHUNK = 60
"""Cases a transaction: others who write wait about 20 ms."""
ROWS = 600
"""Rows after which a transaction ends early, where cases have many."""
_MOST_WORDS, _MOST_LINES = 20, 200

_PROMISES = """Running it again, or on a later export of the same log, adds only what is new; an interrupted import goes
on. Rows that cannot be read go to FILE.rejects.csv with line and reason. Imported history rings nobody."""

LOG_EXAMPLES = f"""  deskconsole import servicenow-log events.csv.gz --zone UTC
  deskconsole import servicenow-log events.csv.gz --zone Europe/Lisbon --dry-run

{_PROMISES}"""

CSV_EXAMPLES = f"""  deskconsole import csv events.csv.gz --map examples/bpic2013.toml --dry-run
  deskconsole import csv events.csv.gz --map examples/bpic2013.toml
  deskconsole import csv tickets.csv --map map.toml --zone Europe/Berlin
  deskconsole show stats --source bpic2013 --format json

A map says which column is what. The least one, for one row for each change (or for each ticket):

  [log]
  name = "my-tool"                  # of the log in the record; delimiter = ";" encoding = "cp1252"
  [time]
  at = "{{changed_at}}"               # format = "%d/%m/%Y %H:%M" zone = "Europe/Berlin"
  [ticket]                          # one row for each ticket: [time] opened = resolved = closed =
  number = "{{id}}"                   # title requester team owner category channel = "{{column}}: {{column}}"
  [state]
  of = "{{status}}/{{reason}}"
  [state.values]
  "Pending/Customer" = "held:caller"
  "Work/*" = "open"                 # new open held:REASON resolved closed cancelled, same: says nothing of it
  [priority]
  of = "{{impact}}"
  values = {{ High = 1, Low = 4, NA = "none" }}

Further: [facts] answered, asked, acknowledged, restored = words of [state] that mean it; [log] keep, missing,
duplicates, row; [figures] for `show stats`. Columns that the map does not name are not taken over.
When the map was wrong: put it right and import again; what was recorded otherwise is withdrawn.

{_PROMISES}"""


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    return _KINDS[args.kind](args)


def _parser() -> argparse.ArgumentParser:
    made = Parser(
        prog="deskconsole import",
        description="Take over the history of another system.",
        epilog=f"examples\n{LOG_EXAMPLES.partition(chr(10))[0]}\n{CSV_EXAMPLES.partition(chr(10))[0]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = made.add_subparsers(dest="kind", required=True, metavar="KIND")
    log = _kind(kinds, "servicenow-log", "an audit log, one row for each change of an incident", LOG_EXAMPLES)
    log.add_argument("--zone", required=True, help="the time zone of the log's clock, as Europe/Berlin or UTC")
    log = _kind(
        kinds, "csv", "any tool's export, one row for each event or ticket, by a map of its columns", CSV_EXAMPLES
    )
    log.add_argument("--map", required=True, metavar="MAP.toml", help="which column is what")
    log.add_argument("--zone", help="whose clock times without an offset are of; goes before the map's")
    return made


def _kind(kinds: argparse._SubParsersAction[Parser], name: str, about: str, examples: str) -> argparse.ArgumentParser:
    log = kinds.add_parser(
        name, help=about, epilog=f"examples\n{examples}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    log.add_argument("file", metavar="FILE.csv[.gz]")
    log.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
    log.add_argument("--format", choices=("text", "json"), default="text", help="how to say what came of it")
    log.add_argument("--rejects", metavar="FILE", help="where rejected rows go (default: FILE.rejects.csv)")
    add_store(log)
    add_actor(log)
    return log


def _servicenow_log(args: argparse.Namespace) -> int:
    path = Path(args.file)
    with progress(f"reading {path.name}", None) as step:
        log = servicenow.read(path, zone(args.zone), step)
    house = _house(args)
    taken = _accepted(house, log, args)
    return _take_over(house, log, taken, args, "incidents", import_servicenow_log)


def _csv(args: argparse.Namespace) -> int:
    path, how = Path(args.file), read_map(Path(args.map))
    if args.zone:
        zone(args.zone)
    with progress(f"reading {path.name}", None) as step:
        log = table.read(path, how, args.zone, step)
    if log.unmapped:
        raise BadInput("\n".join(_unmapped(log, args.map)))
    house = _house(args)
    check_identity(known_logs(house.store.read.all(LOGS)).get(log.feed.source), how)
    taken = _accepted(house, log, args)
    for note in _notes(how, log):
        print(note, file=sys.stderr)
    if args.dry_run:
        _print_labels(how, log, args)
    else:
        house.do(import_read(how, log))
    return _take_over(house, log, taken, args, "tickets", lambda cases: import_csv(log.feed, cases))


def _house(args: argparse.Namespace) -> House:
    store = open_store(args)
    return House(store, who(store, args.as_))


def _accepted(house: House, log: Log, args: argparse.Namespace) -> list[Case]:
    """The cases that are taken over; rejected rows are written down, and those of numbers that are not free."""
    taken = [case for case in log.cases if not _foreign(house, log.feed, case, log.rejects)]
    report(log.rejects, args.file, args.rejects, dry_run=args.dry_run)
    return taken


def _take_over(
    house: House,
    log: Log,
    taken: Sequence[Case],
    args: argparse.Namespace,
    what: str,
    call: Callable[[Sequence[Case]], Call],
) -> int:
    told: dict[str, object] = {
        what: len(taken), "rows": sum(row.seen.copy is None for case in taken for row in case.rows),
        "exact_duplicates": len(log.duplicates), "rejected": len(log.rejects),
    }  # fmt: skip
    if not args.dry_run:
        new = done = 0
        with progress("taking over", len(taken)) as step:
            for cases in _chunks(taken):
                new += house.learn(call(cases), log.feed.source)
                done += len(cases)
                step(done)
        told["new_events"] = new
    if args.format == "json":
        print(json.dumps({**told, "duplicates": log.duplicates, "labels": log.labels}, ensure_ascii=False))
        return 0
    twice = f", {len(log.duplicates)} exact duplicates" if log.duplicates else ""
    counted = f"{told[what]} {what} with {told['rows']} rows{twice}"
    if args.dry_run:
        print(f"would take over {counted}, {told['rejected']} rejected; nothing was written")
    else:
        print(f"{counted}, {told['new_events']} new events, {told['rejected']} rejected")
    return 0


def _chunks(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """Cases that go in together."""
    chunk: list[Case] = []
    rows = 0
    for case in cases:
        if chunk and (len(chunk) == CHUNK or rows + len(case.rows) > ROWS):
            yield chunk
            chunk, rows = [], 0
        chunk.append(case)
        rows += len(case.rows)
    if chunk:
        yield chunk


def _unmapped(log: Log, file: str) -> Iterator[str]:
    """Words that the map does not know, each with the line to add."""
    for section, words in log.unmapped.items():
        counted = sorted(words.items(), key=lambda item: (-item[1], item[0]))
        yield (
            f"{file}: [{section}.values] does not say what {len(words)} words of the log mean; nothing was written."
            f" Add a line for each, or otherwise = … in [{section}]:"
        )
        for word, rows in counted[:_MOST_WORDS]:
            meaning = f'"{guessed(word)}"' if section == "state" else "3"
            yield f"  {_key(word)} = {meaning}    # {rows} row{'s' if rows > 1 else ''}"
        if len(counted) > _MOST_WORDS:
            yield f"  … and {len(counted) - _MOST_WORDS} more: is it the right column?"


def _key(word: str) -> str:
    """A key of TOML; what cannot be shown is written by its number."""
    return safe_text(json.dumps(word, ensure_ascii=not word.isprintable()).replace("\x7f", "\\u007f"))


def _notes(how: Map, log: Log) -> Iterator[str]:
    """What is worth a look in what was read."""
    if log.duplicates:
        lines = [f"{line}" for line, _ in log.duplicates[:_MOST_LINES]]
        more = ", …" if len(log.duplicates) > _MOST_LINES else ""
        became = {"report": "each is taken over once and counted", "drop": "each is taken over once"}
        yield f"{len(log.duplicates)} exact duplicates, {became[how.log.duplicates]}: lines {', '.join(lines)}{more}"
    if log.back:
        yield f"{log.back} rows stand after a later row of their ticket; they are taken in the order of their times"
    for what, labels in how.facts.items():
        if absent := [label for label in labels if "*" not in label and label not in log.labels]:
            said = ", ".join(f"“{safe_text(label)}”" for label in absent)
            yield f"no row is called {said}, which [facts] takes for {what}"
    if unused := [name for name in log.columns if name not in how.taken]:
        yield f"columns that the map does not name are not taken over: {', '.join(map(safe_text, unused))}"


def _print_labels(how: Map, log: Log, args: argparse.Namespace) -> None:
    """What the words of the log are taken for."""
    if args.format == "json":
        return
    find, facts = how.states.finder(), log.feed.facts
    for label, rows in sorted(log.labels.items(), key=lambda item: (-item[1], item[0])):
        if state := find(label):
            means = ":".join(filter(None, state))
            print(f"{rows:8}  {safe_text(label) or '(nothing)'} → {', '.join([means, *facts(label)])}")


def _foreign(house: House, feed: Feed, case: Case, rejects: list[Reject]) -> bool:
    """Set aside a case whose number belongs to a ticket from elsewhere."""
    known = house.store.read.maybe(KNOWN, number=case.number)
    if known is None or known[1] == feed.source:
        return False
    whose = f"of the log “{known[1]}”" if known[1] else "of this desk"
    rejects.append(Reject(0, f"{case.number} is a ticket {whose} already", case.number))
    return True


_KINDS: dict[str, Callable[[argparse.Namespace], int]] = {"servicenow-log": _servicenow_log, "csv": _csv}
