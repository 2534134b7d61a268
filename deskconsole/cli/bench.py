"""`deskconsole bench`: measure this machine against published bounds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from deskconsole.bench.figure import Figure, say
from deskconsole.bench.groups import GROUPS, measured
from deskconsole.bench.sizes import FULL, QUICK
from deskconsole.cli.common import parser, write

EXAMPLES = """  deskconsole bench                       all of it, some minutes
  deskconsole bench store sla             two groups
  deskconsole bench --check               exit code 1 where a published bound is missed
  deskconsole bench --quick --format json

A figure stands beside a floor measured in the same run: the least that the same work costs. Bounds are on the ratio
of the two, or on the value itself where there is no floor; so they hold on any machine."""

COLUMNS = (*Figure._fields, "holds")


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    sizes = QUICK if args.quick else FULL
    figures = list(measured(args.group or list(GROUPS), sizes))
    say("")
    rows = [{**figure._asdict(), "holds": figure.holds} for figure in figures]
    if args.format == "table":
        rows = [_shown(figure) for figure in figures]
    write(rows, COLUMNS, args.format)
    missed = [figure for figure in figures if figure.holds is False]
    return _conclude(missed, figures) if args.check else 0


def _parser() -> argparse.ArgumentParser:
    made = parser("bench", "Measure this machine against published bounds.", EXAMPLES, store=False)
    made.add_argument("group", nargs="*", metavar="GROUP", help=f"{' '.join(GROUPS)}; none: all", choices=[[], *GROUPS])
    made.add_argument("--format", choices=("table", "json", "jsonl", "csv"), default="table")
    made.add_argument("--check", action="store_true", help="fail where a published bound is missed")
    made.add_argument("--quick", action="store_true", help="little of everything: shows that it runs, not how fast")
    return made


def _shown(figure: Figure) -> dict[str, object]:
    """A figure as a line of the table: three digits, and words for whether its bound holds."""
    shown: dict[str, object] = {name: _number(value) for name, value in figure._asdict().items()}
    spread = figure.spread
    return shown | {
        "n": figure.n,
        "spread": None if spread is None else f"{spread:.0%}",
        "holds": {None: "", True: "holds", False: "MISSED"}[figure.holds],
    }


def _number(value: object) -> object:
    if not isinstance(value, float):
        return value
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _conclude(missed: Sequence[Figure], figures: Sequence[Figure]) -> int:
    for figure in missed:
        reached = figure.value if figure.floor is None else figure.ratio
        print(f"deskconsole: {figure.name} is {_number(reached)}, its bound {_number(figure.bound)}", file=sys.stderr)
    if not missed:
        bounded = sum(figure.holds is True for figure in figures)
        print(f"all {bounded} bounds hold", file=sys.stderr)
    return 1 if missed else 0
