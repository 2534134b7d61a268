"""`deskconsole import`: history of other systems."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from deskconsole.cli.common import add_actor, add_store, open_store, progress, rejects_of, who, zone
from deskconsole.core.errors import BadInput
from deskconsole.features.imports import servicenow
from deskconsole.features.imports.cases import Case, Feed, Reject
from deskconsole.features.imports.commands import import_servicenow_log
from deskconsole.features.imports.taking import KNOWN
from deskconsole.house import House

CHUNK = 60
"""Cases a transaction: others who write wait about 20 ms."""

EXAMPLES = """  deskconsole import servicenow-log events.csv.gz --zone UTC
  deskconsole import servicenow-log events.csv.gz --zone Europe/Lisbon --dry-run

Running it again, or on a later export of the same log, adds only what is new; an interrupted import goes on.
Rows that cannot be read go to FILE.rejects.csv with line and reason. Imported history rings nobody."""


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    path = Path(args.file)
    with progress(f"reading {path.name}", None) as step:
        log = servicenow.read(path, zone(args.zone), step)
    rejects = list(log.rejects)
    store = open_store(args)
    house = House(store, who(store, args.as_))
    taken = [case for case in log.cases if not _foreign(house, log.feed, case, rejects)]
    _report_rejects(path if args.rejects is None else Path(args.rejects), args.rejects is None, rejects, args.dry_run)
    rows = sum(len(case.rows) for case in taken)
    if args.dry_run:
        print(f"would take over {len(taken)} incidents with {rows} rows, {len(rejects)} rejected; nothing was written")
        return 0
    new = 0
    with progress("taking over", len(taken)) as step:
        for start in range(0, len(taken), CHUNK):
            cases = taken[start : start + CHUNK]
            new += house.learn(import_servicenow_log(cases), servicenow.SOURCE)
            step(start + len(cases))
    print(f"{len(taken)} incidents with {rows} rows, {new} new events, {len(rejects)} rejected")
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="deskconsole import",
        description="Take over the history of another system.",
        epilog=f"examples\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = made.add_subparsers(dest="kind", required=True, metavar="KIND")
    log = kinds.add_parser(
        "servicenow-log",
        help="an audit log, one row for each change of an incident",
        epilog=f"examples\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    log.add_argument("file", metavar="FILE.csv[.gz]")
    log.add_argument("--zone", required=True, help="the time zone of the log's clock, as Europe/Berlin or UTC")
    log.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
    log.add_argument("--rejects", metavar="FILE", help="where rejected rows go (default: FILE.rejects.csv)")
    add_store(log)
    add_actor(log)
    return made


def _foreign(house: House, feed: Feed, case: Case, rejects: list[Reject]) -> bool:
    """Set aside a case whose number belongs to a ticket from elsewhere."""
    known = house.store.read.maybe(KNOWN, number=case.number)
    if known is None or known[1] == feed.source:
        return False
    rejects.append(Reject(0, f"{case.number} is a ticket of this desk already", case.number))
    return True


def _report_rejects(path: Path, beside: bool, rejects: list[Reject], dry: bool) -> None:
    if not rejects:
        return
    for reject in rejects[:3]:
        print(f"line {reject.line}: {reject.why}", file=sys.stderr)
    if dry:
        return
    target = rejects_of(path) if beside else path
    try:
        with target.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["line", "why", "row"])
            table.writerows(rejects)
    except OSError as trouble:
        raise BadInput(f"{target} cannot be written: {trouble.strerror}; --rejects names another place") from trouble
    print(f"{len(rejects)} rejected rows are in {target}", file=sys.stderr)
