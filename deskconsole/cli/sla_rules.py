"""`deskconsole sla rules`: what each fact does to each metric's clock, and the rule that says so."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from deskconsole.sla.agreements import Target
from deskconsole.sla.effects import RULES, effects
from deskconsole.sla.metrics import SHIPPED

_EXAMPLES = "examples\n  deskconsole sla rules\n  deskconsole sla rules 13"


def run(argv: list[str]) -> int:
    """Print the rule table, or one rule."""
    made = argparse.ArgumentParser(
        prog="deskconsole sla rules",
        description="What each fact does to each metric's clock, as agreements have it unless they say otherwise.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("rule", nargs="?", type=int, choices=tuple(RULES), metavar="1…37", help="only this rule")
    args = made.parse_args(argv)
    print(f"{args.rule}  {RULES[args.rule]}" if args.rule else "\n".join(table()))
    return 0


def table() -> Iterator[str]:
    """The rule table as lines: each metric with its facts, then the rules by number."""
    for name, metric in SHIPPED.items():
        yield f"{name}: {metric.word}"
        for what, effect in sorted(effects(Target(name, {1: 1})).items()):
            cited = " ".join(map(str, effect.rules))
            yield f"  {what:13} {effect.does:12} [{cited}]  {effect.words}"
        yield ""
    for number, words in RULES.items():
        yield f"{number:>3}  {words}"
