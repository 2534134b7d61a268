"""`deskconsole sla elapsed`: how much business time lies between two instants."""

from __future__ import annotations

import json
from collections.abc import Iterator

from deskconsole.cli import sla_calendar as c
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant, to_iso
from deskconsole.explain.times import length

EXAMPLES = """  deskconsole sla elapsed --calendar office --from '2016-04-05 16:00' --to '2016-04-06 10:30'
  deskconsole sla elapsed --calendar office --from 2016-04-01T00:00Z --to 2016-05-01T00:00Z --explain
  deskconsole sla elapsed --file desk.toml --calendar office --from 2016-04-01 --to 2016-05-01 --format json

Real elapsed seconds inside open time (rule 1): a Sunday with 25 hours has 25."""


def run(argv: list[str]) -> int:
    made = c.question("elapsed", "Measure the business time between two instants.", EXAMPLES)
    made.add_argument("--to", required=True, metavar="INSTANT", help="without an offset, local time")
    args = made.parse_args(argv)
    of = c.asked(args, args.from_, args.to)
    start, end = of.instants
    if end < start:
        raise BadInput(f"--to {args.to} is before --from {args.from_}; exchange the two")
    counted = of.calendar.elapsed(start, end)
    if args.format == "json":
        told = {
            "elapsed_s": c.seconds(counted),
            "from": to_iso(start),
            "from_local": c.local(start, of.calendar),
            "to": to_iso(end),
            "to_local": c.local(end, of.calendar),
            **c.as_json(of, start, end, args.explain),
        }
        print(json.dumps(told, indent=2))
        return 0
    for text in _lines(of, start, end, counted):
        print(text)
    if args.explain:
        print("\n".join(c.counted(of, start, end)))
    return 0


def _lines(of: c.Asked, start: Instant, end: Instant, counted: int) -> Iterator[str]:
    yield from c.head(of)
    yield c.moment("from", start, of.calendar)
    yield c.moment("to", end, of.calendar)
    yield c.line("elapsed", f"{length(counted)}, {c.seconds(counted):,} s")
    yield from c.warned(of, start, end)
