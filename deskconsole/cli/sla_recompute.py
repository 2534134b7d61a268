"""`deskconsole sla recompute`: clocks are a cache of what the journal says; folded anew they must be the same."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from deskconsole import world
from deskconsole.cli.common import open_store, parser, progress
from deskconsole.core.actors import DESK, Actor
from deskconsole.derive import RULES
from deskconsole.record import RECORD
from deskconsole.store.compare import Recomputed, recompute
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole sla recompute --check                 compare, change nothing
  deskconsole sla recompute --check --ticket INC-10001
  deskconsole sla recompute                         … and write anew what differs

Exit codes: 0 all clocks are what the journal says (now), 1 some are not, 4 not found, 5 store trouble."""

CHUNK = 50
"""Tickets a transaction: others who write wait about 20 ms."""
SHOWN = 20


def run_recompute(argv: Sequence[str]) -> int:
    args = _parser().parse_args(argv)
    store = open_store(args)
    ticket = world.ticket_id(store, args.ticket) if args.ticket else None
    found = _compared(store, None if ticket is None else [ticket])
    written = 0
    if found.differing and not args.check:
        written = _write_anew(store, list(found.differing))
        left = _compared(store, list(found.differing))
    else:
        left = found
    _say(args, found, left, written)
    return 1 if left.differing else 0


def _parser() -> argparse.ArgumentParser:
    made = parser("sla recompute", "Fold clocks anew and compare them with those stored.", EXAMPLES)
    made.add_argument("--check", action="store_true", help="only say what differs, and write nothing")
    made.add_argument("--ticket", metavar="NUMBER", help="only this one’s")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


def _compared(store: Store, tickets: Sequence[int] | None) -> Recomputed:
    with progress("folding clocks anew", None) as step:
        return recompute(store, RULES, RECORD, "ticket", tickets, lambda done, total: step(done))


def _write_anew(store: Store, tickets: Sequence[int]) -> int:
    """Have the rows of tickets derived again, as the engine does it."""
    with progress("writing anew", len(tickets)) as step:
        for place in range(0, len(tickets), CHUNK):
            with store.writing(Actor(DESK), RULES) as tx:
                for ticket in tickets[place : place + CHUNK]:
                    tx.touch("ticket", ticket)
            step(place)
    return len(tickets)


def _say(args: argparse.Namespace, found: Recomputed, left: Recomputed, written: int) -> None:
    lines = [line for told in found.differing.values() for line in told]
    if args.format == "json":
        said = {
            "tickets": found.subjects, "clocks": found.rows, "differing": len(found.differing),
            "written_anew": written, "still_differing": len(left.differing), "to_be_folded_anew": found.stale,
            "differences": lines,
        }  # fmt: skip
        print(json.dumps(said, ensure_ascii=False))
        return
    for line in lines[:SHOWN]:
        print(f"deskconsole: {line}", file=sys.stderr)
    if len(lines) > SHOWN:
        print(f"deskconsole: and {len(lines) - SHOWN} more: --format json has all of them", file=sys.stderr)
    if found.stale:
        print(f"{found.stale} tickets are still to be measured under a new agreement, and were left out")
    compared = f"{found.rows:,} clocks of {found.subjects:,} tickets"
    if not found.differing:
        print(f"{compared}: all are what the journal says")
    elif left.differing:
        way_out = "" if args.check else "; what they follow from is damaged: `deskconsole journal verify --rebuild`"
        print(f"{compared}: {len(left.differing)} tickets differ{way_out}")
    else:
        print(f"{compared}: {written} tickets differed and were written anew")
