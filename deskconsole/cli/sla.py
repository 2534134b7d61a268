"""`deskconsole sla`: questions to the clock engine; each sub-command is a module of its own."""

from __future__ import annotations

import sys
from importlib import import_module

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "explain": ("sla_explain", "a ticket's clocks, segment by segment, with the rules that made them"),
    "rules": ("sla_rules", "what each fact does to each metric's clock"),
    "due": ("sla_due", "when a target is due by a calendar, and which hours counted"),
    "elapsed": ("sla_elapsed", "the business time between two instants"),
    "check": ("sla_check", "conformance vectors: what other projects' test suites expect, put to this engine"),
}

EXAMPLES = """  deskconsole sla explain INC-10001 resolution
  deskconsole sla due --calendar office --from '2016-04-05 16:00' --target 8h
  deskconsole sla elapsed --calendar office --from '2016-04-05 16:00' --to '2016-04-06 10:30' --explain
  deskconsole sla check vectors/"""


def run(argv: list[str]) -> int:
    """Hand over to a sub-command."""
    if not argv or argv[0] in ("-h", "--help"):
        print(_help(), end="")
        return 0 if argv else 2
    if argv[0] not in SUBCOMMANDS:
        print(f"deskconsole sla: there is no “{argv[0]}”; there is {', '.join(SUBCOMMANDS)}", file=sys.stderr)
        return 2
    code: int = import_module(f"deskconsole.cli.{SUBCOMMANDS[argv[0]][0]}").run(argv[1:])
    return code


def _help() -> str:
    rows = "".join(f"  {name:9} {what}\n" for name, (_, what) in SUBCOMMANDS.items())
    return f"usage: deskconsole sla COMMAND [--help]\n\n{rows}\nexamples\n{EXAMPLES}\n"
